import { describe, expect, it } from 'vitest';
import { openEndpoint } from '../../src/clients/service-proxy.ts';
import { answeringServer, json, patient } from './answering-server.ts';
import { connectTo } from './kubeconfig-file.ts';

const upstream = { system: 'prometheus', cluster: 'cluster-02' };
const get = { method: 'GET', path: '/api/v1/query?query=up' } as const;

describe('clients/service-proxy', () => {
  it('reaches a Service through the API server with its credentials', async () => {
    const server = await answeringServer((_, response) => json(response, {}));
    const connections = new Map([['cluster-02', await connectTo(server.url)]]);
    const service = { kind: 'service', cluster: 'cluster-02', namespace: 'monitoring', service: 'prometheus:9090' } as const;
    const endpoint = openEndpoint(service, { upstream, connections });
    await endpoint.call(get, patient());
    expect(endpoint.isProxied).toBe(true);
    expect(server.seen).toMatchObject([
      {
        url: '/api/v1/namespaces/monitoring/services/prometheus:9090/proxy/api/v1/query?query=up',
        headers: { authorization: 'Bearer first-token' },
      },
    ]);
  });

  it('says which cluster is not configured', async () => {
    const service = { kind: 'service', cluster: 'cluster-09', namespace: 'monitoring', service: 'prometheus:9090' } as const;
    const endpoint = openEndpoint(service, { upstream, connections: new Map() });
    await expect(endpoint.call(get, patient())).rejects.toThrow('no cluster "cluster-09" is configured');
  });

  it('reaches a URL directly, below its path, with the login it carries', async () => {
    const server = await answeringServer((_, response) => json(response, {}));
    const url = `${server.url.replace('//', '//reader:p%40ss@')}/prometheus/`;
    const endpoint = openEndpoint({ kind: 'url', url }, { upstream, connections: new Map() });
    await endpoint.call(get, patient());
    expect(endpoint.isProxied).toBe(false);
    expect(server.seen).toMatchObject([
      { url: '/prometheus/api/v1/query?query=up', headers: { authorization: `Basic ${Buffer.from('reader:p@ss').toString('base64')}` } },
    ]);
  });

  it('ends a call to a URL that never answers', async () => {
    const server = await answeringServer(() => undefined);
    const endpoint = openEndpoint({ kind: 'url', url: server.url }, { upstream, connections: new Map(), deadlineMs: 40 });
    await expect(endpoint.call(get, patient())).rejects.toMatchObject({ code: 'timeout', details: upstream });
  });
});
