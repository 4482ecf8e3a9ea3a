import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { createClusterReach } from '../../src/clients/cluster-reach.ts';
import { connectCluster } from '../../src/clients/kube-config.ts';
import { registerClusterReach } from '../../src/handlers/cluster-metrics.ts';
import { answeringServer, closedAddress, json, patient } from './answering-server.ts';
import { connectTo, kubeconfigFile } from './kubeconfig-file.ts';

const version = { method: 'GET', path: '/version' } as const;

async function gauge(states: Parameters<typeof registerClusterReach>[1]): Promise<readonly { value: number }[]> {
  const registry = new Registry();
  registerClusterReach(registry, states);
  return (await registry.getMetricsAsJSON())[0]?.values ?? [];
}

describe('clients/cluster-reach', () => {
  it('knows nothing before the first call, and says so', async () => {
    const reach = createClusterReach();
    reach.watch(connectCluster({ name: 'cluster-02', kubeconfig: '/nowhere' }));

    expect(reach.states()).toEqual({ 'cluster-02': { reachable: null, reason: null } });
    expect(await gauge(reach.states)).toEqual([]);
  });

  it.each([
    [200, true, null],
    [403, true, null],
    [401, false, 'it does not accept our credentials'],
  ])('takes the answer %i as reachable: %s', async (status, reachable, reason) => {
    const server = await answeringServer((_, response) => json(response, {}, status));
    const reach = createClusterReach();
    await reach.watch(await connectTo(server.url)).call(version, patient());

    expect(reach.states()).toEqual({ 'cluster-02': { reachable, reason } });
    expect(await gauge(reach.states)).toMatchObject([{ value: reachable ? 1 : 0, labels: { cluster: 'cluster-02' } }]);
  });

  it('says why a cluster is away, and passes the failure on', async () => {
    const reach = createClusterReach();
    const connection = reach.watch(connectCluster({ name: 'cluster-02', kubeconfig: await kubeconfigFile(await closedAddress()) }));

    await expect(connection.call(version, patient())).rejects.toMatchObject({ code: 'unreachable' });
    expect(reach.states()).toEqual({ 'cluster-02': { reachable: false, reason: 'connection refused' } });
    await connection.close();
  });
});
