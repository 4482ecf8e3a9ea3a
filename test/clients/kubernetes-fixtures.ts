/** Objects as kube-apiserver 1.31 and prometheus-operator v0.86 return them, shortened to what is read. Written after their API types. */

export const healthyPod = {
  metadata: {
    name: 'prometheus-kube-prometheus-stack-prometheus-0',
    namespace: 'monitoring',
    uid: 'p-0',
    creationTimestamp: '2026-11-20T08:00:00Z',
  },
  spec: { containers: [{ name: 'prometheus', image: 'quay.io/prometheus/prometheus:v3.6.0' }] },
  status: {
    phase: 'Running',
    containerStatuses: [
      {
        name: 'prometheus',
        ready: true,
        restartCount: 0,
        image: 'quay.io/prometheus/prometheus:v3.6.0',
        imageID: '',
        state: { running: { startedAt: '2026-11-20T08:00:05Z' } },
      },
    ],
  },
};

export const brokenPod = {
  metadata: {
    name: 'thanos-query-7d9c6b5f4-x2x1z',
    namespace: 'monitoring',
    uid: 'q-1',
    creationTimestamp: '2026-11-22T08:00:00Z',
    labels: { app: 'thanos-query' },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'thanos-query-7d9c6b5f4', uid: 'rs', controller: true }],
  },
  spec: { nodeName: 'node-1', containers: [{ name: 'thanos-query', image: 'quay.io/thanos/thanos:v0.38.0' }] },
  status: {
    phase: 'Running',
    conditions: [{ type: 'PodScheduled', status: 'True' }],
    containerStatuses: [
      {
        name: 'thanos-query',
        ready: false,
        restartCount: 7,
        image: 'quay.io/thanos/thanos:v0.38.0',
        imageID: '',
        state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s' } },
        lastState: { terminated: { exitCode: 1, reason: 'Error', finishedAt: '2026-11-22T08:30:00Z' } },
      },
    ],
  },
};

export const queryDeployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'thanos-query',
    namespace: 'monitoring',
    generation: 5,
    resourceVersion: '4711',
    annotations: { 'meta.helm.sh/release-name': 'thanos' },
    managedFields: [
      { manager: 'kube-controller-manager', operation: 'Update', subresource: 'scale', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
    ],
  },
  spec: { replicas: 2, template: { spec: { containers: [{ name: 'thanos-query', image: 'quay.io/thanos/thanos:v0.37.2' }] } } },
  status: { observedGeneration: 5, replicas: 2, updatedReplicas: 2, readyReplicas: 1 },
};

export const prometheusObject = {
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'Prometheus',
  metadata: { name: 'kube-prometheus-stack-prometheus', namespace: 'monitoring', generation: 9, resourceVersion: '900' },
  spec: { replicas: 2, shards: 2, retention: '10d' },
  status: {
    replicas: 4,
    updatedReplicas: 4,
    availableReplicas: 3,
    shardStatuses: [
      { shardID: '0', replicas: 2, updatedReplicas: 2, availableReplicas: 2, unavailableReplicas: 0 },
      { shardID: '1', replicas: 2, updatedReplicas: 2, availableReplicas: 1, unavailableReplicas: 1 },
    ],
    conditions: [{ type: 'Reconciled', status: 'True', observedGeneration: 9 }],
  },
};
