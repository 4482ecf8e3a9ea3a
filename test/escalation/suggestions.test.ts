import { describe, expect, it } from 'vitest';
import { commandOf, suggestionsFor } from '../../src/escalation/suggestions.ts';
import { splitWords } from '../../src/handlers/command-line.ts';
import { findCommand } from '../../src/handlers/command-router.ts';
import { COMMANDS } from '../../src/handlers/commands/registry.ts';
import { allRules } from '../manifests/rule-groups.ts';

const suggest = (alertname: string, change: { readonly cluster?: string; readonly classId?: string } = {}) =>
  suggestionsFor({ title: alertname, labels: { alertname }, cluster: 'cluster-02', classId: null, ...change });

const words = (...given: Parameters<typeof suggest>): readonly string[] => suggest(...given).map(commandOf);

describe('escalation/suggestions', () => {
  it.each([
    ['ThanosQueryOverloaded', ['scale query +1', 'check query-gate', 'check query-latency']],
    ['ThanosQueryStoreUnhealthy', ['stores', 'check query-store-connections']],
    ['ThanosSidecarNoUpload', ['check s3-upload cluster-02', 'check sidecar-bucket-failures cluster-02', 'stores']],
    ['PVCNearFull', ['check pvc-usage cluster-02', 'check prometheus-storage cluster-02']],
    ['KubePodCrashLooping', ['pods cluster-02', 'check error-review cluster-02']],
    ['SomethingNobodyKnows', ['status cluster-02', 'alerts cluster-02']],
  ])('suggests for %s what can be asked or done', (alertname, expected) => {
    expect(words(alertname)).toEqual(expected);
  });

  it('matches whole names only', () => {
    expect(words('MyPVCNearFullToo')).toEqual(words('SomethingNobodyKnows'));
  });

  it('lets the class of an incident speak before one of its alerts', () => {
    expect(words('ThanosSidecarNoUpload', { classId: 's3-down' })[0]).toBe('bucket');
    expect(words('ThanosSidecarNoUpload', { classId: 'constructor' })).toEqual(words('ThanosSidecarNoUpload'));
  });

  it.each(['*', 'cluster-02; rm -rf /', '<!channel>'])('names no cluster when %s is none', (cluster) => {
    expect(words('ThanosSidecarNoUpload', { cluster })[0]).toBe('check s3-upload');
  });

  it('suggests only what the commands take, for every alert of our rules', () => {
    const alerts = [...new Set(allRules.map(({ alert }) => alert)), 'NodeDown', 'Unknown'];
    const looks = [
      ...alerts.map((alert) => suggest(alert)),
      ...['s3-down', 'cluster-down', 'storm'].map((classId) => suggest('X', { classId })),
    ]
      .flat()
      .flatMap((suggestion) => (suggestion.kind === 'look' ? [suggestion.command] : []));

    expect(looks.length).toBeGreaterThan(alerts.length);
    for (const text of looks) {
      const { command, argv } = findCommand(COMMANDS, splitWords(text));
      expect(() => command.prepare(argv)).not.toThrow();
    }
  });

  it('suggests something particular for every alert of our rules about the stack', () => {
    const plain = allRules.filter(({ alert }) => words(alert)[0] === 'status cluster-02').map(({ alert }) => alert);

    expect([...new Set(plain)].toSorted()).toEqual([
      'ThanosChatopsDown',
      'ThanosChatopsEscalationOverdue',
      'ThanosChatopsOutboxStuck',
      'ThanosChatopsWebhookFailing',
    ]);
  });
});
