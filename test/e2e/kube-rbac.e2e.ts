import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAlertmanager } from '../../src/clients/alertmanager.ts';
import { createMetricsReader } from '../../src/clients/prometheus.ts';
import { openEndpoint } from '../../src/clients/service-proxy.ts';
import { UpstreamError } from '../../src/model/errors.ts';
import type { ResourceKind } from '../../src/model/kubernetes.ts';
import { objectsUnder } from '../manifests/objects.ts';
import { type KubeAdmin, openKubeAdmin, tokenOf } from './peers/kube-admin.ts';
import { type ApiServer, startApiServer } from './peers/kube-apiserver.ts';
import { exposeService, outwardAddress, startLogNode } from './peers/kube-backends.ts';
import { type Bot, signIn, workloadRef } from './peers/kube-bot.ts';
import { createStack } from './peers/kube-stack.ts';
import type { Peer } from './peers/process.ts';
import { startAlertmanager, startPrometheus } from './peers/prometheus.ts';

const { KUBE_APISERVER: binary, ETCD: etcd, PROMETHEUS: prometheusBinary, ALERTMANAGER: alertmanagerBinary } = process.env;
const signal = AbortSignal.timeout(150_000);
const address = outwardAddress();

const query = workloadRef('deployment', 'thanos-query');
const store = workloadRef('statefulset', 'thanos-store');
const prometheus = workloadRef('prometheus', 'kube-prometheus-stack-prometheus');

/** What a manifest folder grants, as `kubectl apply -k` would create it. */
async function apply(admin: KubeAdmin, folder: string): Promise<void> {
  await admin.create(objectsUnder(`manifests/rbac/${folder}`).filter(({ apiVersion }) => !apiVersion.startsWith('kustomize')));
}

describe.skipIf(!binary || !etcd)('manifests/rbac on a real API server (needs KUBE_APISERVER and ETCD)', () => {
  let server: ApiServer;
  let admin: KubeAdmin;
  let bot: Bot;

  beforeAll(async () => {
    server = await startApiServer(binary ?? '', etcd ?? '');
    admin = openKubeAdmin(server.url);
    await createStack(admin);
    await apply(admin, 'reader');
    bot = signIn(server, await tokenOf(admin, 'thanos-chatops'));
  });
  afterAll(async () => {
    await bot?.connection.close();
    await admin?.close();
    await server?.stop();
  });

  const kind = (resource: string, kindName: string, group = '', isNamespaced = true): ResourceKind => ({
    group,
    version: 'v1',
    resource,
    kind: kindName,
    isNamespaced,
  });

  async function count(listed: ResourceKind, namespace = 'monitoring'): Promise<number> {
    let objects = 0;
    for await (const page of bot.reader.listObjects(listed, namespace, signal)) {
      objects += page.length;
    }
    return objects;
  }

  function endpoint(service: string, system: string) {
    const connections = new Map([['cluster-02', bot.connection]]);
    return openEndpoint(
      { kind: 'service', cluster: 'cluster-02', namespace: 'monitoring', service },
      { upstream: { system, cluster: 'cluster-02' }, connections },
    );
  }

  describe('reader', () => {
    it('may read version, pods, workloads and the list of kinds', async () => {
      await bot.reader.version(signal);

      expect(await bot.reader.listPods('monitoring', signal)).toHaveLength(3);
      for (const workload of [query, store, prometheus]) {
        expect(await bot.reader.workload(workload, signal)).toMatchObject({ workload });
      }
      expect((await bot.reader.resourceKinds(signal)).length).toBeGreaterThan(30);
    });

    it.each([
      [kind('pods', 'Pod'), 3],
      [kind('services', 'Service'), 0],
      [kind('persistentvolumeclaims', 'PersistentVolumeClaim'), 0],
      [kind('deployments', 'Deployment', 'apps'), 2],
      [kind('statefulsets', 'StatefulSet', 'apps'), 1],
      [kind('daemonsets', 'DaemonSet', 'apps'), 0],
      [kind('jobs', 'Job', 'batch'), 0],
      [kind('prometheuses', 'Prometheus', 'monitoring.coreos.com'), 1],
      [kind('nodes', 'Node', '', false), 0],
      [kind('persistentvolumes', 'PersistentVolume', '', false), 0],
    ])('may list $resource', async (listed, expected) => {
      expect(await count(listed)).toBe(expected);
    });

    it.each([
      kind('secrets', 'Secret'),
      kind('roles', 'Role', 'rbac.authorization.k8s.io'),
      kind('clusterroles', 'ClusterRole', 'rbac.authorization.k8s.io', false),
    ])('may not list $resource', async (listed) => {
      await expect(count(listed)).rejects.toMatchObject({ code: 'forbidden' });
    });

    it('may not read a Secret by name, nor anything in another namespace', async () => {
      await expect(bot.reader.getObject(kind('secrets', 'Secret'), 'monitoring', 'objstore', signal)).rejects.toMatchObject({
        code: 'forbidden',
      });
      await expect(bot.reader.listPods('kube-system', signal)).rejects.toMatchObject({ code: 'forbidden' });
    });

    it.each([query, store, prometheus])('may not change $name, not even in a dry run', async (workload) => {
      await expect(bot.writer.setReplicas(workload, 1, { dryRun: true, force: true }, signal)).rejects.toMatchObject({ code: 'forbidden' });
    });

    it('may read logs, with the limits that were asked for', async () => {
      const node = await startLogNode(admin, 'node-1', address ?? '127.0.0.1', server.certificates);
      const pod = { namespace: 'monitoring', name: 'prometheus-kube-prometheus-stack-prometheus-0', container: 'thanos-sidecar' };

      const log = await bot.reader.readLog(pod, { sinceMs: 90_500, tailLines: 20, previous: true }, signal);

      const asked = new URL(log.trim(), 'https://node-1');
      expect(asked.pathname).toBe(`/containerLogs/${pod.namespace}/${pod.name}/${pod.container}`);
      expect(Object.fromEntries(asked.searchParams)).toEqual({ sinceSeconds: '91', tailLines: '20', previous: 'true' });
      await node.stop();
      await expect(bot.reader.readLog(pod, {}, signal)).rejects.toMatchObject({ code: 'unavailable' });
    });
  });

  describe('disk-use', () => {
    const df = (name: string, namespace = 'monitoring') =>
      bot.reader.diskUse({ namespace, name, container: 'thanos' }, ['/var/thanos'], signal);
    const at = (name: string, path: string) => `/api/v1/namespaces/monitoring/pods/${name}/${path}`;
    let node: Awaited<ReturnType<typeof startLogNode>>;

    beforeAll(async () => {
      node = await startLogNode(admin, 'node-2', address ?? '127.0.0.1', server.certificates);
      const container = { name: 'thanos', image: 'example/thanos:1' };
      await admin.create(
        ['thanos-store-0', 'grafana-0'].map((name) => ({
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name },
          spec: { nodeName: 'node-2', containers: [container] },
        })),
      );
    });
    afterAll(async () => {
      for (const name of ['thanos-store-0', 'grafana-0']) {
        await admin.call('DELETE', `${at(name, '').slice(0, -1)}?gracePeriodSeconds=0`);
      }
      await node.stop();
    });

    it('is needed to run df in a pod', async () => {
      await expect(df('thanos-store-0')).rejects.toMatchObject({ code: 'forbidden' });
      expect(node.commands).toEqual([]);
    });

    it('lets the command through to the node of a named pod', async () => {
      await apply(admin, 'disk-use');

      await expect(granted(() => df('thanos-store-0'))).rejects.not.toMatchObject({ code: 'forbidden' });

      const asked = new URL(node.commands[0] ?? '', 'https://node-2');
      expect(asked.pathname).toBe('/exec/monitoring/thanos-store-0/thanos');
      expect(asked.searchParams.getAll('command')).toEqual(['df', '-P', '-k', '/var/thanos']);
    });

    it('lets nothing through to another pod, nor to one of that name elsewhere', async () => {
      const before = node.commands.length;

      await expect(df('grafana-0')).rejects.toMatchObject({ code: 'forbidden' });
      await expect(df('thanos-store-0', 'default')).rejects.toMatchObject({ code: 'forbidden' });
      expect(node.commands).toHaveLength(before);
    });

    it.each([
      ['to attach to the pod', 'GET', at('thanos-store-0', 'attach')],
      ['to forward its ports', 'GET', at('thanos-store-0', 'portforward?ports=10902')],
      ['to put a container into it', 'PATCH', at('thanos-store-0', 'ephemeralcontainers')],
      ['to delete it', 'DELETE', at('thanos-store-0', '').slice(0, -1)],
      ['to create one', 'POST', '/api/v1/namespaces/monitoring/pods'],
    ] as const)('does not allow %s', async (_what, method, path) => {
      const headers = { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' };

      const answer = await bot.connection.call(
        { method, path, headers, ...(method === 'PATCH' || method === 'POST' ? { body: '{}' } : {}) },
        signal,
      );

      expect(answer.status).toBe(403);
    });
  });

  describe.skipIf(!prometheusBinary || !alertmanagerBinary || address === null)(
    'through the proxy (needs PROMETHEUS, ALERTMANAGER and an address that is not loopback)',
    () => {
      const peers: Peer[] = [];
      const silence = {
        matchers: [{ name: 'alertname', value: 'A', isRegex: false, isEqual: true }],
        startsAt: Date.now(),
        endsAt: Date.now() + 3_600_000,
        createdBy: 'e2e',
        comment: 'planned',
      };

      beforeAll(async () => {
        const listen = address ?? '';
        const metrics = await startPrometheus(prometheusBinary ?? '', () => 'global: {}', 'groups: []', listen);
        const alerts = await startAlertmanager(alertmanagerBinary ?? '', { url: 'http://127.0.0.1:1/', token: 'x' }, listen);
        peers.push(metrics, alerts);
        await exposeService(admin, 'thanos-query', 9090, metrics.url);
        await exposeService(admin, 'unlisted', 9090, metrics.url);
        await exposeService(admin, 'kube-prometheus-stack-alertmanager', 9093, alerts.url);
      });
      afterAll(async () => {
        await Promise.all(peers.map((peer) => peer.stop()));
      });

      it('a reader may query, instant and range', async () => {
        const reader = createMetricsReader(endpoint('thanos-query:9090', 'thanos-query'));

        expect((await reader.instant('vector(1)', signal)).samples).toEqual([{ labels: {}, value: 1 }]);
        const window = { startMs: Date.now() - 60_000, endMs: Date.now(), stepMs: 30_000 };
        expect((await reader.range('vector(2)', window, signal)).series[0]?.points).toHaveLength(3);
      });

      it('passes on what the server behind the proxy finds wrong with a query', async () => {
        const reader = createMetricsReader(endpoint('thanos-query:9090', 'thanos-query'));

        await expect(reader.instant('sum(', signal)).rejects.toMatchObject({
          code: 'invalid',
          details: { reason: expect.stringContaining('parse error') },
        });
      });

      it('may not query a service that the manifests do not name', async () => {
        const reader = createMetricsReader(endpoint('unlisted:9090', 'prometheus'));

        await expect(reader.instant('vector(1)', signal)).rejects.toMatchObject({ code: 'forbidden' });
      });

      it('a reader may see alerts and silences but not create one', async () => {
        const alertmanager = createAlertmanager(endpoint('kube-prometheus-stack-alertmanager:9093', 'alertmanager'));

        expect([await alertmanager.alerts(signal), await alertmanager.silences(signal)]).toEqual([[], []]);
        await expect(alertmanager.createSilence(silence, signal)).rejects.toMatchObject({ code: 'forbidden' });
      });

      it('says that a service without a living server is unavailable', async () => {
        await exposeService(admin, 'thanos-query-frontend', 9090, `http://${address}:1`);
        const reader = createMetricsReader(endpoint('thanos-query-frontend:9090', 'thanos-query'));

        await expect(reader.instant('vector(1)', signal)).rejects.toMatchObject({ code: 'unavailable' });
      });

      it('a writer may create and expire a silence', async () => {
        await apply(admin, 'writer');
        const alertmanager = createAlertmanager(endpoint('kube-prometheus-stack-alertmanager:9093', 'alertmanager'));

        const id = await granted(() => alertmanager.createSilence(silence, signal));
        await alertmanager.expireSilence(id, signal);

        expect(await alertmanager.silences(signal)).toMatchObject([{ id, state: 'expired', comment: 'planned' }]);
      });
    },
  );

  describe('writer', () => {
    beforeAll(async () => {
      await admin.call('GET', `${ROLES}/thanos-chatops-writer`).catch(() => apply(admin, 'writer'));
      await granted(() => bot.writer.setReplicas(query, 2, { dryRun: true, force: true }, signal));
    });

    it.each([query, store, prometheus])('may change the replicas of $name', async (workload) => {
      expect(await bot.writer.setReplicas(workload, 3, { force: true }, signal)).toMatchObject({ replicas: 3 });
    });

    it('may change no other workload', async () => {
      const other = bot.writer.setReplicas(workloadRef('deployment', 'unrelated'), 0, { force: true }, signal);

      await expect(other).rejects.toMatchObject({ code: 'forbidden' });
    });

    it('cannot change a named workload of another namespace', async () => {
      await expect(bot.writer.setReplicas({ ...query, namespace: 'default' }, 1, {}, signal)).rejects.toMatchObject({ code: 'forbidden' });
    });

    it.each([
      [
        'the operator scale of a Prometheus, which means shards',
        'PATCH',
        '/apis/monitoring.coreos.com/v1/namespaces/monitoring/prometheuses/kube-prometheus-stack-prometheus/scale',
      ],
      ['a Secret', 'PATCH', '/api/v1/namespaces/monitoring/secrets/objstore'],
      ['the deletion of a deployment', 'DELETE', '/apis/apps/v1/namespaces/monitoring/deployments/thanos-query'],
      ['a new deployment', 'POST', '/apis/apps/v1/namespaces/monitoring/deployments'],
      ['the deletion of an unnamed pod', 'DELETE', '/api/v1/namespaces/monitoring/pods/thanos-query-6d9c5bd8c-x7k2p'],
      ['its own role', 'PATCH', `${ROLES}/thanos-chatops-writer`],
    ] as const)('is refused %s', async (_what, method, path) => {
      const headers = { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' };

      const answer = await bot.connection.call({ method, path, headers, ...(method === 'DELETE' ? {} : { body: '{}' }) }, signal);

      expect(answer.status).toBe(403);
    });

    it('may delete a named pod that is stuck', async () => {
      const path = '/api/v1/namespaces/monitoring/pods/thanos-compactor-0?dryRun=All';

      expect((await bot.connection.call({ method: 'DELETE', path }, signal)).status).toBe(200);
    });
  });
});

const ROLES = '/apis/rbac.authorization.k8s.io/v1/namespaces/monitoring/roles';

/** The server learns of a new role through a watch, a moment after it is stored. */
async function granted<Value>(attempt: () => Promise<Value>): Promise<Value> {
  for (let refusals = 0; ; refusals += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof UpstreamError) || error.code !== 'forbidden' || refusals === 100) {
        throw error;
      }
    }
  }
}
