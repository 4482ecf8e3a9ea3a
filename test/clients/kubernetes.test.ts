import { describe, expect, it } from 'vitest';
import { createKubernetesReader } from '../../src/clients/kubernetes.ts';
import type { ResourceKind } from '../../src/model/kubernetes.ts';
import { answeringServer, json, patient } from './answering-server.ts';
import { connectTo } from './kubeconfig-file.ts';
import { brokenPod, healthyPod, prometheusObject, queryDeployment } from './kubernetes-fixtures.ts';
import { recordedTable } from './kubernetes-table-recorded.ts';

const pods: ResourceKind = { group: '', version: 'v1', resource: 'pods', kind: 'Pod', isNamespaced: true };
const status = (code: number, reason: string) => ({ kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, code, message: reason });

async function readerOf(answers: (url: URL) => { readonly body: unknown; readonly status?: number }) {
  const server = await answeringServer(({ url }, response) => {
    const answer = answers(new URL(url, 'http://x'));
    json(response, answer.body, answer.status ?? 200);
  });
  return { server, reader: createKubernetesReader(await connectTo(server.url)) };
}

describe('clients/kubernetes', () => {
  describe('listPods', () => {
    it('reads state, reasons, owner and times', async () => {
      const { reader } = await readerOf(() => ({ body: { kind: 'PodList', metadata: {}, items: [brokenPod] } }));
      expect(await reader.listPods('monitoring', patient())).toEqual([
        {
          name: 'thanos-query-7d9c6b5f4-x2x1z',
          namespace: 'monitoring',
          phase: 'Running',
          node: 'node-1',
          createdAt: Date.UTC(2026, 10, 22, 8, 0, 0),
          deletedAt: null,
          labels: { app: 'thanos-query' },
          owner: { kind: 'ReplicaSet', name: 'thanos-query-7d9c6b5f4' },
          containers: [
            {
              name: 'thanos-query',
              ready: false,
              restarts: 7,
              state: 'waiting',
              reason: 'CrashLoopBackOff',
              image: 'quay.io/thanos/thanos:v0.38.0',
              lastTerminatedAt: Date.UTC(2026, 10, 22, 8, 30, 0),
              lastTerminationReason: 'Error',
            },
          ],
          unschedulable: null,
        },
      ]);
    });

    it('names an init container that keeps a pod from starting', async () => {
      const waiting = {
        ...healthyPod,
        status: { phase: 'Pending', initContainerStatuses: [initStatus({ waiting: { reason: 'ImagePullBackOff' } })] },
      };
      const { reader } = await readerOf(() => ({ body: { metadata: {}, items: [waiting] } }));
      const [pod] = await reader.listPods('monitoring', patient());
      expect(pod?.containers.map(({ name, reason }) => [name, reason])).toEqual([
        ['init-config-reloader', 'ImagePullBackOff'],
        ['prometheus', null],
      ]);
    });

    it('leaves out an init container that has finished', async () => {
      const done = {
        ...healthyPod,
        status: { ...healthyPod.status, initContainerStatuses: [initStatus({ terminated: { exitCode: 0 } })] },
      };
      const { reader } = await readerOf(() => ({ body: { metadata: {}, items: [done] } }));
      const [pod] = await reader.listPods('monitoring', patient());
      expect(pod?.containers.map(({ name }) => name)).toEqual(['prometheus']);
    });

    it('carries the words of the scheduler', async () => {
      const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/4 nodes are available' };
      const pending = { ...healthyPod, status: { phase: 'Pending', conditions: [condition] } };
      const { reader } = await readerOf(() => ({ body: { metadata: {}, items: [pending] } }));
      expect((await reader.listPods('monitoring', patient()))[0]?.unschedulable).toBe('0/4 nodes are available');
    });

    it('follows continue tokens in pages of 500', async () => {
      const { reader, server } = await readerOf((url) =>
        url.searchParams.has('continue')
          ? { body: { metadata: {}, items: [brokenPod] } }
          : { body: { metadata: { continue: 'next' }, items: [healthyPod] } },
      );
      expect(await reader.listPods('monitoring', patient())).toHaveLength(2);
      expect(server.seen.map(({ url }) => url)).toEqual([
        '/api/v1/namespaces/monitoring/pods?limit=500',
        '/api/v1/namespaces/monitoring/pods?limit=500&continue=next',
      ]);
    });

    it('starts again once when the token has expired', async () => {
      let calls = 0;
      const { reader } = await readerOf(() => {
        calls += 1;
        return calls === 2
          ? { body: status(410, 'Expired'), status: 410 }
          : { body: { metadata: calls === 1 ? { continue: 'old' } : {}, items: calls === 1 ? [healthyPod] : [healthyPod, brokenPod] } };
      });
      expect((await reader.listPods('monitoring', patient())).map(({ name }) => name)).toEqual([
        healthyPod.metadata.name,
        brokenPod.metadata.name,
      ]);
      expect(calls).toBe(3);
    });

    it('gives up when the token expires again', async () => {
      const { reader } = await readerOf((url) =>
        url.searchParams.has('continue')
          ? { body: status(410, 'Expired'), status: 410 }
          : { body: { metadata: { continue: 'old' }, items: [] } },
      );
      await expect(reader.listPods('monitoring', patient())).rejects.toMatchObject({ details: { httpStatus: 410 } });
    });

    it.each([
      ['401', 401, 'unauthorized'],
      ['403', 403, 'forbidden'],
      ['500', 500, 'unavailable'],
      ['503', 503, 'unavailable'],
    ])('does not read %s as "no pods"', async (_, code, expected) => {
      const { reader } = await readerOf(() => ({ body: status(code, 'no'), status: code }));
      await expect(reader.listPods('monitoring', patient())).rejects.toMatchObject({ code: expected, details: { cluster: 'cluster-02' } });
    });

    it('asks for those with a label only', async () => {
      const { reader, server } = await readerOf(() => ({ body: { metadata: {}, items: [healthyPod] } }));
      expect(await reader.listPods('monitoring', patient(), 'operator.prometheus.io/name')).toHaveLength(1);
      expect(server.seen[0]?.url).toBe('/api/v1/namespaces/monitoring/pods?labelSelector=operator.prometheus.io%2Fname&limit=500');
    });

    it('does not read an answer of another shape as "no pods"', async () => {
      const { reader } = await readerOf(() => ({ body: {} }));
      await expect(reader.listPods('monitoring', patient())).rejects.toMatchObject({ code: 'bad-response' });
    });

    it('does not read a page of HTML as "no pods"', async () => {
      const server = await answeringServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'));
      const reader = createKubernetesReader(await connectTo(server.url));
      await expect(reader.listPods('monitoring', patient())).rejects.toMatchObject({ code: 'bad-response' });
    });
  });

  describe('surveyPods', () => {
    it('asks for a table without objects, in pages', async () => {
      const { reader, server } = await readerOf((url) =>
        url.searchParams.has('continue') ? { body: recordedTable } : { body: { ...recordedTable, metadata: { continue: 'next' } } },
      );
      const pages = await allOf(reader.surveyPods('monitoring', patient()));
      expect(pages.map((page) => page.length)).toEqual([recordedTable.rows.length, recordedTable.rows.length]);
      expect(pages[0]?.[6]).toMatchObject({ kind: 'row', row: { name: 'fine', ready: 2, status: 'Running' } });
      expect(server.seen.map(({ url }) => url)).toEqual([
        '/api/v1/namespaces/monitoring/pods?includeObject=None&limit=500',
        '/api/v1/namespaces/monitoring/pods?includeObject=None&limit=500&continue=next',
      ]);
      expect(server.seen[0]?.headers['accept']).toBe('application/json;as=Table;v=v1;g=meta.k8s.io,application/json');
    });

    it('takes the pods themselves from a server that prints no tables', async () => {
      const { reader } = await readerOf(() => ({ body: { kind: 'PodList', metadata: {}, items: [brokenPod] } }));
      expect(await allOf(reader.surveyPods('monitoring', patient()))).toMatchObject([
        [{ kind: 'pod', pod: { name: brokenPod.metadata.name, containers: [{ reason: 'CrashLoopBackOff' }] } }],
      ]);
    });

    it('goes on after an expired token without repeating a row', async () => {
      let calls = 0;
      const { reader } = await readerOf(() => {
        calls += 1;
        const [first, ...rest] = recordedTable.rows;
        return calls === 2
          ? { body: status(410, 'Expired'), status: 410 }
          : calls === 1
            ? { body: { ...recordedTable, metadata: { continue: 'old' }, rows: [first] } }
            : { body: { ...recordedTable, rows: [first, ...rest] } };
      });
      const names = (await allOf(reader.surveyPods('monitoring', patient()))).flat();
      expect(names).toHaveLength(recordedTable.rows.length);
    });

    it.each([
      ['403', { body: status(403, 'no'), status: 403 }, 'forbidden'],
      ['another shape', { body: { kind: 'Table' } }, 'bad-response'],
      ['no list at all', { body: {} }, 'bad-response'],
    ])('does not read %s as "no pods"', async (_, answer, code) => {
      const { reader } = await readerOf(() => answer);
      await expect(allOf(reader.surveyPods('monitoring', patient()))).rejects.toMatchObject({ code });
    });
  });

  describe('readPod', () => {
    it('reads one pod in full', async () => {
      const { reader, server } = await readerOf(() => ({ body: brokenPod }));
      expect(await reader.readPod('monitoring', 'a/b', patient())).toMatchObject({ name: brokenPod.metadata.name, node: 'node-1' });
      expect(server.seen[0]?.url).toBe('/api/v1/namespaces/monitoring/pods/a%2Fb');
    });

    it('is null when the API server says that it does not exist, and an error when something else answers 404', async () => {
      const missing = await readerOf(() => ({ body: status(404, 'NotFound'), status: 404 }));
      expect(await missing.reader.readPod('monitoring', 'gone', patient())).toBeNull();
      const other = await readerOf(() => ({ body: { error: 'no route' }, status: 404 }));
      await expect(other.reader.readPod('monitoring', 'gone', patient())).rejects.toMatchObject({ code: 'not-found' });
    });
  });

  it('reads the version of the server', async () => {
    const { reader } = await readerOf(() => ({ body: { major: '1', minor: '31', gitVersion: 'v1.31.2' } }));
    expect(await reader.version(patient())).toBe('v1.31.2');
  });

  it('asks for no more of a log than was wanted', async () => {
    const server = await answeringServer((_, response) =>
      response.writeHead(200, { 'content-type': 'text/plain' }).end('line 1\nline 2\n'),
    );
    const reader = createKubernetesReader(await connectTo(server.url));
    const pod = { namespace: 'monitoring', name: 'thanos-compactor-0', container: 'thanos-compactor' };
    expect(await reader.readLog(pod, { sinceMs: 90_500, tailLines: 200, previous: true }, patient())).toBe('line 1\nline 2\n');
    expect(server.seen[0]?.url).toBe(
      '/api/v1/namespaces/monitoring/pods/thanos-compactor-0/log?container=thanos-compactor&sinceSeconds=91&tailLines=200&previous=true',
    );
  });

  describe('workload', () => {
    it('reads a Deployment under Helm and an autoscaler', async () => {
      const { reader, server } = await readerOf(() => ({ body: queryDeployment }));
      const ref = { cluster: 'cluster-01', namespace: 'monitoring', kind: 'deployment', name: 'thanos-query' } as const;
      expect(await reader.workload(ref, patient())).toEqual({
        workload: ref,
        replicas: 2,
        readyReplicas: 1,
        updatedReplicas: 2,
        observed: true,
        resourceVersion: '4711',
        image: 'quay.io/thanos/thanos:v0.37.2',
        managedBy: 'Helm',
        autoscaler: 'kube-controller-manager',
        annotations: { 'meta.helm.sh/release-name': 'thanos' },
      });
      expect(server.seen[0]?.url).toBe('/apis/apps/v1/namespaces/monitoring/deployments/thanos-query');
    });

    it('does not take a person who scaled by hand for an autoscaler', async () => {
      const [fields] = queryDeployment.metadata.managedFields;
      const byHand = { ...queryDeployment, metadata: { ...queryDeployment.metadata, managedFields: [{ ...fields, manager: 'kubectl' }] } };
      const { reader } = await readerOf(() => ({ body: byHand }));
      const ref = { cluster: 'cluster-01', namespace: 'monitoring', kind: 'deployment', name: 'thanos-query' } as const;
      expect((await reader.workload(ref, patient())).autoscaler).toBeNull();
    });

    it('reads the shard of a Prometheus that lags behind', async () => {
      const { reader, server } = await readerOf(() => ({ body: prometheusObject }));
      const ref = { cluster: 'cluster-01', namespace: 'monitoring', kind: 'prometheus', name: 'kube-prometheus-stack-prometheus' } as const;
      expect(await reader.workload(ref, patient())).toMatchObject({ replicas: 2, readyReplicas: 1, updatedReplicas: 2, observed: true });
      expect(server.seen[0]?.url).toBe(
        '/apis/monitoring.coreos.com/v1/namespaces/monitoring/prometheuses/kube-prometheus-stack-prometheus',
      );
    });
  });

  it('offers kinds that can be listed, in the preferred version, and nothing computed', async () => {
    const { reader } = await readerOf(({ pathname }) => ({
      body: discovery[pathname] ?? status(404, 'NotFound'),
      status: pathname in discovery ? 200 : 404,
    }));
    expect(await reader.resourceKinds(patient())).toEqual([
      pods,
      { group: '', version: 'v1', resource: 'namespaces', kind: 'Namespace', isNamespaced: false },
      { group: 'monitoring.coreos.com', version: 'v1', resource: 'prometheusrules', kind: 'PrometheusRule', isNamespaced: true },
    ]);
  });

  describe('listObjects', () => {
    it('yields page by page, with type, across an expired token, each object once', async () => {
      let calls = 0;
      const object = (uid: string) => ({ metadata: { uid, name: uid }, future: { kept: true } });
      const { reader } = await readerOf(() => {
        calls += 1;
        const pages = [{ token: 'a', uids: ['1', '2'] }, null, { token: 'b', uids: ['1', '2', '3'] }, { token: '', uids: ['4'] }];
        const page = pages[calls - 1];
        return page === null || page === undefined
          ? { body: status(410, 'Expired'), status: 410 }
          : { body: { metadata: { continue: page.token }, items: page.uids.map(object) } };
      });
      const names: unknown[] = [];
      for await (const page of reader.listObjects(pods, null, patient())) {
        names.push(page.map((item) => item['metadata']));
        expect(page[0]).toMatchObject({ apiVersion: 'v1', kind: 'Pod', future: { kept: true } });
      }
      expect(names).toEqual([
        [
          { uid: '1', name: '1' },
          { uid: '2', name: '2' },
        ],
        [{ uid: '3', name: '3' }],
        [{ uid: '4', name: '4' }],
      ]);
    });

    it('fails when the connection breaks in the middle of a list', async () => {
      const server = await answeringServer(({ url }, response) =>
        url.includes('continue') ? response.destroy() : json(response, { metadata: { continue: 'a' }, items: [] }),
      );
      const reader = createKubernetesReader(await connectTo(server.url));
      const pages = reader.listObjects(pods, 'monitoring', patient())[Symbol.asyncIterator]();
      expect(await pages.next()).toEqual({ done: false, value: [] });
      await expect(pages.next()).rejects.toMatchObject({ code: 'unreachable' });
    });
  });

  describe('getObject', () => {
    it('is null when the API server says that it does not exist', async () => {
      const { reader } = await readerOf(() => ({ body: status(404, 'NotFound'), status: 404 }));
      expect(await reader.getObject(pods, 'monitoring', 'gone', patient())).toBeNull();
    });

    it('is an error when something else answers 404', async () => {
      const { reader } = await readerOf(() => ({ body: { error: 'no route' }, status: 404 }));
      await expect(reader.getObject(pods, 'monitoring', 'gone', patient())).rejects.toMatchObject({ code: 'not-found' });
    });
  });
});

async function allOf<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) {
    all.push(item);
  }
  return all;
}

function initStatus(state: object) {
  return { name: 'init-config-reloader', image: 'reloader', imageID: '', ready: false, restartCount: 0, state };
}

/** Shapes of Kubernetes 1.31 discovery, shortened. */
const discovery: Readonly<Record<string, unknown>> = {
  '/apis': {
    groups: [
      { name: 'monitoring.coreos.com', preferredVersion: { version: 'v1' }, versions: [{ version: 'v1' }, { version: 'v1alpha1' }] },
      { name: 'metrics.k8s.io', preferredVersion: { version: 'v1beta1' }, versions: [] },
    ],
  },
  '/api/v1': {
    resources: [
      { name: 'pods', kind: 'Pod', namespaced: true, verbs: ['get', 'list'] },
      { name: 'pods/log', kind: 'Pod', namespaced: true, verbs: ['get'] },
      { name: 'bindings', kind: 'Binding', namespaced: true, verbs: ['create'] },
      { name: 'namespaces', kind: 'Namespace', namespaced: false, verbs: ['get', 'list'] },
    ],
  },
  '/apis/monitoring.coreos.com/v1': {
    resources: [{ name: 'prometheusrules', kind: 'PrometheusRule', namespaced: true, verbs: ['list', 'patch'] }],
  },
};
