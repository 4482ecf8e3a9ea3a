import { describe, expect, it } from 'vitest';
import { foldsOf, type OpenIncident, outagesOf, stormOf } from '../../src/escalation/storm.ts';
import { minutes } from '../../src/model/time.ts';

const NOW = Date.UTC(2026, 10, 22, 8, 0);
const STORM = { incidents: 4, within: minutes(5) };

function incident(id: string, alertname: string, cluster: string, overrides: Partial<OpenIncident> = {}): OpenIncident {
  return {
    id,
    title: alertname,
    cluster,
    severity: 'warning',
    labels: { alertname },
    annotations: {},
    escalation: { status: 'triggered', isQuiet: false, levelIndex: 0, repeats: 0, nextEscalationAt: NOW, silencedUntil: null },
    openedAt: NOW - minutes(1),
    parentId: null,
    ...overrides,
  };
}

const ACKNOWLEDGED: OpenIncident['escalation'] = {
  status: 'acknowledged',
  isQuiet: false,
  by: 'UKIM',
  at: NOW,
  levelIndex: 0,
  remindAt: NOW,
  handBackAt: NOW,
  snoozedUntil: null,
  silencedUntil: null,
};
const QUIET: OpenIncident['escalation'] = {
  status: 'triggered',
  isQuiet: true,
  levelIndex: 0,
  repeats: 0,
  nextEscalationAt: null,
  silencedUntil: null,
};

describe('escalation/storm', () => {
  it('sees the bucket behind upload failures of several clusters', () => {
    const open = [
      incident('a', 'ThanosSidecarNoUpload', 'cluster-01', { openedAt: NOW - 2 }),
      incident('b', 'ThanosSidecarNoUpload', 'cluster-02', { openedAt: NOW - 1 }),
      incident('c', 'PVCNearFull', 'cluster-02'),
    ];

    expect(outagesOf(open)).toEqual([{ classId: 's3-down', parentId: 'a', childIds: ['b'] }]);
  });

  it('sees the bucket behind one incident that covers several clusters', () => {
    expect(outagesOf([incident('a', 'ThanosSidecarNoUpload', '*')])).toEqual([{ classId: 's3-down', parentId: 'a', childIds: [] }]);
  });

  it('takes upload failures of one cluster for its own trouble', () => {
    const open = [incident('a', 'ThanosSidecarNoUpload', 'cluster-01'), incident('b', 'ThanosStoreBucketFailures', 'cluster-01')];

    expect(outagesOf(open)).toEqual([]);
  });

  it('folds what is open in a silent cluster under the sign of its silence', () => {
    const open = [
      incident('old', 'KubePodNotReady', 'cluster-02', { openedAt: NOW - minutes(9) }),
      incident('silent', 'WatchdogSilent', 'cluster-02'),
      incident('other', 'KubePodNotReady', 'cluster-03'),
    ];

    expect(outagesOf(open)).toEqual([{ classId: 'cluster-down', parentId: 'silent', childIds: ['old'] }]);
  });

  it('sees an outage in targets that are down in several clusters', () => {
    const open = [incident('a', 'PrometheusTargetDown', 'cluster-01'), incident('b', 'TargetDown', 'cluster-02')];

    expect(outagesOf(open)).toEqual([{ classId: 'cluster-down', parentId: 'a', childIds: ['b'] }]);
  });

  it('leaves alone what has an owner, pages nobody or is graver than the parent', () => {
    const open = [
      incident('silent', 'WatchdogSilent', 'cluster-02'),
      incident('owned', 'A', 'cluster-02', { escalation: ACKNOWLEDGED }),
      incident('quiet', 'B', 'cluster-02', { escalation: QUIET }),
      incident('grave', 'C', 'cluster-02', { severity: 'critical' }),
    ];

    expect(outagesOf(open)[0]?.childIds).toEqual([]);
  });

  it('keeps the parent that it has and does not fold a child twice', () => {
    const open = [
      incident('parent', 'ThanosSidecarNoUpload', 'cluster-01', { openedAt: NOW, escalation: ACKNOWLEDGED }),
      incident('child', 'ThanosSidecarNoUpload', 'cluster-02', { parentId: 'parent', escalation: QUIET }),
      incident('new', 'ThanosSidecarNoUpload', 'cluster-03', { openedAt: NOW - minutes(2) }),
    ];

    expect(outagesOf(open)).toEqual([{ classId: 's3-down', parentId: 'parent', childIds: ['new'] }]);
  });

  describe('stores that Thanos Query misses', () => {
    const found = (stores: string) =>
      JSON.stringify({
        id: 'watchdog.silent',
        args: { cluster: 'cluster-04', silentMs: 1, cause: 'network', apiServer: 'x', prometheus: 'x', alertmanager: 'x', stores },
      });
    const silent = (stores = 'missing') =>
      incident('silent', 'WatchdogSilent', 'cluster-04', { severity: 'critical', annotations: { watchdog_fact: found(stores) } });
    const lost = (change: Partial<OpenIncident> = {}, cluster = 'cluster-01') =>
      incident('lost', 'ThanosQueryStoreUnhealthy', cluster, { severity: 'critical', ...change });
    const labelled = (cluster: string) => ({
      labels: { alertname: 'ThanosQueryStoreUnhealthy', external_labels: `{cluster="${cluster}", prometheus="monitoring/k8s"}` },
    });

    it.each<[string, OpenIncident, OpenIncident, readonly string[]]>([
      ['its stores are not listed and Query counts fewer', silent(), lost(), ['lost']],
      ['its stores fail', silent('failing'), lost(), ['lost']],
      ['the alert names no cluster at all', silent(), lost({}, '*'), ['lost']],
      ['the alert names a store of it', silent(), lost(labelled('cluster-04')), ['lost']],
      ['the alert names a store of another cluster', silent(), lost(labelled('cluster-03')), []],
      ['the alert is of the Query of another cluster', silent(), lost({}, 'cluster-03'), []],
      ['Query has its stores', silent('healthy'), lost(), []],
      ['nobody could ask Query', silent('unknown'), lost(), []],
      ['Query missed them long before', silent(), lost({ openedAt: NOW - minutes(30) }), []],
      ['nobody has looked why it is silent', incident('silent', 'ClusterSilent', 'cluster-04', { severity: 'critical' }), lost(), []],
    ])('are those of the silent cluster only when that was seen: %s', (_, sign, symptom, childIds) => {
      expect(outagesOf([sign, symptom], { queryCluster: 'cluster-01', startLevelOf: () => 1 })).toEqual([
        { classId: 'cluster-down', parentId: 'silent', childIds },
      ]);
    });
  });

  it('explains every incident by one outage at most', () => {
    const open = [
      incident('a', 'ThanosSidecarNoUpload', 'cluster-01'),
      incident('b', 'ThanosSidecarNoUpload', 'cluster-02'),
      incident('silent', 'WatchdogSilent', 'cluster-02'),
      incident('c', 'KubePodNotReady', 'cluster-02'),
    ];

    const folds = outagesOf(open);
    const named = folds.flatMap(({ parentId, childIds }) => [parentId, ...childIds]);

    expect(folds.map(({ classId }) => classId)).toEqual(['s3-down', 'cluster-down']);
    expect(new Set(named).size).toBe(named.length);
  });

  describe('storm', () => {
    const many = (count: number, overrides: Partial<OpenIncident> = {}) =>
      Array.from({ length: count }, (_, index) =>
        incident(`i${index}`, `Alert${index}`, 'cluster-01', { openedAt: NOW - minutes(1) + index, ...overrides }),
      );

    it('begins with the configured number of incidents', () => {
      expect(stormOf(many(3), STORM, NOW)).toBeNull();
      expect(stormOf(many(4), STORM, NOW)).toEqual({ classId: 'storm', parentId: 'i0', childIds: ['i1', 'i2', 'i3'] });
    });

    it('does not count incidents from before', () => {
      expect(stormOf([...many(3), incident('old', 'Old', 'cluster-01', { openedAt: NOW - minutes(5) })], STORM, NOW)).toBeNull();
    });

    it('does not count incidents that page nobody', () => {
      expect(stormOf(many(9, { escalation: QUIET }), STORM, NOW)).toBeNull();
    });

    it('makes the gravest its parent', () => {
      expect(stormOf([...many(4), incident('grave', 'G', 'cluster-02', { severity: 'critical' })], STORM, NOW)?.parentId).toBe('grave');
    });

    it('goes on folding under the same parent while it lasts', () => {
      const [parent, ...children] = many(4);
      const open = [
        ...(parent === undefined ? [] : [{ ...parent, escalation: ACKNOWLEDGED }]),
        ...children.map((child) => ({ ...child, parentId: 'i0', escalation: QUIET })),
        incident('next', 'Next', 'cluster-03', { openedAt: NOW }),
      ];

      expect(stormOf(open, STORM, NOW)).toEqual({ classId: 'storm', parentId: 'i0', childIds: ['next'] });
    });

    it('leaves an outage to its own parent', () => {
      const open = [incident('a', 'ThanosSidecarNoUpload', 'cluster-01'), incident('b', 'ThanosSidecarNoUpload', 'cluster-02'), ...many(4)];

      expect(foldsOf(open, STORM, NOW).map(({ classId, parentId }) => `${classId} ${parentId}`)).toEqual(['s3-down a', 'storm i0']);
    });
  });
});
