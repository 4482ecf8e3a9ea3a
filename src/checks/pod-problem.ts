import { say } from '../messages/say.ts';
import type { HealthStatus } from '../model/health.ts';
import type { ContainerState, Pod } from '../model/kubernetes.ts';
import type { Words } from '../model/phrase.ts';
import { days, type EpochMs, minutes } from '../model/time.ts';

/** What is wrong with one pod; where Kubernetes has a word for it, that. */
export interface PodProblem {
  readonly pod: string;
  readonly node: string | null;
  readonly status: Extract<HealthStatus, 'warning' | 'critical'>;
  /** `CrashLoopBackOff`, `0/2 ready`, `Unschedulable`, … */
  readonly reason: Words;
  readonly detail: Words;
}

const STARTING_MS = minutes(5);
const TERMINATING_MS = minutes(10);
const RECENT_RESTART_MS = days(1);

/** Waiting reasons that do not end by themselves. Source: kubelet images and kuberuntime packages. */
const STUCK = new Set([
  'CrashLoopBackOff',
  'ImagePullBackOff',
  'ErrImagePull',
  'ErrImageNeverPull',
  'InvalidImageName',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
]);

/** Judges one pod: `null` is fine. `Running` alone proves nothing, and a completed Job is no problem. */
export function podProblem(pod: Pod, now: EpochMs): PodProblem | null {
  if (pod.deletedAt !== null) {
    return terminating(pod, now);
  }
  if (pod.phase === 'Succeeded') {
    return null;
  }
  return stuckContainer(pod) ?? badPhase(pod, now) ?? notReady(pod, now) ?? recentRestart(pod, now);
}

function problem(pod: Pod, status: PodProblem['status'], reason: Words, detail: Words): PodProblem {
  return { pod: pod.name, node: pod.node, status, reason, detail };
}

/** The API's deletion timestamp already includes the grace period. */
function terminating(pod: Pod, now: EpochMs): PodProblem | null {
  const overdueMs = now - (pod.deletedAt ?? now);
  return overdueMs > TERMINATING_MS ? problem(pod, 'warning', 'Terminating', say('evidence.pod-for', { sinceMs: overdueMs })) : null;
}

function stuckContainer(pod: Pod): PodProblem | null {
  const stuck = pod.containers.find((container) => container.state === 'waiting' && STUCK.has(container.reason ?? ''));
  if (stuck === undefined) {
    return null;
  }
  const { name: container, restarts, lastTerminationReason: last } = stuck;
  return problem(pod, 'critical', stuck.reason ?? 'Waiting', say('evidence.pod-stuck', { container, restarts, last }));
}

function badPhase(pod: Pod, now: EpochMs): PodProblem | null {
  const ageMs = now - pod.createdAt;
  if (pod.phase === 'Failed') {
    return problem(
      pod,
      'warning',
      'Failed',
      pod.owner === null ? say('evidence.pod-without-owner') : `${pod.owner.kind} ${pod.owner.name}`,
    );
  }
  if (pod.phase === 'Pending') {
    if (pod.unschedulable !== null) {
      return problem(pod, 'critical', 'Unschedulable', pod.unschedulable);
    }
    return ageMs > STARTING_MS ? problem(pod, 'warning', 'Pending', say('evidence.pod-for', { sinceMs: ageMs })) : null;
  }
  return pod.phase === 'Running'
    ? null
    : problem(pod, 'critical', pod.phase === '' ? 'Unknown' : pod.phase, say('evidence.pod-node-silent'));
}

function notReady(pod: Pod, now: EpochMs): PodProblem | null {
  const needed = pod.containers.filter((container) => !isDone(container));
  const waiting = needed.filter((container) => !container.ready);
  if (pod.phase !== 'Running' || waiting.length === 0 || now - pod.createdAt < STARTING_MS) {
    return null;
  }
  const ready = needed.length - waiting.length;
  const containers = waiting.map((container) => container.name);
  return problem(
    pod,
    ready === 0 ? 'critical' : 'warning',
    say('evidence.pods-ready', { ready, needed: needed.length }),
    say('evidence.pod-not-ready', { containers }),
  );
}

/** A container that ended well in a pod that goes on, as in a Job with several. */
function isDone(container: ContainerState): boolean {
  return container.state === 'terminated' && container.reason === 'Completed';
}

function recentRestart(pod: Pod, now: EpochMs): PodProblem | null {
  const restarted = pod.containers
    .filter((container) => container.restarts > 0 && now - (container.lastTerminatedAt ?? 0) < RECENT_RESTART_MS)
    .toSorted((a, b) => (b.lastTerminatedAt ?? 0) - (a.lastTerminatedAt ?? 0))[0];
  if (restarted === undefined) {
    return null;
  }
  const { name: container, lastTerminatedAt, lastTerminationReason: why, restarts } = restarted;
  const agoMs = now - (lastTerminatedAt ?? now);
  return problem(pod, 'warning', say('evidence.pod-restarted'), say('evidence.pod-restart', { container, agoMs, why, restarts }));
}
