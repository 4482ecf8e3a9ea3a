import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { surveyPods } from '../../../../src/checks/pod-survey.ts';
import { evaluate } from '../../../../src/checks/pods.ts';
import { connectCluster } from '../../../../src/clients/kube-config.ts';
import { createKubernetesReader } from '../../../../src/clients/kubernetes.ts';
import type { PodRow } from '../../../../src/model/kubernetes.ts';
import { hours, minutes, seconds } from '../../../../src/model/time.ts';
import { ageText } from '../../../../src/sandbox/estate/kubernetes/pod-table.ts';
import type { FaultKind } from '../../../../src/sandbox/estate/model/faults.ts';
import { testConfig } from '../../../checks/config.ts';
import { estateUnderTest } from '../estate-under-test.ts';

const CLUSTER = 'cluster-01';
const { signal } = new AbortController();

async function estateWithReader() {
  const subject = await estateUnderTest();
  const folder = await mkdtemp(join(tmpdir(), 'pod-table-'));
  const kubeconfig = join(folder, 'config');
  await writeFile(kubeconfig, subject.estate.kubeconfigFor(CLUSTER));
  const connection = connectCluster({ name: CLUSTER, kubeconfig });
  onTestFinished(async () => {
    await connection.close();
    await rm(folder, { recursive: true });
  });
  return { subject, reader: createKubernetesReader(connection) };
}

describe('sandbox/estate/kubernetes/pod-table', () => {
  it('prints pods that are well', async () => {
    const { reader } = await estateWithReader();
    const rows: PodRow[] = [];
    for await (const page of reader.surveyPods('monitoring', signal)) {
      rows.push(...page.flatMap((entry) => (entry.kind === 'row' ? entry.row : [])));
    }
    expect(rows.find(({ name }) => name === 'thanos-store-0')).toEqual({
      name: 'thanos-store-0',
      status: 'Running',
      ready: 1,
      containers: 1,
      restarts: 0,
      lastRestartAgoMs: null,
    });
    expect(rows).toHaveLength((await reader.listPods('monitoring', signal)).length);
  });

  it.each<[FaultKind | 'nothing', number, number]>([
    ['nothing', minutes(10), 0],
    ['pod-crash', minutes(10), 1],
    ['pod-crash', seconds(3), 1],
    ['pod-image', minutes(10), 1],
    ['pod-pending', minutes(10), 1],
    ['pod-not-ready', minutes(10), 1],
  ])('gives the check the same verdict as the full list, with %s for %i ms', async (kind, forMs, read) => {
    const { subject, reader } = await estateWithReader();
    if (kind !== 'nothing') {
      subject.estate.control.break({ kind, cluster: CLUSTER, target: 'thanos-store-0' });
    }
    await subject.pass(forMs);
    const facts = await surveyPods(reader, 'monitoring', signal);
    const context = { config: testConfig(), cluster: CLUSTER, now: subject.nowMs() };

    expect(facts.pods.map(({ name }) => name)).toEqual(read === 0 ? [] : ['thanos-store-0']);
    expect(evaluate(facts, context)).toEqual(evaluate({ quiet: [], pods: await reader.listPods('monitoring', signal) }, context));
  });

  it('still prints a restart of some hours ago, and one of the day before yesterday', async () => {
    const { subject, reader } = await estateWithReader();
    subject.estate.control.break({ kind: 'pod-crash', cluster: CLUSTER, target: 'thanos-store-0' });
    await subject.pass(minutes(1));
    subject.estate.control.mendAll();
    await subject.pass(hours(5), hours(5));
    expect((await surveyPods(reader, 'monitoring', signal)).pods.map(({ name }) => name)).toEqual(['thanos-store-0']);
    await subject.pass(hours(43), hours(43));
    expect((await surveyPods(reader, 'monitoring', signal)).pods).toEqual([]);
  });

  it.each([
    [0, '0s'],
    [119, '119s'],
    [120, '2m'],
    [200, '3m20s'],
    [10 * 60, '10m'],
    [3 * 3_600, '3h'],
    [3 * 3_600 + 720, '3h12m'],
    [47 * 3_600, '47h'],
    [53 * 3_600, '2d5h'],
    [9 * 86_400, '9d'],
  ])('prints an age of %i seconds as %s', (age, text) => {
    expect(ageText(seconds(age))).toBe(text);
  });
});
