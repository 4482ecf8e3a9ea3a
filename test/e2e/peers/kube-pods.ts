import { type EpochMs, hours, minutes } from '../../../src/model/time.ts';
import type { KubeAdmin, KubeObject } from './kube-admin.ts';

/** A pod as its manifest and as kubelet and scheduler would report it. */
interface ReportedPod {
  readonly manifest: KubeObject;
  readonly status: object;
  readonly isDeleted?: boolean;
}

const at = (time: EpochMs): string => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');

function manifest(name: string, containers: number, more: { readonly node?: string; readonly init?: readonly object[] } = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: name } },
    spec: {
      nodeName: more.node ?? 'node-1',
      containers: Array.from({ length: containers }, (_, index) => ({ name: `c${index}`, image: 'example/c:1' })),
      ...(more.init === undefined ? {} : { initContainers: more.init }),
    },
  };
}

function reported(name: string, change: object = {}): object {
  return { name, ready: true, restartCount: 0, image: 'example/c:1', imageID: 'x', state: { running: {} }, lastState: {}, ...change };
}

const waiting = (reason: string): object => ({ ready: false, state: { waiting: { reason, message: 'as the kubelet says' } } });
const ended = (reason: string, exitCode: number): object => ({ ready: false, state: { terminated: { reason, exitCode } } });
const restarted = (restartCount: number, finishedAt: EpochMs): object => ({
  restartCount,
  lastState: { terminated: { reason: 'OOMKilled', exitCode: 137, finishedAt: at(finishedAt) } },
});

/** Pods in every state that the check tells apart, and in those that only look alike in a table. */
export function podStates(now: EpochMs): readonly ReportedPod[] {
  const running = (...containerStatuses: readonly object[]) => ({
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'True' }],
    containerStatuses,
  });
  const one = (name: string, status: object, isDeleted = false): ReportedPod => ({ manifest: manifest(name, 1), status, isDeleted });
  return [
    { manifest: manifest('fine', 2), status: running(reported('c0'), reported('c1')) },
    { manifest: manifest('half-ready', 2), status: running(reported('c0'), reported('c1', { ready: false })) },
    { manifest: manifest('one-done', 2), status: running(reported('c0', ended('Completed', 0)), reported('c1')) },
    one('not-ready', running(reported('c0', { ready: false }))),
    one('crash-loop', running(reported('c0', { ...waiting('CrashLoopBackOff'), ...restarted(7, now - minutes(3)), ...{ ready: false } }))),
    one('image', { phase: 'Pending', containerStatuses: [reported('c0', waiting('ImagePullBackOff'))] }),
    one('creating', { phase: 'Pending', containerStatuses: [reported('c0', waiting('ContainerCreating'))] }),
    one('restarted-now', running(reported('c0', restarted(5, now - minutes(3))))),
    one('restarted-yesterday', running(reported('c0', restarted(2, now - hours(23))))),
    one('restarted-before', running(reported('c0', restarted(2, now - hours(26))))),
    one('restarted-last-week', running(reported('c0', restarted(12, now - hours(200))))),
    one('restarted-unknown', running(reported('c0', { restartCount: 3 }))),
    one('completed', { phase: 'Succeeded', containerStatuses: [reported('c0', ended('Completed', 0))] }),
    one('failed', { phase: 'Failed', containerStatuses: [reported('c0', ended('Error', 1))] }),
    one('evicted', { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.' }),
    one('ending', running(reported('c0')), true),
    one('lost', { ...running(reported('c0')), reason: 'NodeLost' }, true),
    one('unknown', { ...running(reported('c0')), phase: 'Unknown' }),
    one('silent', { phase: 'Running' }),
    {
      manifest: { ...manifest('unschedulable', 1), spec: { containers: [{ name: 'c0', image: 'example/c:1' }] } },
      status: {
        phase: 'Pending',
        conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes are available' }],
      },
    },
    {
      manifest: manifest('init-waits', 1, { init: [{ name: 'i0', image: 'example/i:1' }] }),
      status: {
        phase: 'Pending',
        initContainerStatuses: [reported('i0', waiting('PodInitializing'))],
        containerStatuses: [reported('c0', waiting('PodInitializing'))],
      },
    },
    {
      manifest: manifest('init-fails', 1, { init: [{ name: 'i0', image: 'example/i:1' }] }),
      status: {
        phase: 'Pending',
        initContainerStatuses: [reported('i0', { ...waiting('CrashLoopBackOff'), ...restarted(4, now - minutes(2)), ...{ ready: false } })],
        containerStatuses: [reported('c0', waiting('PodInitializing'))],
      },
    },
    {
      manifest: manifest('init-done', 1, { init: [{ name: 'i0', image: 'example/i:1' }] }),
      status: { ...running(reported('c0')), initContainerStatuses: [reported('i0', ended('Completed', 0))] },
    },
    {
      manifest: manifest('sidecar', 1, { init: [{ name: 's0', image: 'example/s:1', restartPolicy: 'Always' }] }),
      status: { ...running(reported('c0')), initContainerStatuses: [reported('s0', { started: true })] },
    },
  ];
}

/** Puts them into a namespace of their own. */
export async function createPodStates(admin: KubeAdmin, namespace: string, now: EpochMs): Promise<void> {
  await admin.create([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }]);
  for (const { manifest: pod, status, isDeleted } of podStates(now)) {
    await admin.create([pod], namespace);
    await admin.setStatus(pod, status, namespace);
    if (isDeleted === true) {
      await admin.call('DELETE', `/api/v1/namespaces/${namespace}/pods/${pod.metadata.name}`);
    }
  }
}
