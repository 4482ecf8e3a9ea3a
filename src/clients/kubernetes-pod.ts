import type { V1ContainerState, V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import type { ContainerState, Pod } from '../model/kubernetes.ts';
import type { EpochMs } from '../model/time.ts';

/** What we keep of a pod. */
export function readPod(pod: V1Pod): Pod {
  const owner = pod.metadata?.ownerReferences?.find(({ controller }) => controller === true);
  return {
    name: pod.metadata?.name ?? '',
    namespace: pod.metadata?.namespace ?? '',
    phase: pod.status?.phase ?? 'Unknown',
    node: pod.spec?.nodeName ?? null,
    createdAt: instant(pod.metadata?.creationTimestamp) ?? 0,
    deletedAt: instant(pod.metadata?.deletionTimestamp),
    labels: pod.metadata?.labels ?? {},
    owner: owner === undefined ? null : { kind: owner.kind, name: owner.name },
    containers: [...brokenInitContainers(pod), ...containersOf(pod)],
    unschedulable: unschedulableReason(pod),
  };
}

function containersOf(pod: V1Pod): ContainerState[] {
  const statuses = new Map(pod.status?.containerStatuses?.map((status) => [status.name, status]));
  return (pod.spec?.containers ?? []).map(({ name, image }) => readContainer(name, image ?? '', statuses.get(name)));
}

/** An init container is told of only when it keeps the pod from starting; finished ones say nothing about health. */
function brokenInitContainers(pod: V1Pod): ContainerState[] {
  return (pod.status?.initContainerStatuses ?? [])
    .filter(({ state }) => {
      const waitingReason = state?.waiting?.reason ?? 'PodInitializing';
      return waitingReason !== 'PodInitializing' || (state?.terminated?.exitCode ?? 0) !== 0;
    })
    .map((status) => readContainer(status.name, status.image, status));
}

function readContainer(name: string, image: string, status: V1ContainerStatus | undefined): ContainerState {
  const lastTerminated = status?.lastState?.terminated;
  return {
    name,
    ready: status?.ready ?? false,
    restarts: status?.restartCount ?? 0,
    ...readState(status?.state),
    image,
    lastTerminatedAt: instant(lastTerminated?.finishedAt),
    lastTerminationReason: lastTerminated?.reason ?? null,
  };
}

function readState(state: V1ContainerState | undefined): Pick<ContainerState, 'state' | 'reason'> {
  if (state?.waiting !== undefined) {
    return { state: 'waiting', reason: state.waiting.reason ?? null };
  }
  if (state?.terminated !== undefined) {
    return { state: 'terminated', reason: state.terminated.reason ?? null };
  }
  return { state: state?.running === undefined ? 'unknown' : 'running', reason: null };
}

function unschedulableReason(pod: V1Pod): string | null {
  const condition = pod.status?.conditions?.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  return condition?.reason === 'Unschedulable' ? (condition.message ?? 'Unschedulable') : null;
}

function instant(time: Date | undefined): EpochMs | null {
  const at = time?.getTime() ?? Number.NaN;
  return Number.isNaN(at) ? null : at;
}
