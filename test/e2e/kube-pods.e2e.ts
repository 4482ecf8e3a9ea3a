import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { podProblem } from '../../src/checks/pod-problem.ts';
import { surveyPods } from '../../src/checks/pod-survey.ts';
import { evaluate } from '../../src/checks/pods.ts';
import type { PodRow } from '../../src/model/kubernetes.ts';
import { type EpochMs, hours, minutes } from '../../src/model/time.ts';
import { testConfig } from '../checks/config.ts';
import { told } from '../checks/told.ts';
import { type KubeAdmin, openKubeAdmin } from './peers/kube-admin.ts';
import { type ApiServer, startApiServer, TOKENS } from './peers/kube-apiserver.ts';
import { type Bot, signIn } from './peers/kube-bot.ts';
import { createPodStates, podStates } from './peers/kube-pods.ts';

const { KUBE_APISERVER: binary, ETCD: etcd } = process.env;
const NAMESPACE = 'states';
const signal = AbortSignal.timeout(150_000);

describe.skipIf(!binary || !etcd)('checks/pods with a real API server (needs KUBE_APISERVER and ETCD)', () => {
  let server: ApiServer;
  let admin: KubeAdmin;
  let bot: Bot;
  let madeAt: EpochMs;

  beforeAll(async () => {
    server = await startApiServer(binary ?? '', etcd ?? '');
    admin = openKubeAdmin(server.url);
    bot = signIn(server, TOKENS.admin);
    madeAt = Date.now();
    await createPodStates(admin, NAMESPACE, madeAt);
  });
  afterAll(async () => {
    await bot?.connection.close();
    await admin?.close();
    await server?.stop();
  });

  it('is printed one row for each pod, of which every cell can be read', async () => {
    const rows: PodRow[] = [];
    for await (const page of bot.reader.surveyPods(NAMESPACE, signal)) {
      rows.push(...page.flatMap((entry) => (entry.kind === 'row' ? entry.row : [])));
    }

    expect(rows.map(({ name }) => name)).toEqual(
      podStates(madeAt)
        .map(({ manifest }) => manifest.metadata.name)
        .toSorted(),
    );
    expect(rows.filter(({ ready, restarts, status }) => ready === null || restarts === null || status === '')).toEqual([]);
  });

  it('passes over only pods that the full list finds nothing wrong with, whenever it looks', async () => {
    const { quiet } = await surveyPods(bot.reader, NAMESPACE, signal);
    const all = await bot.reader.listPods(NAMESPACE, signal);

    expect(quiet.toSorted()).toEqual(['fine', 'init-done']);
    for (const now of [madeAt, madeAt + minutes(10), madeAt + hours(1)]) {
      expect(all.filter((pod) => quiet.includes(pod.name) && podProblem(pod, now) !== null)).toEqual([]);
    }
  });

  it.each([
    ['at once', 0],
    ['after ten minutes', minutes(10)],
    ['after an hour', hours(1)],
  ])('comes to the same verdict, evidence included, as with the full list, %s', async (_, laterMs) => {
    const context = { config: testConfig(), cluster: 'cluster-02', now: madeAt + laterMs };

    const verdict = evaluate(await surveyPods(bot.reader, NAMESPACE, signal), context);

    const full = evaluate({ quiet: [], pods: await bot.reader.listPods(NAMESPACE, signal) }, context);
    expect({ ...verdict, evidence: sorted(told(verdict)) }).toEqual({ ...full, evidence: sorted(told(full)) });
    expect(verdict.summary.args['count']).toBe(podStates(madeAt).length);
  });

  it('reads one pod as the list shows it, and knows when it is gone', async () => {
    const listed = (await bot.reader.listPods(NAMESPACE, signal)).find(({ name }) => name === 'crash-loop');

    expect(await bot.reader.readPod(NAMESPACE, 'crash-loop', signal)).toEqual(listed);
    expect(await bot.reader.readPod(NAMESPACE, 'gone', signal)).toBeNull();
  });

  it('lists those with a label only', async () => {
    expect((await bot.reader.listPods(NAMESPACE, signal, 'app=fine')).map(({ name }) => name)).toEqual(['fine']);
  });
});

function sorted<Item extends { readonly label: string }>(items: readonly Item[]): readonly Item[] {
  return items.toSorted((a, b) => a.label.localeCompare(b.label));
}
