import { describe, expect, it } from 'vitest';
import { createKubernetesWriter } from '../../src/clients/kubernetes-writer.ts';
import { answeringServer, json, patient } from './answering-server.ts';
import { connectTo } from './kubeconfig-file.ts';
import { prometheusObject, queryDeployment } from './kubernetes-fixtures.ts';

const query = { cluster: 'cluster-01', namespace: 'monitoring', kind: 'deployment', name: 'thanos-query' } as const;
const prometheus = {
  cluster: 'cluster-01',
  namespace: 'monitoring',
  kind: 'prometheus',
  name: 'kube-prometheus-stack-prometheus',
} as const;

/** Bodies of kube-apiserver's two kinds of 409 in answer to an apply. */
const managerConflict = {
  kind: 'Status',
  reason: 'Conflict',
  code: 409,
  message: 'Apply failed with 1 conflict: conflict with "helm": .spec.replicas',
  details: { causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "helm"', field: '.spec.replicas' }] },
};
const changedObject = {
  kind: 'Status',
  reason: 'Conflict',
  code: 409,
  message: 'the object has been modified',
  details: { name: 'thanos-query' },
};

describe('clients/kubernetes-writer', () => {
  it('applies the replicas of a Deployment under our name, bound to the version that was seen', async () => {
    const server = await answeringServer((_, response) => json(response, queryDeployment));
    const writer = createKubernetesWriter(await connectTo(server.url));
    const state = await writer.setReplicas(query, 2, { resourceVersion: '4710' }, patient());
    expect(state).toMatchObject({ replicas: 2, resourceVersion: '4711' });
    expect(server.seen).toMatchObject([
      {
        method: 'PATCH',
        url: '/apis/apps/v1/namespaces/monitoring/deployments/thanos-query?fieldManager=thanos-chatops',
        headers: { 'content-type': 'application/apply-patch+yaml' },
      },
    ]);
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'thanos-query', namespace: 'monitoring', resourceVersion: '4710' },
      spec: { replicas: 2 },
    });
  });

  it('merges the replicas into a Prometheus and leaves its scale subresource, which means shards, alone', async () => {
    const server = await answeringServer((_, response) => json(response, prometheusObject));
    const writer = createKubernetesWriter(await connectTo(server.url));
    await writer.setReplicas(prometheus, 3, { resourceVersion: '899', dryRun: true, force: true }, patient());
    expect(server.seen).toMatchObject([
      {
        url: '/apis/monitoring.coreos.com/v1/namespaces/monitoring/prometheuses/kube-prometheus-stack-prometheus?fieldManager=thanos-chatops&dryRun=All',
        headers: { 'content-type': 'application/merge-patch+json' },
      },
    ]);
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({ metadata: { resourceVersion: '899' }, spec: { replicas: 3 } });
  });

  it('does not take the field from another manager unless told to', async () => {
    const server = await answeringServer((_, response) => json(response, managerConflict, 409));
    const writer = createKubernetesWriter(await connectTo(server.url));
    await expect(writer.setReplicas(query, 2, {}, patient())).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('helm'),
    });
    expect(server.seen).toHaveLength(1);
  });

  it('takes the field over when told to', async () => {
    const server = await answeringServer(({ url }, response) =>
      url.includes('force=true') ? json(response, queryDeployment) : json(response, managerConflict, 409),
    );
    const writer = createKubernetesWriter(await connectTo(server.url));
    expect(await writer.setReplicas(query, 2, { force: true }, patient())).toMatchObject({ replicas: 2 });
    expect(server.seen).toHaveLength(2);
  });

  it('never forces past a change that was made meanwhile', async () => {
    const server = await answeringServer((_, response) => json(response, changedObject, 409));
    const writer = createKubernetesWriter(await connectTo(server.url));
    await expect(writer.setReplicas(query, 2, { force: true, resourceVersion: '1' }, patient())).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(server.seen).toHaveLength(1);
  });

  it('sends a change once although the answer is lost', async () => {
    const server = await answeringServer((_, response) => response.destroy());
    const writer = createKubernetesWriter(await connectTo(server.url));
    await expect(writer.setReplicas(query, 2, {}, patient())).rejects.toMatchObject({ code: 'unreachable' });
    expect(server.seen).toHaveLength(1);
  });
});
