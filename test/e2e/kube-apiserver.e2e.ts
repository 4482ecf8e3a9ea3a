import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FIELD_MANAGER } from '../../src/clients/kubernetes-writer.ts';
import type { ResourceKind } from '../../src/model/kubernetes.ts';
import { type KubeAdmin, openKubeAdmin } from './peers/kube-admin.ts';
import { type ApiServer, startApiServer, TOKENS } from './peers/kube-apiserver.ts';
import { type Bot, signIn, workloadRef } from './peers/kube-bot.ts';
import { createStack } from './peers/kube-stack.ts';

const { KUBE_APISERVER: binary, ETCD: etcd } = process.env;
const query = workloadRef('deployment', 'thanos-query');
const store = workloadRef('statefulset', 'thanos-store');
const prometheus = workloadRef('prometheus', 'kube-prometheus-stack-prometheus');
const signal = AbortSignal.timeout(150_000);

const managed = z.looseObject({
  metadata: z.looseObject({
    resourceVersion: z.string(),
    managedFields: z.array(z.looseObject({ manager: z.string(), operation: z.string(), fieldsV1: z.looseObject({}) })),
  }),
  spec: z.looseObject({ replicas: z.number() }),
});

describe.skipIf(!binary || !etcd)('clients/kubernetes with a real API server (needs KUBE_APISERVER and ETCD)', () => {
  let server: ApiServer;
  let admin: KubeAdmin;
  let bot: Bot;

  beforeAll(async () => {
    server = await startApiServer(binary ?? '', etcd ?? '');
    admin = openKubeAdmin(server.url);
    await createStack(admin);
    bot = signIn(server, TOKENS.admin);
  });
  afterAll(async () => {
    await bot?.connection.close();
    await admin?.close();
    await server?.stop();
  });

  /** The deployment as it is stored, read without the product. */
  async function storedQuery() {
    return managed.parse(await admin.call('GET', '/apis/apps/v1/namespaces/monitoring/deployments/thanos-query'));
  }

  describe('reading', () => {
    it('tells the version', async () => {
      expect(await admin.call('GET', '/version')).toMatchObject({ gitVersion: await bot.reader.version(signal) });
    });

    it('reads pods with their containers, reasons and what the scheduler says', async () => {
      const pods = await bot.reader.listPods('monitoring', signal);

      const crashing = pods.find(({ name }) => name.startsWith('thanos-query-'));
      expect(crashing?.containers).toMatchObject([
        {
          name: 'thanos-query',
          ready: false,
          restarts: 7,
          state: 'waiting',
          reason: 'CrashLoopBackOff',
          lastTerminationReason: 'OOMKilled',
        },
        { name: 'proxy', ready: false, lastTerminatedAt: Date.UTC(2026, 10, 22) },
      ]);
      expect(pods.find(({ name }) => name.startsWith('prometheus-'))).toMatchObject({
        node: 'node-1',
        phase: 'Running',
        containers: [{ ready: true, state: 'running' }, { ready: true }],
      });
      expect(pods.find(({ name }) => name === 'thanos-compactor-0')).toMatchObject({
        node: null,
        phase: 'Pending',
        unschedulable: '0/3 nodes are available',
      });
    });

    it('has no pods in a namespace without any', async () => {
      expect(await bot.reader.listPods('nowhere', signal)).toEqual([]);
    });

    it.each([
      [
        query,
        { replicas: 2, readyReplicas: 1, updatedReplicas: 2, observed: true, image: 'quay.io/thanos/thanos:v0.37.2', managedBy: 'Helm' },
      ],
      [store, { replicas: 1, readyReplicas: 1, updatedReplicas: 1, observed: true, autoscaler: null }],
      [prometheus, { replicas: 2, readyReplicas: 2, updatedReplicas: 2, observed: true, image: 'quay.io/prometheus/prometheus:v3.5.0' }],
    ])('reads the workload $name', async (workload, state) => {
      expect(await bot.reader.workload(workload, signal)).toMatchObject({ workload, ...state });
    });

    it('says that a workload does not exist', async () => {
      await expect(bot.reader.workload({ ...query, name: 'none' }, signal)).rejects.toMatchObject({ code: 'not-found' });
    });

    it('discovers built-in kinds and custom resources', async () => {
      const kinds = await bot.reader.resourceKinds(signal);

      expect(kinds).toContainEqual({ group: '', version: 'v1', resource: 'configmaps', kind: 'ConfigMap', isNamespaced: true });
      expect(kinds).toContainEqual({ group: 'apps', version: 'v1', resource: 'deployments', kind: 'Deployment', isNamespaced: true });
      expect(kinds).toContainEqual({
        group: 'monitoring.coreos.com',
        version: 'v1',
        resource: 'prometheuses',
        kind: 'Prometheus',
        isNamespaced: true,
      });
      expect(kinds.filter(({ resource }) => resource.includes('/') || resource === 'tokenreviews')).toEqual([]);
    });

    it('lists every kind that it discovers', async () => {
      const kinds = await bot.reader.resourceKinds(signal);

      const counts = await Promise.all(kinds.map(async (kind) => (await objectsOf(bot, kind)).length));

      expect(kinds.length).toBeGreaterThan(30);
      expect(counts[kinds.findIndex(({ kind }) => kind === 'Prometheus')]).toBe(1);
    });

    it('pages through 600 objects without losing or repeating one', async () => {
      const names = Array.from({ length: 600 }, (_, index) => `many-${String(index).padStart(3, '0')}`);
      await admin.create([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'large' } }]);
      for (let start = 0; start < names.length; start += 50) {
        await Promise.all(
          names.slice(start, start + 50).map((name) => admin.call('POST', '/api/v1/namespaces/large/configmaps', { metadata: { name } })),
        );
      }

      const pages = await pagesOf(bot, CONFIG_MAPS, 'large');

      expect(pages.map((page) => page.length)).toEqual([500, names.length - 500]);
      const shape = z.looseObject({
        apiVersion: z.literal('v1'),
        kind: z.literal('ConfigMap'),
        metadata: z.looseObject({ name: z.string() }),
      });
      expect(pages.flat().map((object) => shape.parse(object).metadata.name)).toEqual(names);
    });

    it('reads one object, and null for one that is not there', async () => {
      expect(await bot.reader.getObject(CONFIG_MAPS, 'monitoring', 'absent', signal)).toBeNull();
      expect(
        await bot.reader.getObject({ ...CONFIG_MAPS, resource: 'secrets', kind: 'Secret' }, 'monitoring', 'objstore', signal),
      ).toMatchObject({
        metadata: { name: 'objstore' },
      });
    });
  });

  describe('changing replicas', () => {
    it('changes nothing in a dry run, yet shows the outcome', async () => {
      const before = await storedQuery();

      const outcome = await bot.writer.setReplicas(query, 5, { dryRun: true, force: true }, signal);

      expect(outcome.replicas).toBe(5);
      expect(await storedQuery()).toEqual(before);
    });

    it('refuses to take over a field of another manager unless told to', async () => {
      await expect(bot.writer.setReplicas(query, 3, {}, signal)).rejects.toMatchObject({ code: 'conflict' });
      expect((await storedQuery()).spec.replicas).toBe(2);
    });

    it('owns spec.replicas after it has taken over, and nothing else', async () => {
      const { resourceVersion } = await bot.reader.workload(query, signal);

      const state = await bot.writer.setReplicas(query, 3, { resourceVersion, force: true }, signal);

      const stored = await storedQuery();
      expect(state).toMatchObject({ replicas: 3, observed: false, resourceVersion: stored.metadata.resourceVersion });
      expect(stored.spec.replicas).toBe(3);
      expect(stored.metadata.managedFields.find(({ manager }) => manager === FIELD_MANAGER)).toMatchObject({
        operation: 'Apply',
        fieldsV1: { 'f:spec': { 'f:replicas': {} } },
      });
      expect(managersOfReplicas(stored)).toEqual([FIELD_MANAGER]);
    });

    it('changes its own field again without force', async () => {
      expect(await bot.writer.setReplicas(query, 2, {}, signal)).toMatchObject({ replicas: 2 });
    });

    it.each([query, store, prometheus])('refuses a $name that changed since it was read, even with force', async (workload) => {
      const { resourceVersion, replicas } = await bot.reader.workload(workload, signal);
      await bot.writer.setReplicas(workload, replicas + 1, { force: true }, signal);

      const late = bot.writer.setReplicas(workload, replicas + 2, { resourceVersion, force: true }, signal);

      await expect(late).rejects.toMatchObject({ code: 'conflict', details: { httpStatus: 409, retryable: false } });
      expect((await bot.reader.workload(workload, signal)).replicas).toBe(replicas + 1);
    });

    it('patches the replicas of a Prometheus and leaves its shards', async () => {
      const { resourceVersion } = await bot.reader.workload(prometheus, signal);

      const dry = await bot.writer.setReplicas(prometheus, 1, { resourceVersion, dryRun: true }, signal);
      const state = await bot.writer.setReplicas(prometheus, 1, { resourceVersion }, signal);

      expect([dry.replicas, state.replicas, state.observed]).toEqual([1, 1, false]);
      const path = '/apis/monitoring.coreos.com/v1/namespaces/monitoring/prometheuses/kube-prometheus-stack-prometheus';
      expect(await admin.call('GET', path)).toMatchObject({ spec: { replicas: 1, shards: 1 } });
    });

    it('does not create a workload that does not exist', async () => {
      const answer = bot.writer.setReplicas({ ...prometheus, name: 'none' }, 1, {}, signal);

      await expect(answer).rejects.toMatchObject({ code: 'not-found' });
    });

    it('does not create a deployment by applying to a name that does not exist', async () => {
      await expect(bot.writer.setReplicas({ ...query, name: 'none' }, 1, { force: true }, signal)).rejects.toMatchObject({
        name: 'UpstreamError',
      });
      await expect(bot.reader.workload({ ...query, name: 'none' }, signal)).rejects.toMatchObject({ code: 'not-found' });
    });

    it('passes on why the server finds a value invalid', async () => {
      const answer = bot.writer.setReplicas(query, -1, { force: true }, signal);

      await expect(answer).rejects.toMatchObject({
        code: 'invalid',
        details: { reason: expect.stringContaining('greater than or equal to 0') },
      });
    });
  });

  describe('signing in', () => {
    it('says that a token is not accepted', async () => {
      const stranger = signIn(server, 'no-such-token');

      await expect(stranger.reader.listPods('monitoring', signal)).rejects.toMatchObject({
        code: 'unauthorized',
        details: { retryable: false },
      });
      await stranger.connection.close();
    });

    it('says that an account without rights may not', async () => {
      const nobody = signIn(server, TOKENS.nobody);

      await expect(nobody.reader.listPods('monitoring', signal)).rejects.toMatchObject({
        code: 'forbidden',
        details: { reason: expect.stringContaining('cannot list resource "pods"') },
      });
      await expect(nobody.writer.setReplicas(query, 1, { dryRun: true }, signal)).rejects.toMatchObject({ code: 'forbidden' });
      await nobody.connection.close();
    });
  });
});

const CONFIG_MAPS: ResourceKind = { group: '', version: 'v1', resource: 'configmaps', kind: 'ConfigMap', isNamespaced: true };

async function pagesOf({ reader }: Bot, kind: ResourceKind, namespace: string) {
  const pages: (readonly Readonly<Record<string, unknown>>[])[] = [];
  for await (const page of reader.listObjects(kind, namespace, signal)) {
    pages.push(page);
  }
  return pages;
}

async function objectsOf(bot: Bot, kind: ResourceKind) {
  return (await pagesOf(bot, kind, 'monitoring')).flat();
}

const replicasField = z.looseObject({ 'f:spec': z.looseObject({ 'f:replicas': z.unknown() }) });

function managersOfReplicas({ metadata }: z.output<typeof managed>): readonly string[] {
  const owns = (fields: unknown): boolean => {
    const parsed = replicasField.safeParse(fields);
    return parsed.success && 'f:replicas' in parsed.data['f:spec'];
  };
  return metadata.managedFields.filter(({ fieldsV1 }) => owns(fieldsV1)).map(({ manager }) => manager);
}
