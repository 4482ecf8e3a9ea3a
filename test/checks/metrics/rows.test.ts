import { describe, expect, it } from 'vitest';
import { evaluateRow, metricCheck } from '../../../src/checks/metrics/metric-check.ts';
import type { MetricRow } from '../../../src/checks/metrics/row.ts';
import { METRIC_ROWS } from '../../../src/checks/metrics/rows.ts';
import { UpstreamError } from '../../../src/model/errors.ts';
import type { HealthStatus } from '../../../src/model/health.ts';
import { days } from '../../../src/model/time.ts';
import { parsePromql } from '../../../src/sandbox/estate/promql/parse.ts';
import { evaluateContext, NOW, testConfig } from '../config.ts';
import { checkContext, clusterAccess, deadMetrics, metricsFrom } from '../context.ts';

const rows = Object.values(METRIC_ROWS).flat();

function row(id: string): MetricRow {
  const found = rows.find((each) => each.id === id);
  if (found === undefined) {
    throw new Error(`no row ${id}`);
  }
  return found;
}

const judge = (id: string, ...values: readonly number[]) =>
  evaluateRow(
    row(id),
    {
      samples: values.map((value, index) => ({ labels: { pod: `pod-${index}`, cluster: 'cluster-02' }, value })),
      source: 'promql',
      isDue: true,
    },
    evaluateContext(),
  );

describe('checks/metrics/rows', () => {
  it.each(rows.map((each) => [each.id, each] as const))('asks %s in PromQL that parses', (_id, each) => {
    const { jobs } = testConfig().metrics;

    expect(() => parsePromql(each.query({ jobs, cluster: ',cluster="cluster-02"' }))).not.toThrow();
    expect(() => parsePromql(each.query({ jobs, cluster: '' }))).not.toThrow();
  });

  it.each(rows.filter((each) => each.scope === 'cluster').map((each) => [each.id, each] as const))(
    'asks %s for one cluster in every selector',
    (_id, each) => {
      const promql = each.query({ jobs: testConfig().metrics.jobs, cluster: ',cluster="cluster-02"' });

      expect(promql.match(/\{/g)?.length).toBe(promql.match(/cluster="cluster-02"/g)?.length);
    },
  );

  it.each<[string, readonly [number, HealthStatus][]]>([
    [
      'prometheus-up',
      [
        [1, 'ok'],
        [0, 'critical'],
      ],
    ],
    [
      'targets-up',
      [
        [1, 'ok'],
        [0, 'critical'],
      ],
    ],
    [
      'prometheus-storage',
      [
        [0.79, 'ok'],
        [0.81, 'warning'],
        [0.91, 'critical'],
      ],
    ],
    [
      'pvc-usage',
      [
        [0.85, 'ok'],
        [0.86, 'warning'],
        [0.96, 'critical'],
      ],
    ],
    [
      'prometheus-retention-size',
      [
        [1, 'ok'],
        [1.2, 'warning'],
      ],
    ],
    [
      'prometheus-sample-limit',
      [
        [0, 'ok'],
        [1.02, 'warning'],
      ],
    ],
    [
      'prometheus-rule-failures',
      [
        [10, 'ok'],
        [10.2, 'warning'],
      ],
    ],
    [
      'sidecar-prometheus-up',
      [
        [1, 'ok'],
        [0, 'critical'],
      ],
    ],
    [
      'sidecar-uploads',
      [
        [1.01, 'ok'],
        [0, 'warning'],
      ],
    ],
    [
      'sidecar-bucket-failures',
      [
        [0, 'ok'],
        [3, 'warning'],
        [11, 'critical'],
      ],
    ],
    [
      'query-concurrency',
      [
        [0.5, 'ok'],
        [0.9, 'warning'],
      ],
    ],
    [
      'query-gate',
      [
        [0.5, 'ok'],
        [0.9, 'warning'],
        [0.99, 'critical'],
      ],
    ],
    [
      'query-latency',
      [
        [4.9, 'ok'],
        [5.1, 'warning'],
        [31, 'critical'],
      ],
    ],
    [
      'query-errors',
      [
        [0, 'ok'],
        [0.02, 'warning'],
        [0.06, 'critical'],
      ],
    ],
    [
      'store-bucket-operations',
      [
        [4, 'ok'],
        [0, 'critical'],
      ],
    ],
    [
      'store-bucket-failures',
      [
        [0, 'ok'],
        [0.02, 'warning'],
        [0.06, 'critical'],
      ],
    ],
    [
      'store-series-touched',
      [
        [1e6, 'ok'],
        [4e6, 'warning'],
        [11e6, 'critical'],
      ],
    ],
    [
      'store-cache-hits',
      [
        [0.9, 'ok'],
        [0.4, 'warning'],
      ],
    ],
    [
      'compactor-halted',
      [
        [0, 'ok'],
        [1, 'critical'],
      ],
    ],
    [
      'compactor-single',
      [
        [1, 'ok'],
        [2, 'critical'],
      ],
    ],
    [
      'compactor-compactions',
      [
        [3, 'ok'],
        [0, 'warning'],
      ],
    ],
    [
      'compactor-failures',
      [
        [0, 'ok'],
        [1, 'warning'],
      ],
    ],
    [
      'compactor-iterations',
      [
        [3, 'ok'],
        [0, 'warning'],
      ],
    ],
    [
      'compactor-downsampling',
      [
        [3, 'ok'],
        [0, 'warning'],
      ],
    ],
    [
      'ruler-drops',
      [
        [0, 'ok'],
        [1, 'critical'],
      ],
    ],
    [
      'ruler-failures',
      [
        [0, 'ok'],
        [0.02, 'warning'],
        [0.06, 'critical'],
      ],
    ],
    [
      'ruler-partial',
      [
        [0, 'ok'],
        [1, 'warning'],
      ],
    ],
    [
      'query-store-calls',
      [
        [0, 'ok'],
        [0.04, 'ok'],
        [0.06, 'warning'],
      ],
    ],
    [
      'query-grpc-errors',
      [
        [0, 'ok'],
        [0.04, 'ok'],
        [0.06, 'warning'],
      ],
    ],
    [
      'store-grpc-errors',
      [
        [0, 'ok'],
        [0.04, 'ok'],
        [0.06, 'warning'],
      ],
    ],
    [
      'compactor-bucket-failures',
      [
        [0, 'ok'],
        [0.04, 'ok'],
        [0.06, 'warning'],
      ],
    ],
    [
      'query-dns',
      [
        [0, 'ok'],
        [0.02, 'warning'],
      ],
    ],
    [
      'store-gate-wait',
      [
        [0.2, 'ok'],
        [3, 'warning'],
      ],
    ],
    [
      'store-bucket-latency',
      [
        [0.2, 'ok'],
        [3, 'warning'],
      ],
    ],
    [
      'ruler-evaluations',
      [
        [30, 'ok'],
        [0, 'critical'],
      ],
    ],
    [
      'ruler-group-slow',
      [
        [0.4, 'ok'],
        [1.2, 'warning'],
      ],
    ],
    [
      'ruler-group-stale',
      [
        [1, 'ok'],
        [11, 'warning'],
      ],
    ],
  ])('judges %s by its thresholds', (id, cases) => {
    expect(cases.map(([value]) => [value, row(id).judge(value, evaluateContext())])).toEqual(cases);
  });

  it('expects as many store connections as all clusters offer', () => {
    const status = (value: number) => judge('query-store-connections', value).status;

    expect([6, 5, 4, 3, 0].map(status)).toEqual(['ok', 'warning', 'warning', 'critical', 'critical']);
  });

  it('judges each Query pod by itself', () => {
    expect(judge('query-store-connections', 6, 2)).toMatchObject({
      status: 'critical',
      summary: { args: { subject: 'pod-1', value: 2, over: 1, series: 2 } },
    });
  });

  it('counts a Prometheus replica that does not report as down', () => {
    const facts = { samples: [{ labels: { pod: 'prometheus-0' }, value: 1 }], source: 'promql', isDue: true };

    expect(evaluateRow(row('prometheus-up'), facts, evaluateContext('cluster-01'))).toMatchObject({
      status: 'critical',
      summary: { args: { found: 1, expected: 2 } },
    });
  });

  it.each([
    ['query-latency', 'unknown', 'checks.metric-absent'],
    ['prometheus-up', 'critical', 'checks.metric-gone'],
    ['prometheus-retention-size', 'ok', 'checks.metric-quiet'],
  ])('takes no series of %s as %s', (id, status, sentence) => {
    expect(judge(id)).toMatchObject({ status, summary: { id: sentence } });
  });

  it('takes NaN as no traffic', () => {
    expect(judge('query-latency', Number.NaN)).toMatchObject({ status: 'ok', summary: { id: 'checks.metric-quiet' } });
  });

  it('keeps the worst end of the scale as its measure', () => {
    expect(judge('store-cache-hits', 0.9, 0.7).measure).toEqual({ value: 0.7, unit: 'ratio' });
    expect(judge('query-errors', 0.001, 0.004).measure).toEqual({ value: 0.004, unit: 'ratio' });
  });
});

describe('checks/metrics/metric-check', () => {
  const up = [{ labels: { pod: 'prometheus-0' }, value: 1 }];

  it('says why it could not look when Thanos has nothing and the cluster does not answer', async () => {
    const check = metricCheck(row('prometheus-sample-limit'));

    await expect(check.run(checkContext({ thanos: metricsFrom({}) }))).rejects.toBeInstanceOf(UpstreamError);
  });

  it('takes absence at Thanos as the finding where absence is one', async () => {
    expect((await metricCheck(row('prometheus-up')).run(checkContext({ thanos: metricsFrom({}) }))).status).toBe('critical');
  });

  it('asks the cluster itself while Thanos is away', async () => {
    const cluster = clusterAccess('cluster-02', { metrics: metricsFrom({ up }) });

    expect((await metricCheck(row('prometheus-up')).run(checkContext({ thanos: deadMetrics, cluster }))).status).toBe('ok');
  });

  it('never asks a single Prometheus for more than it keeps', async () => {
    const cluster = clusterAccess('cluster-01', { metrics: metricsFrom({ compactions: [{ labels: {}, value: 0 }] }) });

    await expect(metricCheck(row('compactor-compactions')).run(checkContext({ thanos: deadMetrics, cluster }))).rejects.toThrow(
      'thanos-query',
    );
  });

  it('expects no downsampling before there is data of four days', async () => {
    const thanos = metricsFrom({ downsample: [{ labels: {}, value: 0 }] });
    const block = { ulid: 'x', sizeBytes: 1, objects: 1, hasMeta: true, marks: {}, newestAt: NOW };
    const meta = { ulid: 'x', maxTime: NOW, resolution: 'raw', level: 1, source: 'sidecar', labels: {}, samples: 1 } as const;
    const since = (minTime: number) => async () => ({
      blocks: [{ ...block, meta: { ...meta, minTime } }],
      others: [],
      isPartial: false,
    });
    const check = metricCheck(row('compactor-downsampling'));

    expect((await check.run(checkContext({ thanos, inventory: since(NOW - days(3)) }))).summary.id).toBe('checks.metric-not-due');
    expect((await check.run(checkContext({ thanos, inventory: since(NOW - days(5)) }))).status).toBe('warning');
  });
});
