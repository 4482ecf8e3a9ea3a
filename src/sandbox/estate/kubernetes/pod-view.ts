import type { ClusterModel } from '../model/cluster-model.ts';
import { type Json, type JsonObject, listAt, objectAt, textAt, textsAt } from '../model/json.ts';
import { containersOf, type PodLife, type PodPhase, type PodRecord, schedulingMs } from '../model/pods.ts';
import { hash, uuid } from '../model/random.ts';
import { type EpochMs, kubeTime, minuteMs, secondMs } from '../model/time.ts';

interface Moment {
  readonly cluster: ClusterModel;
  readonly pod: PodRecord;
  readonly life: PodLife;
  readonly phase: PodPhase;
  readonly nowMs: EpochMs;
}

/** A pod as the API server shows it, `undefined` when it does not live now. */
export function podObject(cluster: ClusterModel, pod: PodRecord, nowMs: EpochMs): JsonObject | undefined {
  const life = cluster.history.lifeAt(pod, nowMs);
  if (life === undefined) return undefined;
  const moment: Moment = { cluster, pod, life, phase: cluster.history.phaseAt(pod, nowMs), nowMs };
  const hashLabel: Record<string, string> =
    pod.owner.kind === 'ReplicaSet' ? { 'pod-template-hash': life.revision } : { 'controller-revision-hash': life.revision };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: pod.name,
      namespace: pod.namespace,
      uid: life.uid,
      resourceVersion: String(cluster.objects.version + (hash(`${moment.phase}/${life.uid}`) % 1_000)),
      creationTimestamp: kubeTime(life.createdMs),
      labels: { ...textsAt(life.template, 'metadata', 'labels'), ...hashLabel },
      annotations: textsAt(life.template, 'metadata', 'annotations'),
      ownerReferences: [{ apiVersion: 'apps/v1', kind: pod.owner.kind, name: pod.owner.name, uid: uuid(pod.owner.name), controller: true }],
    },
    spec: {
      ...objectAt(life.template, 'spec'),
      volumes: claimVolumes(cluster, pod),
      ...(moment.phase === 'pending' ? {} : { nodeName: cluster.identity.nodeName }),
    },
    status: podStatus(moment),
  };
}

/** The volumes that the StatefulSet controller adds: one claim for each template, named after the pod. */
function claimVolumes(cluster: ClusterModel, pod: PodRecord): JsonObject[] {
  const owner = cluster.objects.get('apps/statefulsets', pod.namespace, pod.owner.name);
  return listAt(owner, 'spec', 'volumeClaimTemplates').map((template) => {
    const name = textAt(template, 'metadata', 'name');
    return { name, persistentVolumeClaim: { claimName: `${name}-${pod.name}` } };
  });
}

function podStatus(moment: Moment): JsonObject {
  const { phase, life, cluster, pod } = moment;
  const isScheduled = phase !== 'pending';
  const changedMs = readySinceMs(moment);
  const condition = (type: string, isTrue: boolean, reason: string): JsonObject => ({
    type,
    status: isTrue ? 'True' : 'False',
    lastTransitionTime: kubeTime(isTrue ? life.createdMs : changedMs),
    ...(isTrue ? {} : { reason, message: reasonText(moment) }),
  });
  return {
    phase: phase === 'pending' || phase === 'image' ? 'Pending' : 'Running',
    qosClass: 'Burstable',
    startTime: kubeTime(life.createdMs),
    ...(isScheduled ? { hostIP: cluster.identity.nodeAddress, podIP: pod.ip, podIPs: [{ ip: pod.ip }] } : {}),
    conditions: [
      condition('PodScheduled', isScheduled, 'Unschedulable'),
      condition('Initialized', isScheduled, 'ContainersNotInitialized'),
      condition('ContainersReady', phase === 'ready', 'ContainersNotReady'),
      condition('Ready', phase === 'ready', 'ContainersNotReady'),
    ],
    ...(isScheduled
      ? { containerStatuses: containersOf(life).map((container, index) => containerStatus(moment, container, index === 0)) }
      : {}),
  };
}

function readySinceMs(moment: Moment): EpochMs {
  const edges = moment.cluster.faults.edges(moment.nowMs);
  return Math.max(moment.life.createdMs, ...edges.filter((edge) => edge > moment.life.createdMs));
}

function reasonText(moment: Moment): string {
  if (moment.phase === 'pending') return '0/1 nodes are available: 1 Insufficient memory.';
  const names = containersOf(moment.life).map((container) => textAt(container, 'name'));
  const unready = moment.phase === 'crashing' || moment.phase === 'image' ? names.slice(0, 1) : names;
  return `containers with unready status: [${unready.join(' ')}]`;
}

function containerStatus(moment: Moment, container: JsonObject, isMain: boolean): JsonObject {
  const { phase, cluster, pod, nowMs } = moment;
  const image = textAt(container, 'image');
  const isBroken = isMain && (phase === 'crashing' || phase === 'image');
  const isReady = phase === 'ready' || (!isMain && (phase === 'crashing' || phase === 'image'));
  const restarts = isMain ? cluster.history.restartsAt(pod, nowMs) : 0;
  return {
    name: textAt(container, 'name'),
    image,
    imageID: isBroken && phase === 'image' ? '' : `${image.split(':')[0]}@sha256:${hash(image).toString(16).padStart(64, '0')}`,
    containerID: `containerd://${uuid(`${moment.life.uid}/${textAt(container, 'name')}`)}`,
    ready: isReady,
    started: isReady,
    restartCount: restarts,
    state: isBroken ? { waiting: waiting(moment, image) } : runningState(moment, isMain),
    lastState: restarts > 0 ? { terminated: terminated(moment) } : {},
  };
}

function runningState(moment: Moment, isMain: boolean): Json {
  if (moment.nowMs < moment.life.createdMs + schedulingMs) return { waiting: { reason: 'ContainerCreating' } };
  const startMs = isMain ? moment.cluster.history.processStartAt(moment.pod, moment.nowMs) : moment.life.createdMs + schedulingMs;
  return { running: { startedAt: kubeTime(startMs) } };
}

function waiting(moment: Moment, image: string): JsonObject {
  const { pod, life } = moment;
  if (moment.phase === 'image') return { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}"` };
  const message = `back-off 5m0s restarting failed container=${textAt(containersOf(life)[0], 'name')} pod=${pod.name}_${pod.namespace}(${life.uid})`;
  return { reason: 'CrashLoopBackOff', message };
}

function terminated(moment: Moment): JsonObject {
  const endMs = moment.cluster.history.processStartAt(moment.pod, moment.nowMs);
  return { exitCode: 1, reason: 'Error', startedAt: kubeTime(endMs - 5 * secondMs), finishedAt: kubeTime(endMs) };
}

/** What the kubelet and the scheduler say about pods that are not well, and about young ones. */
export function podEvents(cluster: ClusterModel, nowMs: EpochMs): JsonObject[] {
  const events: JsonObject[] = [];
  for (const pod of cluster.pods()) {
    const life = cluster.history.lifeAt(pod, nowMs);
    if (life === undefined) continue;
    const phase = cluster.history.phaseAt(pod, nowMs);
    const image = textAt(containersOf(life)[0], 'image');
    const add = (type: string, reason: string, message: string, firstMs: EpochMs, lastMs: EpochMs): void => {
      events.push(eventObject(cluster, pod, life, { type, reason, message, firstMs, lastMs }));
    };
    if (nowMs - life.createdMs < 60 * minuteMs)
      add('Normal', 'Scheduled', `Successfully assigned ${pod.namespace}/${pod.name}`, life.createdMs, life.createdMs);
    if (phase === 'crashing') add('Warning', 'BackOff', `Back-off restarting failed container in pod ${pod.name}`, life.createdMs, nowMs);
    if (phase === 'image') add('Warning', 'Failed', `Failed to pull image "${image}": not found`, life.createdMs, nowMs);
    if (phase === 'pending' && nowMs > life.createdMs + schedulingMs)
      add('Warning', 'FailedScheduling', '0/1 nodes are available: 1 Insufficient memory.', life.createdMs, nowMs);
    if (phase === 'not-ready')
      add('Warning', 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503', life.createdMs, nowMs);
  }
  return events;
}

interface EventFacts {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly firstMs: EpochMs;
  readonly lastMs: EpochMs;
}

function eventObject(cluster: ClusterModel, pod: PodRecord, life: PodLife, facts: EventFacts): JsonObject {
  const name = `${pod.name}.${hash(`${life.uid}/${facts.reason}`).toString(16)}`;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name,
      namespace: pod.namespace,
      uid: uuid(name),
      creationTimestamp: kubeTime(facts.firstMs),
      resourceVersion: String(cluster.objects.version),
    },
    involvedObject: { kind: 'Pod', namespace: pod.namespace, name: pod.name, uid: life.uid, apiVersion: 'v1' },
    type: facts.type,
    reason: facts.reason,
    message: facts.message,
    count: 1 + Math.floor((facts.lastMs - facts.firstMs) / minuteMs),
    firstTimestamp: kubeTime(facts.firstMs),
    lastTimestamp: kubeTime(facts.lastMs),
    source: { component: 'kubelet', host: cluster.identity.nodeName },
  };
}
