import { describe, expect, it } from 'vitest';
import type { PodFacts } from '../../src/checks/pod-survey.ts';
import { evaluate } from '../../src/checks/pods.ts';
import { plain } from '../../src/messages/wording.ts';
import type { ContainerState, Pod } from '../../src/model/kubernetes.ts';
import { days, hours, minutes } from '../../src/model/time.ts';
import { evaluateContext, NOW } from './config.ts';
import { told } from './told.ts';

const fine: ContainerState = {
  name: 'prometheus',
  ready: true,
  restarts: 0,
  state: 'running',
  reason: null,
  image: 'quay.io/prometheus/prometheus:v3.6.0',
  lastTerminatedAt: null,
  lastTerminationReason: null,
};

function pod(change: Partial<Pod> = {}, ...containers: readonly Partial<ContainerState>[]): Pod {
  return {
    name: 'prometheus-kube-prometheus-stack-prometheus-0',
    namespace: 'monitoring',
    phase: 'Running',
    node: 'node-02',
    createdAt: NOW - days(3),
    deletedAt: null,
    labels: {},
    owner: { kind: 'StatefulSet', name: 'prometheus-kube-prometheus-stack-prometheus' },
    unschedulable: null,
    containers: (containers.length === 0 ? [{}] : containers).map((container) => ({ ...fine, ...container })),
    ...change,
  };
}

const other = (change: Partial<Pod>, ...containers: readonly Partial<ContainerState>[]): Pod =>
  pod({ name: 'other', ...change }, ...containers);

const inFull = (...pods: readonly Pod[]): PodFacts => ({ quiet: [], pods });

describe('checks/pods', () => {
  it.each([
    ['all containers ready', other({})],
    ['a completed Job', other({ phase: 'Succeeded' }, { ready: false, state: 'terminated', reason: 'Completed' })],
    ['starting for two minutes', other({ createdAt: NOW - minutes(2) }, { ready: false })],
    ['ending within its grace', other({ deletedAt: NOW - minutes(1) })],
    ['restarted the day before yesterday', other({}, { restarts: 7, lastTerminatedAt: NOW - days(2), lastTerminationReason: 'Error' })],
    ['one container of a Job done', other({}, { ready: false, state: 'terminated', reason: 'Completed' }, {})],
  ])('passes %s', (_name, subject) => {
    expect(evaluate(inFull(pod(), subject), evaluateContext())).toMatchObject({ status: 'ok', measure: { value: 0 } });
  });

  it.each<[string, string, string, Pod]>([
    ['Running with no container ready', 'critical', '0/2 ready', other({}, { ready: false }, { ready: false, name: 'thanos-sidecar' })],
    ['Running with one of two ready', 'warning', '1/2 ready', other({}, {}, { ready: false, name: 'thanos-sidecar' })],
    [
      'a crash loop',
      'critical',
      'CrashLoopBackOff',
      other({}, { ready: false, state: 'waiting', reason: 'CrashLoopBackOff', restarts: 9 }),
    ],
    [
      'an image that cannot be pulled',
      'critical',
      'ImagePullBackOff',
      other({ phase: 'Pending' }, { ready: false, state: 'waiting', reason: 'ImagePullBackOff' }),
    ],
    [
      'a pod that fits nowhere',
      'critical',
      'Unschedulable',
      other({ phase: 'Pending', unschedulable: '0/1 nodes are available: 1 Insufficient memory.' }),
    ],
    ['Pending for long', 'warning', 'Pending', other({ phase: 'Pending' })],
    ['terminating for long', 'warning', 'Terminating', other({ deletedAt: NOW - hours(1) })],
    ['a failed pod', 'warning', 'Failed', other({ phase: 'Failed' })],
    ['a lost node', 'critical', 'Unknown', other({ phase: 'Unknown' })],
    [
      'a restart an hour ago',
      'warning',
      'Restarted',
      other({}, { restarts: 1, lastTerminatedAt: NOW - hours(1), lastTerminationReason: 'OOMKilled' }),
    ],
  ])('reports %s', (_name, status, reason, subject) => {
    const verdict = evaluate(inFull(pod(), subject), evaluateContext());

    expect(verdict.status).toBe(status);
    expect(told(verdict)).toEqual([expect.objectContaining({ label: 'other', value: expect.stringContaining(reason), status })]);
  });

  it('notices a Prometheus replica that does not exist', () => {
    const verdict = evaluate(inFull(pod()), evaluateContext('cluster-01'));

    expect(verdict.status).toBe('critical');
    expect(plain('en', verdict.summary)).toContain('prometheus-kube-prometheus-stack-prometheus 1/2 pods');
  });

  it('counts a Prometheus replica that it knows only by name, of any shard', () => {
    const quiet = ['prometheus-kube-prometheus-stack-prometheus-1', 'prometheus-kube-prometheus-stack-prometheus-shard-1-0'];

    expect(evaluate({ quiet, pods: [] }, evaluateContext('cluster-01'))).toMatchObject({
      status: 'ok',
      summary: { args: { count: 2 } },
    });
  });

  it('does not count a Prometheus replica that is being deleted', () => {
    const facts = inFull(pod(), pod({ name: 'prometheus-kube-prometheus-stack-prometheus-1', deletedAt: NOW }));

    expect(plain('en', evaluate(facts, evaluateContext('cluster-01')).summary)).toContain(
      'prometheus-kube-prometheus-stack-prometheus 1/2 pods',
    );
  });

  it('knows nothing from an empty list', () => {
    expect(evaluate(inFull(), evaluateContext()).status).toBe('unknown');
  });
});
