import { describe, expect, it } from 'vitest';
import { isQuiet, surveyPods } from '../../src/checks/pod-survey.ts';
import type { Pod, PodEntry, PodRow } from '../../src/model/kubernetes.ts';
import { days, hours, minutes } from '../../src/model/time.ts';
import { clusterAccess } from './context.ts';

const running: PodRow = { name: 'fine', status: 'Running', ready: 2, containers: 2, restarts: 0, lastRestartAgoMs: null };
const row = (change: Partial<PodRow>): PodEntry => ({ kind: 'row', row: { ...running, ...change } });

function pod(name: string): Pod {
  return {
    name,
    namespace: 'monitoring',
    phase: 'Running',
    node: null,
    createdAt: 0,
    deletedAt: null,
    labels: {},
    owner: null,
    containers: [],
    unschedulable: null,
  };
}

/** A cluster whose server prints these entries and knows these pods, and what was asked of it. */
function clusterOf(entries: readonly PodEntry[], pods: readonly Pod[]) {
  const asked: string[] = [];
  const kubernetes = {
    ...clusterAccess('cluster-02').kubernetes,
    async *surveyPods() {
      yield entries.slice(0, 2);
      yield entries.slice(2);
    },
    readPod: async (_: string, name: string) => {
      asked.push(name);
      return pods.find((each) => each.name === name) ?? null;
    },
    listPods: async () => {
      asked.push('all');
      return pods;
    },
  };
  return { asked, survey: () => surveyPods(kubernetes, 'monitoring', new AbortController().signal) };
}

describe('checks/pod-survey', () => {
  it.each<[string, boolean, Partial<PodRow>]>([
    ['running with all containers ready', true, {}],
    ['restarted the day before yesterday', true, { restarts: 7, lastRestartAgoMs: days(2) }],
    ['restarted an hour ago', false, { restarts: 7, lastRestartAgoMs: hours(1) }],
    ['restarted a day ago, give or take', false, { restarts: 1, lastRestartAgoMs: days(1) + minutes(30) }],
    ['restarted nobody says when', false, { restarts: 1 }],
    ['restarts that cannot be read', false, { restarts: null }],
    ['one container not ready', false, { ready: 1 }],
    ['no container at all', false, { ready: 0, containers: 0 }],
    ['readiness that cannot be read', false, { ready: null, containers: null }],
    ['Completed', false, { status: 'Completed' }],
    ['Terminating', false, { status: 'Terminating' }],
    ['Init:0/1', false, { status: 'Init:0/1' }],
    ['CrashLoopBackOff', false, { status: 'CrashLoopBackOff' }],
    ['no status', false, { status: '' }],
  ])('takes "%s" for quiet: %s', (_, expected, change) => {
    expect(isQuiet({ ...running, ...change })).toBe(expected);
  });

  it('reads in full only what is not quiet, and leaves out what is gone', async () => {
    const cluster = clusterOf([row({}), row({ name: 'ill', ready: 0 }), row({ name: 'gone', status: 'Terminating' })], [pod('ill')]);

    expect(await cluster.survey()).toEqual({ quiet: ['fine'], pods: [pod('ill')] });
    expect(cluster.asked.toSorted()).toEqual(['gone', 'ill']);
  });

  it('lists all in full when too many are not quiet', async () => {
    const ill = Array.from({ length: 51 }, (_, index) => row({ name: `ill-${index}`, ready: 0 }));
    const cluster = clusterOf([row({}), ...ill], [pod('fine'), pod('ill-0')]);

    expect(await cluster.survey()).toEqual({ quiet: [], pods: [pod('fine'), pod('ill-0')] });
    expect(cluster.asked).toEqual(['all']);
  });

  it('keeps the pods of a server that prints no tables', async () => {
    const cluster = clusterOf([{ kind: 'pod', pod: pod('a') }], []);

    expect(await cluster.survey()).toEqual({ quiet: [], pods: [pod('a')] });
    expect(cluster.asked).toEqual([]);
  });
});
