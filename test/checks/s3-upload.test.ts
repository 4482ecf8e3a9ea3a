import { describe, expect, it } from 'vitest';
import { evaluate, s3Upload } from '../../src/checks/s3-upload.ts';
import type { SidecarFacts } from '../../src/checks/sidecar-uploads.ts';
import type { Pod } from '../../src/model/kubernetes.ts';
import { days, hours, minutes } from '../../src/model/time.ts';
import { evaluateContext, NOW } from './config.ts';
import { checkContext, clusterAccess, deadMetrics, metricsFrom } from './context.ts';

const healthy: SidecarFacts = {
  pod: 'prometheus-0',
  lastUploadAt: NOW - hours(1),
  startedAt: NOW - days(9),
  failedOperations: 0,
  log: { lastStartedAt: NOW - hours(1), failures: 0, lastError: null, lastFailedAt: null },
};

const judge = (...sidecars: readonly Partial<SidecarFacts>[]) =>
  evaluate({ sidecars: sidecars.map((change) => ({ ...healthy, ...change })), source: 'promql' }, evaluateContext());

describe('checks/s3-upload', () => {
  it.each<[string, string, Partial<SidecarFacts>]>([
    ['an upload an hour ago', 'ok', {}],
    ['three hours are just in time', 'ok', { lastUploadAt: NOW - hours(3) }],
    ['four hours are late', 'warning', { lastUploadAt: NOW - hours(4) }],
    ['six hours may have lost data', 'critical', { lastUploadAt: NOW - hours(6) }],
    ['a sidecar that restarted an hour ago and has not uploaded yet', 'ok', { lastUploadAt: 0, startedAt: NOW - hours(1) }],
    ['a sidecar that never uploaded', 'critical', { lastUploadAt: 0 }],
    ['failures in spite of a recent upload', 'warning', { failedOperations: 12 }],
    ['no metric, but a recent upload in the log', 'ok', { lastUploadAt: null }],
    [
      'no metric, and an old upload in the log',
      'unknown',
      { lastUploadAt: null, log: { lastStartedAt: NOW - hours(4), failures: 0, lastError: null, lastFailedAt: null } },
    ],
    ['neither metric nor log', 'unknown', { lastUploadAt: null, log: null }],
  ])('judges %s as %s', (_name, status, change) => {
    expect(judge(change).status).toBe(status);
  });

  it('does not let one replica hide the other', () => {
    const verdict = judge({}, { pod: 'prometheus-1', lastUploadAt: NOW - hours(8) });

    expect(verdict).toMatchObject({
      status: 'critical',
      measure: { value: 8 * 3_600, unit: 'seconds' },
      summary: { args: { pod: 'prometheus-1' } },
    });
  });

  it('misses a sidecar where one is expected', () => {
    expect(evaluate({ sidecars: [], source: '' }, evaluateContext()).status).toBe('critical');
  });
});

const sidecarPod: Pod = {
  name: 'prometheus-0',
  namespace: 'monitoring',
  phase: 'Running',
  node: null,
  createdAt: 0,
  deletedAt: null,
  labels: {},
  owner: null,
  unschedulable: null,
  containers: [
    {
      name: 'thanos-sidecar',
      ready: true,
      restarts: 0,
      state: 'running',
      reason: null,
      image: '',
      lastTerminatedAt: null,
      lastTerminationReason: null,
    },
  ],
};

function cluster(log: string, metrics = deadMetrics) {
  const access = clusterAccess('cluster-02', { metrics });
  return {
    ...access,
    kubernetes: { ...access.kubernetes, listPods: () => Promise.resolve([sidecarPod]), readLog: () => Promise.resolve(log) },
  };
}

const uploaded = (at: number) => ({ last_successful_upload_time: [{ labels: { pod: 'prometheus-0' }, value: at / 1_000 }] });

describe('checks/s3-upload gathering', () => {
  it.each([
    ['pods of the operator only, when they have a sidecar', [sidecarPod], 1],
    ['all pods, when those of the operator have none', [], 2],
  ])('reads %s', async (_, labelled, lists) => {
    const asked: (string | undefined)[] = [];
    const access = cluster('');
    const listPods = async (_namespace: string, _signal: AbortSignal, label?: string) => {
      asked.push(label);
      return label === undefined ? [sidecarPod] : labelled;
    };

    const verdict = await s3Upload.run(
      checkContext({
        cluster: { ...access, kubernetes: { ...access.kubernetes, listPods } },
        thanos: metricsFrom(uploaded(NOW - minutes(30))),
      }),
    );

    expect(verdict.status).toBe('ok');
    expect(asked).toEqual(['operator.prometheus.io/name', undefined].slice(0, lists));
  });

  it('asks Thanos for the series of this cluster only', async () => {
    const thanos = metricsFrom(uploaded(NOW - minutes(30)));

    const verdict = await s3Upload.run(checkContext({ cluster: cluster(''), thanos }));

    expect(verdict).toMatchObject({ status: 'ok', measure: { value: 1_800 } });
    expect(thanos.asked.every((query) => query.includes('cluster="cluster-02"'))).toBe(true);
  });

  it('turns to the cluster itself when Thanos has no such series', async () => {
    const own = metricsFrom(uploaded(NOW - minutes(30)));

    const verdict = await s3Upload.run(checkContext({ cluster: cluster('', own), thanos: metricsFrom({}) }));

    expect(verdict).toMatchObject({ status: 'ok', evidence: [{ source: expect.not.stringContaining('cluster=') }] });
  });

  it('shows the error of the log although no metric can be read', async () => {
    const log = `ts=${new Date(NOW - minutes(2)).toISOString()} caller=sidecar.go:401 level=warn err="upload 01KAJ0000000000000000000XY: upload chunks: upload s3 object: 503 Service Unavailable" uploaded=0`;

    const verdict = await s3Upload.run(checkContext({ cluster: cluster(log) }));

    expect(verdict).toMatchObject({ status: 'critical', summary: { args: { error: expect.stringContaining('503 Service Unavailable') } } });
  });
});
