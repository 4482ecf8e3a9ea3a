import type { ClusterModel } from '../model/cluster-model.ts';
import { prometheusSet } from '../model/identity.ts';
import { at, isObject, type JsonObject, listAt, numberAt, objectAt, textAt } from '../model/json.ts';
import { nameOf } from '../model/object-store.ts';
import type { PodLife, PodRecord } from '../model/pods.ts';
import { type EpochMs, kubeTime } from '../model/time.ts';
import { templateRevision } from '../model/workloads.ts';

interface Counts {
  readonly desired: number;
  readonly present: number;
  readonly updated: number;
  readonly ready: number;
}

function countsOf(cluster: ClusterModel, workload: JsonObject, kind: string, nowMs: EpochMs): Counts {
  const alive = cluster.controllers.alive(kind, nameOf(workload), textAt(workload, 'metadata', 'namespace'), nowMs);
  const revision = templateRevision(workload);
  const isReady = ({ pod }: { pod: PodRecord; life: PodLife }): boolean => cluster.history.isReadyAt(pod, nowMs);
  return {
    desired: numberAt(workload, 1, 'spec', 'replicas'),
    present: alive.length,
    updated: alive.filter(({ life }) => life.revision === revision).length,
    ready: alive.filter(isReady).length,
  };
}

const generation = (object: JsonObject): number => numberAt(object, 1, 'metadata', 'generation');

/** An object with the status its controllers would have written by now. */
export function withStatus(cluster: ClusterModel, resource: string, object: JsonObject, nowMs: EpochMs): JsonObject {
  switch (resource) {
    case 'apps/deployments':
      return deploymentView(cluster, object, nowMs);
    case 'apps/statefulsets':
      return { ...object, status: statefulSetStatus(object, countsOf(cluster, object, 'StatefulSet', nowMs)) };
    case 'apps/daemonsets':
      return { ...object, status: daemonSetStatus(object, countsOf(cluster, object, 'DaemonSet', nowMs)) };
    case 'apps/replicasets':
      return replicaSetView(cluster, object, nowMs);
    case 'monitoring.coreos.com/prometheuses':
    case 'monitoring.coreos.com/alertmanagers':
      return { ...object, status: customStatus(cluster, object, resource, nowMs) };
    case '/nodes':
      return nodeView(cluster, object, nowMs);
    default:
      return object;
  }
}

function deploymentView(cluster: ClusterModel, object: JsonObject, nowMs: EpochMs): JsonObject {
  const counts = countsOf(cluster, object, 'ReplicaSet', nowMs);
  const revision = cluster.objects
    .list('apps/replicasets')
    .filter((set) => textAt(set, 'metadata', 'ownerReferences', 0, 'name') === nameOf(object))
    .map((set) => Number(textAt(set, 'metadata', 'annotations', 'deployment.kubernetes.io/revision')));
  const isAvailable = counts.ready >= counts.desired;
  const condition = (type: string, isTrue: boolean, reason: string): JsonObject => ({
    type,
    status: isTrue ? 'True' : 'False',
    reason,
    lastUpdateTime: kubeTime(nowMs),
  });
  return {
    ...object,
    metadata: {
      ...objectAt(object, 'metadata'),
      annotations: {
        ...objectAt(object, 'metadata', 'annotations'),
        'deployment.kubernetes.io/revision': String(Math.max(1, ...revision)),
      },
    },
    status: {
      observedGeneration: generation(object),
      replicas: counts.present,
      updatedReplicas: counts.updated,
      readyReplicas: counts.ready,
      availableReplicas: counts.ready,
      unavailableReplicas: Math.max(0, counts.desired - counts.ready),
      conditions: [
        condition('Available', isAvailable, isAvailable ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable'),
        condition('Progressing', true, counts.updated >= counts.desired && isAvailable ? 'NewReplicaSetAvailable' : 'ReplicaSetUpdated'),
      ],
    },
  };
}

function statefulSetStatus(object: JsonObject, counts: Counts): JsonObject {
  const name = nameOf(object);
  const updateRevision = `${name}-${templateRevision(object)}`;
  return {
    observedGeneration: generation(object),
    replicas: counts.present,
    readyReplicas: counts.ready,
    availableReplicas: counts.ready,
    currentReplicas: counts.updated === counts.desired ? counts.desired : counts.present - counts.updated,
    updatedReplicas: counts.updated,
    currentRevision: counts.updated === counts.desired ? updateRevision : `${name}-previous`,
    updateRevision,
  };
}

function daemonSetStatus(object: JsonObject, counts: Counts): JsonObject {
  return {
    observedGeneration: generation(object),
    desiredNumberScheduled: 1,
    currentNumberScheduled: counts.present,
    numberReady: counts.ready,
    numberAvailable: counts.ready,
    updatedNumberScheduled: counts.updated,
    numberMisscheduled: 0,
  };
}

function replicaSetView(cluster: ClusterModel, object: JsonObject, nowMs: EpochMs): JsonObject {
  const owner = textAt(object, 'metadata', 'ownerReferences', 0, 'name');
  const alive = cluster.controllers
    .alive('ReplicaSet', owner, textAt(object, 'metadata', 'namespace'), nowMs)
    .filter(({ pod }) => pod.owner.name === nameOf(object));
  const ready = alive.filter(({ pod }) => cluster.history.isReadyAt(pod, nowMs)).length;
  return {
    ...object,
    spec: { ...objectAt(object, 'spec'), replicas: alive.length },
    status: { replicas: alive.length, readyReplicas: ready, availableReplicas: ready, observedGeneration: generation(object) },
  };
}

function customStatus(cluster: ClusterModel, object: JsonObject, resource: string, nowMs: EpochMs): JsonObject {
  const name = resource.endsWith('prometheuses') ? prometheusSet : `alertmanager-${nameOf(object)}`;
  const set = cluster.objects.get('apps/statefulsets', textAt(object, 'metadata', 'namespace'), name);
  const counts = set === undefined ? { desired: 1, present: 0, updated: 0, ready: 0 } : countsOf(cluster, set, 'StatefulSet', nowMs);
  const desired = numberAt(object, 1, 'spec', 'replicas');
  const available = counts.ready >= desired ? 'True' : counts.ready > 0 ? 'Degraded' : 'False';
  return {
    paused: at(object, 'spec', 'paused') === true,
    replicas: counts.present,
    updatedReplicas: counts.updated,
    availableReplicas: counts.ready,
    unavailableReplicas: Math.max(0, desired - counts.ready),
    shards: numberAt(object, 1, 'spec', 'shards'),
    selector: `operator.prometheus.io/name=${nameOf(object)}`,
    conditions: [
      {
        type: 'Available',
        status: available,
        observedGeneration: generation(object),
        lastTransitionTime: kubeTime(nowMs),
        reason: available === 'True' ? '' : 'SomePodsNotReady',
      },
      { type: 'Reconciled', status: 'True', observedGeneration: generation(object), lastTransitionTime: kubeTime(nowMs) },
    ],
  };
}

function nodeView(cluster: ClusterModel, object: JsonObject, nowMs: EpochMs): JsonObject {
  if (cluster.isNodeUpAt(nowMs)) return object;
  const conditions = listAt(object, 'status', 'conditions').filter(isObject);
  const lost = conditions.map((condition) =>
    textAt(condition, 'type') === 'Ready'
      ? {
          ...condition,
          status: 'Unknown',
          reason: 'NodeStatusUnknown',
          message: 'Kubelet stopped posting node status.',
          lastTransitionTime: kubeTime(nowMs),
        }
      : condition,
  );
  return { ...object, status: { ...objectAt(object, 'status'), conditions: lost } };
}
