import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METRIC_ROWS } from '../../src/checks/metrics/rows.ts';
import { CHECKS } from '../../src/checks/registry.ts';
import { createMetricsReader } from '../../src/clients/prometheus.ts';
import { openEndpoint } from '../../src/clients/service-proxy.ts';
import { createThanosQuery } from '../../src/clients/thanos-query.ts';
import { UpstreamError } from '../../src/model/errors.ts';
import type { Pod } from '../../src/model/kubernetes.ts';
import type { MetricsReader, ThanosQuery } from '../../src/ports.ts';
import { bucketOf, checkContext, clusterAccess } from '../checks/context.ts';
import { type Peer, until } from './peers/process.ts';
import { startPrometheus } from './peers/prometheus.ts';

const { PROMETHEUS: binary } = process.env;
const signal = AbortSignal.timeout(150_000);
const RULES = `
groups:
  - name: own
    rules: [{ record: e2e:answer, expr: vector(42), labels: { cluster: cluster-02 } }]
`;

function selfScraping(): string {
  return `
global: { scrape_interval: 1s, evaluation_interval: 1s, external_labels: { cluster: cluster-02 } }
rule_files: [rules.yml]
scrape_configs:
  - job_name: prometheus
    scrape_interval: 1s
    static_configs: [{ targets: ['127.0.0.1:1'] }]
`;
}

describe.skipIf(!binary)('clients/prometheus with a real Prometheus (needs PROMETHEUS)', () => {
  let server: Peer;
  let reader: MetricsReader;

  beforeAll(async () => {
    server = await startPrometheus(binary ?? '', selfScraping, RULES);
    reader = createMetricsReader(
      openEndpoint({ kind: 'url', url: server.url }, { upstream: { system: 'prometheus' }, connections: new Map() }),
    );
    await until(async () => (await reader.instant('up and on() count_over_time(e2e:answer[1m]) >= 2', signal)).samples.length === 1);
  });
  afterAll(async () => {
    await server?.stop();
  });

  it('reads an instant vector with its labels', async () => {
    expect(await reader.instant('e2e:answer', signal)).toEqual({
      samples: [{ labels: { __name__: 'e2e:answer', cluster: 'cluster-02' }, value: 42 }],
      warnings: [],
    });
    expect((await reader.instant('up', signal)).samples).toMatchObject([
      { labels: { job: 'prometheus', instance: '127.0.0.1:1' }, value: 0 },
    ]);
  });

  it('reads a scalar, an empty answer and values that are not numbers', async () => {
    expect((await reader.instant('7', signal)).samples).toEqual([{ labels: {}, value: 7 }]);
    expect((await reader.instant('absent_metric', signal)).samples).toEqual([]);
    expect((await reader.instant('vector(1/0) or label_replace(vector(0/0), "a", "b", "", "")', signal)).samples).toEqual([
      { labels: {}, value: Number.POSITIVE_INFINITY },
      { labels: { a: 'b' }, value: Number.NaN },
    ]);
  });

  it('asks at the instant that it is given', async () => {
    const at = Date.UTC(2026, 0, 2, 3, 4, 5) + 250;

    expect((await reader.instant('vector(time())', signal, { at })).samples[0]?.value).toBe(at / 1_000);
  });

  it('reads a range in steps, in milliseconds', async () => {
    const startMs = Date.UTC(2026, 0, 2);

    const { series } = await reader.range('vector(time())', { startMs, endMs: startMs + 60_000, stepMs: 30_000 }, signal);

    expect(series).toEqual([
      { labels: {}, points: [0, 30_000, 60_000].map((offset) => ({ at: startMs + offset, value: (startMs + offset) / 1_000 })) },
    ]);
  });

  it('posts a query that is longer than any address', async () => {
    const query = Array.from({ length: 2_000 }, (_, index) => `vector(${index})`).join(' or ');

    expect((await reader.instant(query, signal)).samples).toEqual([{ labels: {}, value: 0 }]);
  });

  it("passes on the server's own sentence about a bad query", async () => {
    await expect(reader.instant('sum(rate(up[5m])', signal)).rejects.toMatchObject({
      code: 'invalid',
      details: { httpStatus: 400, retryable: false, reason: expect.stringMatching(/parse error: unclosed left parenthesis/) },
    });
  });

  it('says why a range with too many points is refused', async () => {
    const window = { startMs: 0, endMs: 1_000_000_000, stepMs: 1_000 };

    await expect(reader.range('up', window, signal)).rejects.toMatchObject({
      code: 'invalid',
      details: { reason: expect.stringContaining('exceeded maximum resolution') },
    });
  });

  it('refuses to take a range for an instant', async () => {
    await expect(reader.instant('e2e:answer[1m]', signal)).rejects.toMatchObject({ code: 'bad-response' });
  });

  it('says that something other than Prometheus answered', async () => {
    const url = `${server.url}/graph`;
    const lost = createMetricsReader(openEndpoint({ kind: 'url', url }, { upstream: { system: 'prometheus' }, connections: new Map() }));

    await expect(lost.instant('up', signal)).rejects.toMatchObject({ name: 'UpstreamError' });
  });

  it('says that a stopped server gives no answer in time', async () => {
    const hasty = createMetricsReader(
      openEndpoint({ kind: 'url', url: server.url }, { upstream: { system: 'prometheus' }, connections: new Map(), deadlineMs: 500 }),
    );
    server.process.kill('SIGSTOP');
    try {
      await expect(hasty.instant('up', signal)).rejects.toMatchObject({ code: 'timeout', details: { retryable: true } });
    } finally {
      server.process.kill('SIGCONT');
    }
    expect((await hasty.instant('vector(1)', signal)).samples).toHaveLength(1);
  });

  describe('the PromQL of every check', () => {
    it.each(CHECKS)('$id sends only expressions that the server accepts', async (check) => {
      const recorder = recordingReader(server.url);
      const own = recordingReader(server.url);
      const kubernetes = {
        ...clusterAccess('cluster-02').kubernetes,
        listPods: () => Promise.resolve([SIDECAR]),
        surveyPods: async function* () {},
        listObjects: async function* () {},
      };
      const cluster = clusterAccess('cluster-02', { metrics: own.reader, kubernetes });
      const world = { cluster, clusters: [cluster], thanos: recorder.reader, bucket: bucketOf({}), now: Date.now(), signal };

      await check.run(checkContext(world)).catch(expectUpstream);

      expect([...recorder.refused, ...own.refused]).toEqual([]);
      if (ASKING.includes(check.id)) {
        expect(recorder.accepted).not.toEqual([]);
      }
    });
  });
});

/** Checks that look at metrics, so that one which stops asking does not pass for one whose expressions are good. */
const ASKING = [
  ...Object.values(METRIC_ROWS).flatMap((rows) => rows.map(({ id }) => id)),
  's3-upload',
  'disk',
  'resource-trends',
  'capacity',
  'os-updates',
  'benchmark',
];

const SIDECAR: Pod = {
  name: 'prometheus-kube-prometheus-stack-prometheus-0',
  namespace: 'monitoring',
  phase: 'Running',
  node: '192.168.101.196',
  createdAt: 0,
  deletedAt: null,
  labels: {},
  owner: null,
  containers: [
    {
      name: 'thanos-sidecar',
      ready: true,
      restarts: 0,
      state: 'running',
      reason: null,
      image: 'thanos',
      lastTerminatedAt: null,
      lastTerminationReason: null,
    },
  ],
  unschedulable: null,
};

/** The product's client of Thanos Query, which speaks to Prometheus here, and what became of each expression. */
function recordingReader(url: string): { readonly reader: ThanosQuery; readonly accepted: string[]; readonly refused: string[] } {
  const real = createThanosQuery(openEndpoint({ kind: 'url', url }, { upstream: { system: 'thanos-query' }, connections: new Map() }));
  const accepted: string[] = [];
  const refused: string[] = [];
  const record = async <Answer>(query: string, answer: Promise<Answer>): Promise<Answer> => {
    await answer.then(
      () => accepted.push(query),
      (failure: unknown) => refused.push(`${query}: ${failure instanceof Error ? failure.message : failure}`),
    );
    return answer;
  };
  return {
    accepted,
    refused,
    reader: {
      instant: (query, ...rest) => record(query, real.instant(query, ...rest)),
      range: (query, ...rest) => record(query, real.range(query, ...rest)),
      stores: () => Promise.resolve([]),
    },
  };
}

function expectUpstream(failure: unknown): void {
  expect(failure).toBeInstanceOf(UpstreamError);
}
