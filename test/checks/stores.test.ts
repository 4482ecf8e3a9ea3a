import { describe, expect, it } from 'vitest';
import { evaluate, stores } from '../../src/checks/stores.ts';
import { plain } from '../../src/messages/wording.ts';
import type { StoreEndpoint } from '../../src/model/metrics.ts';
import { hours, minutes, seconds } from '../../src/model/time.ts';
import { evaluateContext, NOW, testConfig } from './config.ts';
import { checkContext, memoryOf, metricsFrom } from './context.ts';
import { told } from './told.ts';

function endpoint(
  type: string,
  address: string,
  labels: Readonly<Record<string, string>>,
  change: Partial<StoreEndpoint> = {},
): StoreEndpoint {
  return {
    type,
    address,
    lastCheck: NOW - seconds(3),
    lastError: null,
    labelSets: [labels],
    minTime: NOW - hours(8),
    maxTime: null,
    ...change,
  };
}

const sidecar = (cluster: string, replica: number, change: Partial<StoreEndpoint> = {}) =>
  endpoint('sidecar', `${cluster}-${replica}:10901`, { cluster, prometheus_replica: `prometheus-${replica}` }, change);

/** The Store Gateway has one label set for each stream in the bucket. */
const LABELLED = ['cluster-01', 'cluster-02', 'cluster-03'].map((cluster) => ({ cluster, prometheus_replica: 'prometheus-0' }));

const all = [
  sidecar('cluster-01', 0),
  sidecar('cluster-01', 1),
  sidecar('cluster-02', 0),
  sidecar('cluster-03', 0),
  endpoint('store', 'thanos-store:10901', {}, { labelSets: LABELLED, maxTime: NOW - hours(2) }),
  endpoint('rule', 'thanos-ruler:10901', { ruler: 'thanos-ruler-0' }),
];

const judge = (endpoints: readonly StoreEndpoint[], sightings = new Map()) => evaluate({ endpoints, sightings }, evaluateContext('*'));

describe('checks/stores', () => {
  it('passes when everything expected is connected', () => {
    expect(judge(all)).toMatchObject({ status: 'ok', measure: { value: 6 } });
  });

  it('reports a stretch between the Store Gateway and the Sidecars although all are connected', () => {
    const verdict = judge(all.with(3, sidecar('cluster-03', 0, { minTime: NOW - minutes(30) })));

    expect(verdict).toMatchObject({
      status: 'warning',
      summary: { id: 'checks.stores-gap', args: { gaps: [{ args: { subject: 'cluster-03' } }] } },
    });
    expect(plain('ko', verdict.summary)).toContain('cluster-03 1시간 30분');
    expect(told(verdict)[0]?.value).toContain('{cluster=cluster-03, prometheus_replica=prometheus-0}');
  });

  it('does not call it fine when a Sidecar hides where its data begins', () => {
    expect(judge(all.with(2, sidecar('cluster-02', 0, { minTime: 0 })))).toMatchObject({
      status: 'unknown',
      summary: { id: 'checks.stores-unstated', args: { clusters: ['cluster-02'] } },
    });
  });

  it('names the cluster whose store is gone, and when it was last seen', () => {
    const sightings = new Map([['cluster-03/sidecar', { at: NOW - hours(2), addresses: ['cluster-03-0:10901'] }]]);

    const verdict = judge(all.toSpliced(3, 1), sightings);

    expect(verdict).toMatchObject({
      status: 'critical',
      summary: { args: { healthy: 5, expected: 6, missing: ['cluster-03 sidecar 0/1'] } },
    });
    expect(told(verdict)[0]).toMatchObject({
      label: 'cluster-03 sidecar',
      value: '0 of 1 · last complete 2h ago · gone: cluster-03-0:10901',
    });
  });

  it('counts a listed endpoint with an error as missing and shows the error', () => {
    const verdict = judge(all.with(2, sidecar('cluster-02', 0, { lastError: 'rpc error: code = Unavailable' })));

    expect(verdict.status).toBe('critical');
    expect(told(verdict)[0]?.value).toContain('cluster-02-0:10901: rpc error: code = Unavailable');
  });

  it('counts an endpoint that was not checked lately as missing', () => {
    expect(judge(all.with(2, sidecar('cluster-02', 0, { lastCheck: NOW - minutes(4) }))).status).toBe('critical');
  });

  it('warns when one of two replicas is missing', () => {
    expect(judge(all.toSpliced(1, 1))).toMatchObject({ status: 'warning', summary: { args: { missing: ['cluster-01 sidecar 1/2'] } } });
  });

  it('reports two sidecars with the same external labels', () => {
    const twin = endpoint('sidecar', '192.168.101.215:10901', { prometheus_replica: 'prometheus-0', cluster: 'cluster-02' });

    expect(judge([...all, twin])).toMatchObject({
      status: 'critical',
      summary: { args: { twins: ['cluster-02-0:10901 = 192.168.101.215:10901'] } },
    });
  });

  it('mentions a store that nobody expects without alarm', () => {
    const verdict = judge([...all, sidecar('cluster-09', 0)]);

    expect(verdict.status).toBe('ok');
    expect(told(verdict).at(-1)?.label).toContain('cluster-09-0:10901');
  });

  it('knows nothing when nothing is expected', () => {
    const config = testConfig((yaml) => yaml.replaceAll(/expectedStores: \[.*?\}\],/g, 'expectedStores: [],'));

    expect(evaluate({ endpoints: all, sightings: new Map() }, evaluateContext('*', config)).status).toBe('unknown');
  });

  it('remembers who was complete', async () => {
    const memory = memoryOf();
    const thanos = { ...metricsFrom({}), stores: () => Promise.resolve(all.toSpliced(3, 1)) };

    await stores.run(checkContext({ thanos, memory }));

    expect([...memory.entries.keys()].toSorted()).toEqual([
      'store-seen/cluster-01/rule',
      'store-seen/cluster-01/sidecar',
      'store-seen/cluster-01/store',
      'store-seen/cluster-02/sidecar',
    ]);
  });
});
