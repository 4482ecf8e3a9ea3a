import { describe, expect, it } from 'vitest';
import { claimMounts, claimUses } from '../../src/checks/claim-use.ts';
import { metricCheck } from '../../src/checks/metrics/metric-check.ts';
import { PROMETHEUS_ROWS } from '../../src/checks/metrics/prometheus.ts';
import { say } from '../../src/messages/say.ts';
import { UpstreamError } from '../../src/model/errors.ts';
import type { FileSystemUse, KubernetesReader } from '../../src/ports.ts';
import { checkContext, clusterAccess, deadMetrics, metricsFrom } from './context.ts';

const GIB = 1_024 ** 3;
const CLAIM = 'prometheus-k-db-prometheus-k-0';

/** A pod of the Prometheus operator v0.86, cut to volumes, mounts and states. */
const prometheus = (states: Readonly<Record<string, object>> = { prometheus: { running: {} }, 'thanos-sidecar': { running: {} } }) => ({
  metadata: { name: 'prometheus-k-0', namespace: 'monitoring' },
  spec: {
    volumes: [
      { name: 'config-out', emptyDir: { medium: 'Memory' } },
      { name: 'prometheus-k-db', persistentVolumeClaim: { claimName: CLAIM } },
    ],
    containers: [
      {
        name: 'prometheus',
        volumeMounts: [
          { name: 'config-out', mountPath: '/etc/prometheus/config_out', readOnly: true },
          { name: 'prometheus-k-db', mountPath: '/prometheus', subPath: 'prometheus-db' },
        ],
      },
      { name: 'thanos-sidecar', volumeMounts: [{ name: 'prometheus-k-db', mountPath: '/prometheus', subPath: 'prometheus-db' }] },
      { name: 'config-reloader' },
    ],
  },
  status: { phase: 'Running', containerStatuses: Object.entries(states).map(([name, state]) => ({ name, state })) },
});

function clusterWith(diskUse: KubernetesReader['diskUse'], pods: readonly Readonly<Record<string, unknown>>[] = [prometheus()]) {
  const { kubernetes } = clusterAccess('cluster-02');
  return clusterAccess('cluster-02', {
    kubernetes: {
      ...kubernetes,
      async *listObjects() {
        yield pods;
      },
      diskUse,
    },
    metrics: metricsFrom({}),
  });
}

const filled =
  (ratio: number): KubernetesReader['diskUse'] =>
  async (_pod, [mount = '']): Promise<readonly FileSystemUse[]> => [{ mount, sizeBytes: 50 * GIB, usedBytes: 50 * GIB * ratio }];

const forbidden: KubernetesReader['diskUse'] = () =>
  Promise.reject(new UpstreamError('forbidden', { system: 'kubernetes', retryable: false, reason: 'cannot get resource "pods/exec"' }));

const storage = PROMETHEUS_ROWS.filter(({ id }) => id === 'prometheus-storage').map(metricCheck)[0];

describe('checks/claim-use', () => {
  it.each<[string, unknown, unknown]>([
    [
      'the first container that runs',
      prometheus(),
      [{ claim: CLAIM, pod: 'prometheus-k-0', container: 'prometheus', path: '/prometheus' }],
    ],
    [
      'the sidecar while Prometheus itself is down',
      prometheus({ prometheus: { waiting: { reason: 'CrashLoopBackOff' } }, 'thanos-sidecar': { running: {} } }),
      [{ claim: CLAIM, pod: 'prometheus-k-0', container: 'thanos-sidecar', path: '/prometheus' }],
    ],
    ['nobody in a pod that does not run', prometheus({}), [{ claim: CLAIM, pod: 'prometheus-k-0', container: null, path: '/prometheus' }]],
    ['nothing in a pod without claims', { metadata: { name: 'x' }, spec: { containers: [{ name: 'x' }] } }, []],
    ['nothing in what is no pod', { kind: 'Status' }, []],
  ])('asks %s', (_name, pod, mounts) => {
    expect(claimMounts(pod)).toEqual(mounts);
  });

  it('keeps the reason why a claim could not be read', async () => {
    const uses = await claimUses(checkContext({ cluster: clusterWith(forbidden) }), () => true);

    expect(uses).toMatchObject([{ claim: CLAIM, found: null, reason: 'cannot get resource "pods/exec"' }]);
  });

  it('says so when nothing is mounted where the claim ought to be', async () => {
    const uses = await claimUses(checkContext({ cluster: clusterWith(async () => []) }), () => true);

    expect(uses).toMatchObject([{ found: null, reason: say('reason.not-in-df', { path: '/prometheus' }) }]);
  });
});

describe('checks/metrics/volume-ratios', () => {
  it.each([
    ['has no series', metricsFrom({})],
    ['does not answer', deadMetrics],
  ])('is judged by df when Thanos %s, and the evidence says so', async (_name, thanos) => {
    const verdict = await storage?.run(checkContext({ thanos, cluster: clusterWith(filled(0.93)) }));

    expect(verdict).toMatchObject({ status: 'critical', measure: { value: 0.93 } });
    expect(verdict?.evidence).toMatchObject([
      { label: `${CLAIM} prometheus-k-0 /prometheus`, source: 'kubectl -n monitoring exec <pod> -- df -P -k <path>', status: 'critical' },
    ]);
  });

  it('is not asked while the kubelet is scraped', async () => {
    const thanos = metricsFrom({ kubelet_volume_stats: [{ labels: { persistentvolumeclaim: CLAIM }, value: 0.3 }] });

    expect(await storage?.run(checkContext({ thanos, cluster: clusterWith(filled(0.93)) }))).toMatchObject({ status: 'ok' });
  });

  it('is unknown, with both ways out, when df may not be run', async () => {
    const verdict = await storage?.run(checkContext({ thanos: metricsFrom({}), cluster: clusterWith(forbidden) }));

    expect(verdict).toMatchObject({
      status: 'unknown',
      summary: { id: 'checks.metric-unread-all', args: { reason: 'cannot get resource "pods/exec"' } },
      evidence: [{ label: CLAIM, status: 'unknown' }],
    });
  });

  it('does not call it fine when one of two volumes cannot be read', async () => {
    const other = { ...prometheus({}), metadata: { name: 'prometheus-k-1', namespace: 'monitoring' } };
    const volumes = [{ name: 'prometheus-k-db', persistentVolumeClaim: { claimName: 'prometheus-k-db-prometheus-k-1' } }];
    const pods = [prometheus(), { ...other, spec: { ...other.spec, volumes } }];

    const verdict = await storage?.run(checkContext({ thanos: metricsFrom({}), cluster: clusterWith(filled(0.3), pods) }));

    expect(verdict).toMatchObject({
      status: 'unknown',
      summary: { id: 'checks.metric-unread', args: { unread: ['prometheus-k-db-prometheus-k-1'] } },
      measure: { value: 0.3 },
    });
  });
});
