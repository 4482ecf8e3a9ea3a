import { describe, expect, it } from 'vitest';
import { likelyCause, type WatchdogCause, type WatchdogEvidence } from '../../src/escalation/watchdog-cause.ts';

const WELL: WatchdogEvidence = { apiServer: 'answers', prometheus: 'answers', alertmanager: 'fires', stores: 'healthy' };
const AWAY: WatchdogEvidence = { apiServer: 'no-answer', prometheus: 'no-answer', alertmanager: 'no-answer', stores: 'missing' };

const TABLE: readonly (readonly [string, Partial<WatchdogEvidence>, WatchdogEvidence, WatchdogCause])[] = [
  ['nothing of the cluster answers', {}, AWAY, 'network'],
  ['nothing answers and its stores fail', { stores: 'failing' }, AWAY, 'network'],
  ['nothing answers and Query cannot say', { stores: 'unknown' }, AWAY, 'network'],
  ['nothing answers but its stores are healthy', { stores: 'healthy' }, AWAY, 'api-server'],
  ['the API server refuses us and its stores are healthy', { apiServer: 'refuses', stores: 'healthy' }, AWAY, 'api-server'],
  ['only Prometheus does not answer', { prometheus: 'no-answer' }, WELL, 'prometheus'],
  ['Prometheus and its store do not answer', { prometheus: 'no-answer', stores: 'failing' }, WELL, 'prometheus'],
  ['Prometheus is away and Alertmanager lost the alert', { prometheus: 'no-answer', alertmanager: 'lacks-it' }, WELL, 'prometheus'],
  ['only Alertmanager does not answer', { alertmanager: 'no-answer' }, WELL, 'alertmanager'],
  ['Alertmanager does not have it although Prometheus answers', { alertmanager: 'lacks-it' }, WELL, 'rule'],
  ['inside all is well and its stores are not listed', { stores: 'missing' }, WELL, 'gateway'],
  ['inside all is well and its stores fail', { stores: 'failing' }, WELL, 'gateway'],
  ['everything is well', {}, WELL, 'receiver'],
  ['everything is well and Query cannot say', { stores: 'unknown' }, WELL, 'receiver'],
  ['somebody silenced it', { alertmanager: 'silenced' }, WELL, 'silenced'],
];

describe('escalation/watchdog-cause', () => {
  it.each(TABLE)('when %s', (_, change, base, cause) => {
    expect(likelyCause({ ...base, ...change })).toBe(cause);
  });
});
