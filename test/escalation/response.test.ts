import { describe, expect, it } from 'vitest';
import { responseOf } from '../../src/escalation/response.ts';
import type { TimelineEvent, TimelineKind } from '../../src/model/incident.ts';
import { minutes } from '../../src/model/time.ts';
import { RESOLVED, STARTED, viewOf } from '../messages/incident-views.ts';

const at = (minute: number, kind: TimelineKind, details: TimelineEvent['details'] = {}): TimelineEvent => ({
  incidentId: 'inc_7f3a',
  at: STARTED + minutes(minute),
  kind,
  actor: 'U0KIM',
  details,
});
const { incident } = viewOf(RESOLVED);
const outcomes = (...timeline: readonly TimelineEvent[]) =>
  responseOf(incident, timeline).levels.map(({ level, outcome }) => [level, outcome]);
const questions = (...timeline: readonly TimelineEvent[]) => responseOf(incident, timeline).questions.map(({ id }) => id);

describe('escalation/response', () => {
  it('measures each level against the patience of the ladder up to it', () => {
    const response = responseOf(incident, [at(0, 'paged', { level: 1 }), at(8, 'acknowledged')]);
    const [first] = incident.levels;

    expect(response).toMatchObject({ acknowledgeMs: minutes(8), acknowledgedBy: 'U0KIM', resolveMs: minutes(23), calls: 1 });
    expect(response.levels[0]?.limitMs).toBe(first?.ackTimeoutMs);
  });

  it.each([
    ['in time', [at(0, 'paged', { level: 1 }), at(3, 'acknowledged')], [[1, 'in-time']]],
    [
      'late at the first, in time at the second',
      [at(0, 'paged', { level: 1 }), at(10, 'paged', { level: 2 }), at(12, 'acknowledged')],
      [
        [1, 'late'],
        [2, 'in-time'],
      ],
    ],
    ['answered by nobody', [at(0, 'paged', { level: 1 })], [[1, 'late']]],
  ] as const)('tells that a level was %s', (_, timeline, expected) => {
    expect(outcomes(...timeline)).toEqual(expected);
  });

  it('asks about what the history leaves open', () => {
    expect(questions(at(0, 'paged', { level: 1 }), at(23, 'resolved'))).toEqual(['report.askCause', 'report.askNobody', 'report.askLate']);
    expect(questions(at(0, 'paged', { level: 1, lateMs: 60_000 }), at(2, 'acknowledged'), at(4, 'note'), at(9, 'reopened'))).toEqual([
      'report.askBotLate',
      'report.askReopened',
    ]);
  });

  it('does not ask for a cause that was given', () => {
    expect(questions(at(1, 'acknowledged'), at(23, 'resolved', { cause: 'cable' }))).toEqual([]);
  });
});
