import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { KubeAdmin } from './kube-admin.ts';

/** An address of this machine that an API server agrees to proxy to; it refuses loopback. `null` when there is none. */
export function outwardAddress(): string | null {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? null;
}

/** A Service whose only pod is a server of this machine. The API server proxies to addresses of pods alone. */
export async function exposeService(admin: KubeAdmin, name: string, port: number, url: string): Promise<void> {
  const { hostname: ip, port: targetPort } = new URL(url);
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `${name}-backend` },
    spec: { containers: [{ name: 'backend', image: 'example/backend:1' }] },
  };
  const ports = [{ name: 'http', port: Number(targetPort) }];
  const addresses = [{ ip, targetRef: { kind: 'Pod', namespace: 'monitoring', name: pod.metadata.name } }];
  await admin.create([
    pod,
    { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { ports: [{ name: 'http', port, targetPort: Number(targetPort) }] } },
    { apiVersion: 'v1', kind: 'Endpoints', metadata: { name }, subsets: [{ addresses, ports }] },
  ]);
  await admin.setStatus(pod, { phase: 'Running', podIP: ip, podIPs: [{ ip }] });
}

/**
 * The part of a kubelet that serves logs: it answers with the request that reached it. Commands it does not run; `commands` are the
 * requests for one that reached it.
 */
export async function startLogNode(
  admin: KubeAdmin,
  node: string,
  address: string,
  certificateDirectory: string,
): Promise<{ readonly commands: readonly string[]; stop(): Promise<void> }> {
  const commands: string[] = [];
  const pem = (ending: string) => readFileSync(`${certificateDirectory}/apiserver.${ending}`);
  const server = createServer({ cert: pem('crt'), key: pem('key') }, (request, response) => {
    response.setHeader('content-type', 'text/plain');
    response.end(`${request.url}\n`);
  });
  server.on('upgrade', ({ url = '' }, socket) => {
    commands.push(url);
    socket.end('HTTP/1.1 501 Not Implemented\r\ncontent-length: 0\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const bound: AddressInfo | string | null = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  const object = { apiVersion: 'v1', kind: 'Node', metadata: { name: node } };
  await admin.create([object]);
  await admin.setStatus(object, {
    addresses: [{ type: 'InternalIP', address }],
    daemonEndpoints: { kubeletEndpoint: { Port: port } },
  });
  return {
    commands,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
