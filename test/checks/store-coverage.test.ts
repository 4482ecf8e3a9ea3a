import { describe, expect, it } from 'vitest';
import { type Coverage, takeCoverage } from '../../src/checks/store-coverage.ts';
import { coverageEvidence, coverageStatus } from '../../src/checks/store-coverage-evidence.ts';
import { takeInventory } from '../../src/checks/store-inventory.ts';
import type { HealthStatus } from '../../src/model/health.ts';
import type { StoreEndpoint } from '../../src/model/metrics.ts';
import { days, hours, minutes, seconds } from '../../src/model/time.ts';
import { NOW, testConfig } from './config.ts';
import { told } from './told.ts';

const REPLICA = { cluster: 'cluster-02', prometheus: 'monitoring/k', prometheus_replica: 'prometheus-0' };

function endpoint(type: string, change: Partial<StoreEndpoint>): StoreEndpoint {
  return {
    type,
    address: `${type}:10901`,
    lastCheck: NOW - seconds(3),
    lastError: null,
    labelSets: [REPLICA],
    minTime: NOW - days(12),
    maxTime: null,
    ...change,
  };
}

const sidecar = (minTime: number | null, change: Partial<StoreEndpoint> = {}) => endpoint('sidecar', { minTime, ...change });
const store = (maxTime: number | null, change: Partial<StoreEndpoint> = {}) => endpoint('store', { maxTime, ...change });
/** An empty Store Gateway: int64 max to int64 min, which are read as unbounded, and no label set besides its own. */
const EMPTY = store(null, { minTime: null, labelSets: [] });

const coverageOf = (endpoints: readonly StoreEndpoint[]): readonly Coverage[] =>
  takeCoverage(takeInventory(testConfig(), endpoints, new Map(), NOW), endpoints, NOW);

describe('checks/store-coverage', () => {
  it.each<[string, readonly StoreEndpoint[], Coverage['kind'] | undefined, HealthStatus | undefined]>([
    ['blocks reach into the data of the Sidecar', [sidecar(NOW - hours(8)), store(NOW - hours(2))], 'covered', 'ok'],
    ['blocks end exactly where the Sidecar begins', [sidecar(NOW - hours(8)), store(NOW - hours(8))], 'covered', 'ok'],
    ['a gap shorter than a block', [sidecar(NOW - hours(8)), store(NOW - hours(9))], 'gap', 'warning'],
    ['a gap as long as a block', [sidecar(NOW - hours(8)), store(NOW - hours(10))], 'gap', 'critical'],
    [
      'the other replica reaches back far enough',
      [sidecar(NOW - hours(2)), sidecar(NOW - hours(9)), store(NOW - hours(8))],
      'covered',
      'ok',
    ],
    [
      'one of several Store Gateways is behind',
      [sidecar(NOW - hours(8)), store(NOW - hours(2)), store(NOW - days(2), { address: 'old:10901' })],
      'covered',
      'ok',
    ],
    [
      'the Store Gateway that is ahead serves another cluster',
      [sidecar(NOW - hours(8)), store(NOW, { labelSets: [{ cluster: 'cluster-03' }] }), store(NOW - days(2), { address: 'old:10901' })],
      'gap',
      'critical',
    ],
    [
      'blocks have lost the replica label to deduplication',
      [sidecar(NOW - hours(8)), store(NOW - hours(2), { labelSets: [{ cluster: 'cluster-02', prometheus: 'monitoring/k' }] })],
      'covered',
      'ok',
    ],
    ['the bucket is empty and Prometheus is new', [sidecar(NOW - hours(4)), EMPTY], 'young', 'ok'],
    ['the bucket is empty although Prometheus is not new', [sidecar(NOW - hours(9)), EMPTY], 'no-blocks', 'warning'],
    [
      'no blocks of this cluster',
      [sidecar(NOW - hours(9)), store(NOW, { labelSets: [{ cluster: 'cluster-01' }] })],
      'no-blocks',
      'warning',
    ],
    ['a Sidecar without a block says 0', [sidecar(0), store(NOW)], 'unstated', 'unknown'],
    ['a Sidecar without object storage says year 0', [sidecar(-62_167_219_200_000), store(NOW)], 'unstated', 'unknown'],
    ['a Sidecar that says nothing', [sidecar(null), store(NOW)], 'unstated', 'unknown'],
    ['one replica is new, the other one tells', [sidecar(0), sidecar(NOW - hours(8)), store(NOW - hours(2))], 'covered', 'ok'],
    ['no Store Gateway is healthy', [sidecar(NOW - hours(8)), store(NOW - days(1), { lastCheck: NOW - minutes(4) })], undefined, undefined],
    ['no Sidecar is healthy', [sidecar(NOW - hours(8), { lastError: 'refused' }), store(NOW - days(1))], undefined, undefined],
  ])('%s', (_name, endpoints, kind, status) => {
    const [coverage] = coverageOf(endpoints);

    expect([coverage?.kind, coverage === undefined ? undefined : coverageStatus(coverage)]).toEqual([kind, status]);
  });

  it('tells length, time and labels of a gap', () => {
    expect(told({ evidence: coverageEvidence(coverageOf([sidecar(NOW - hours(8)), store(NOW - hours(11))])) })).toMatchObject([
      {
        label: 'cluster-02: Store Gateway to Sidecar',
        value:
          '3h in no answer, 2026-11-21T13:00:00.000Z to 2026-11-21T16:00:00.000Z {cluster=cluster-02, prometheus=monitoring/k, prometheus_replica=prometheus-0}',
        status: 'critical',
      },
    ]);
  });

  it('sums up the clusters that are covered by the closest of them', () => {
    const other = { cluster: 'cluster-03', prometheus_replica: 'prometheus-0' };
    const endpoints = [
      sidecar(NOW - hours(8)),
      sidecar(NOW - hours(4), { labelSets: [other] }),
      store(NOW - hours(2), { labelSets: [REPLICA, other] }),
    ];

    expect(told({ evidence: coverageEvidence(coverageOf(endpoints)) })).toMatchObject([
      { label: '2 clusters: Store Gateway to Sidecar', value: 'no gap, least overlap 2h (cluster-03)', status: 'ok' },
    ]);
  });
});
