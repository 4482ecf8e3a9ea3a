import { z } from 'zod';
import type { ContainerState, Pod } from '../model/kubernetes.ts';
import type { EpochMs } from '../model/time.ts';

const terminated = z.object({ exitCode: z.number().optional(), reason: z.string().optional(), finishedAt: z.string().nullish() });

const containerStatus = z.object({
  name: z.string(),
  image: z.string().default(''),
  ready: z.boolean().default(false),
  restartCount: z.number().default(0),
  state: z
    .object({
      waiting: z.object({ reason: z.string().optional() }).optional(),
      running: z.object({}).optional(),
      terminated: terminated.optional(),
    })
    .default({}),
  lastState: z.object({ terminated: terminated.optional() }).default({}),
});

/** The parts of a pod that we read; what is left out is never held. Source: core/v1 Pod. */
export const podSchema = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string().default(''),
    creationTimestamp: z.string().nullish(),
    deletionTimestamp: z.string().nullish(),
    labels: z.record(z.string(), z.string()).default({}),
    ownerReferences: z.array(z.object({ kind: z.string(), name: z.string(), controller: z.boolean().optional() })).default([]),
  }),
  spec: z.object({
    nodeName: z.string().optional(),
    containers: z.array(z.object({ name: z.string(), image: z.string().default('') })).default([]),
  }),
  status: z
    .object({
      phase: z.string().default('Unknown'),
      conditions: z
        .array(z.object({ type: z.string(), status: z.string(), reason: z.string().optional(), message: z.string().optional() }))
        .default([]),
      initContainerStatuses: z.array(containerStatus).default([]),
      containerStatuses: z.array(containerStatus).default([]),
    })
    .prefault({}),
});

type RawPod = z.output<typeof podSchema>;
type RawStatus = z.output<typeof containerStatus>;

/** What we keep of a pod. */
export function toPod({ metadata, spec, status }: RawPod): Pod {
  const owner = metadata.ownerReferences.find(({ controller }) => controller === true);
  return {
    name: metadata.name,
    namespace: metadata.namespace,
    phase: status.phase,
    node: spec.nodeName ?? null,
    createdAt: instant(metadata.creationTimestamp) ?? 0,
    deletedAt: instant(metadata.deletionTimestamp),
    labels: metadata.labels,
    owner: owner === undefined ? null : { kind: owner.kind, name: owner.name },
    containers: [...brokenInitContainers(status.initContainerStatuses), ...containersOf(spec.containers, status.containerStatuses)],
    unschedulable: unschedulableReason(status.conditions),
  };
}

function containersOf(containers: RawPod['spec']['containers'], reported: readonly RawStatus[]): ContainerState[] {
  const statuses = new Map(reported.map((status) => [status.name, status]));
  return containers.map(({ name, image }) => readContainer(name, image, statuses.get(name)));
}

/** An init container is told of only when it keeps the pod from starting; finished ones say nothing about health. */
function brokenInitContainers(reported: readonly RawStatus[]): ContainerState[] {
  return reported
    .filter(({ state }) => {
      const waitingReason = state.waiting?.reason ?? 'PodInitializing';
      return waitingReason !== 'PodInitializing' || (state.terminated?.exitCode ?? 0) !== 0;
    })
    .map((status) => readContainer(status.name, status.image, status));
}

function readContainer(name: string, image: string, status: RawStatus | undefined): ContainerState {
  const lastTerminated = status?.lastState.terminated;
  return {
    name,
    ready: status?.ready ?? false,
    restarts: status?.restartCount ?? 0,
    ...readState(status?.state ?? {}),
    image,
    lastTerminatedAt: instant(lastTerminated?.finishedAt),
    lastTerminationReason: lastTerminated?.reason ?? null,
  };
}

function readState(state: RawStatus['state']): Pick<ContainerState, 'state' | 'reason'> {
  if (state.waiting !== undefined) {
    return { state: 'waiting', reason: state.waiting.reason ?? null };
  }
  if (state.terminated !== undefined) {
    return { state: 'terminated', reason: state.terminated.reason ?? null };
  }
  return { state: state.running === undefined ? 'unknown' : 'running', reason: null };
}

function unschedulableReason(conditions: RawPod['status']['conditions']): string | null {
  const condition = conditions.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  return condition?.reason === 'Unschedulable' ? (condition.message ?? 'Unschedulable') : null;
}

function instant(time: string | null | undefined): EpochMs | null {
  const at = Date.parse(time ?? '');
  return Number.isNaN(at) ? null : at;
}
