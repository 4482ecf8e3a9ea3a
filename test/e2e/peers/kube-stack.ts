import type { KubeAdmin, KubeObject } from './kube-admin.ts';
import { until } from './process.ts';

const OPERATOR = 'monitoring.coreos.com';

/** The operator's Prometheus as far as the API server cares: any fields, a status, and a scale that means shards. */
const PROMETHEUS_KIND = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `prometheuses.${OPERATOR}` },
  spec: {
    group: OPERATOR,
    scope: 'Namespaced',
    names: { kind: 'Prometheus', plural: 'prometheuses', singular: 'prometheus' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        subresources: { status: {}, scale: { specReplicasPath: '.spec.shards', statusReplicasPath: '.status.shards' } },
      },
    ],
  },
} as const satisfies KubeObject;

function workload(kind: 'Deployment' | 'StatefulSet', name: string, replicas: number): KubeObject {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, labels: { 'app.kubernetes.io/managed-by': 'Helm' } },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      ...(kind === 'StatefulSet' ? { serviceName: name } : {}),
      template: { metadata: { labels }, spec: { containers: [{ name, image: 'quay.io/thanos/thanos:v0.37.2' }] } },
    },
  };
}

function pod(name: string, containers: readonly string[], node?: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: {
      ...(node === undefined ? {} : { nodeName: node }),
      containers: containers.map((container) => ({ name: container, image: `example/${container}:1` })),
    },
  };
}

const QUERY = workload('Deployment', 'thanos-query', 2);
const STORE = workload('StatefulSet', 'thanos-store', 1);
const PROMETHEUS = {
  apiVersion: `${OPERATOR}/v1`,
  kind: 'Prometheus',
  metadata: { name: 'kube-prometheus-stack-prometheus' },
  spec: { replicas: 2, shards: 1, image: 'quay.io/prometheus/prometheus:v3.5.0' },
} as const satisfies KubeObject;
const CRASHING = pod('thanos-query-6d9c5bd8c-x7k2p', ['thanos-query', 'proxy']);
const RUNNING = pod('prometheus-kube-prometheus-stack-prometheus-0', ['prometheus', 'thanos-sidecar'], 'node-1');
const PENDING = pod('thanos-compactor-0', ['thanos-compactor']);

/** Fills the namespace `monitoring` with a small Thanos stack whose states are those that kubelet and controllers would report. */
export async function createStack(admin: KubeAdmin): Promise<void> {
  await admin.create([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'monitoring' } }, PROMETHEUS_KIND]);
  await until(() =>
    admin.call('GET', `/apis/${OPERATOR}/v1/namespaces/monitoring/prometheuses`).then(
      () => true,
      () => false,
    ),
  );
  await admin.create([QUERY, STORE, workload('Deployment', 'unrelated', 1), PROMETHEUS, CRASHING, RUNNING, PENDING]);
  await admin.create([{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'objstore' }, stringData: { 'objstore.yml': 'type: S3' } }]);
  await admin.setStatus(QUERY, { observedGeneration: 1, replicas: 2, readyReplicas: 1, updatedReplicas: 2, unavailableReplicas: 1 });
  await admin.setStatus(STORE, { observedGeneration: 1, replicas: 1, readyReplicas: 1, updatedReplicas: 1 });
  await admin.setStatus(PROMETHEUS, {
    replicas: 2,
    availableReplicas: 2,
    updatedReplicas: 2,
    conditions: [{ type: 'Reconciled', status: 'True', observedGeneration: 1 }],
    shardStatuses: [{ shardID: '0', availableReplicas: 2, updatedReplicas: 2 }],
  });
  await admin.setStatus(CRASHING, {
    phase: 'Running',
    containerStatuses: ['thanos-query', 'proxy'].map((name) => ({
      name,
      ready: false,
      restartCount: 7,
      image: 'example:1',
      imageID: 'x',
      state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s' } },
      lastState: { terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt: '2026-11-22T00:00:00Z' } },
    })),
  });
  await admin.setStatus(RUNNING, {
    phase: 'Running',
    containerStatuses: ['prometheus', 'thanos-sidecar'].map((name) => ({
      name,
      ready: true,
      restartCount: 0,
      image: 'example:1',
      imageID: 'x',
      state: { running: { startedAt: '2026-11-22T00:00:00Z' } },
    })),
  });
  await admin.setStatus(PENDING, {
    phase: 'Pending',
    conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes are available' }],
  });
}
