import { readFile, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectCluster } from '../../src/clients/kube-config.ts';
import { answeringServer, json, patient } from './answering-server.ts';
import { connectTo, kubeconfigFile, kubeconfigText } from './kubeconfig-file.ts';

const version = { method: 'GET', path: '/version' } as const;

describe('clients/kube-config', () => {
  it('signs in with the token and keeps one connection for calls one after another', async () => {
    const server = await answeringServer((_, response) => json(response, {}));
    const connection = await connectTo(server.url);
    for (let call = 0; call < 20; call += 1) {
      await connection.call(version, patient());
    }
    expect(server.seen[0]?.headers.authorization).toBe('Bearer first-token');
    expect(server.connections()).toBe(1);
  });

  it('reads the file again after it has changed', async () => {
    const server = await answeringServer((_, response) => json(response, {}));
    const kubeconfig = await kubeconfigFile(server.url);
    const connection = connectCluster({ name: 'cluster-02', kubeconfig });
    await connection.call(version, patient());
    await writeFile(kubeconfig, kubeconfigText(server.url, 'rotated-token'));
    await utimes(kubeconfig, 1_900_000_000, 1_900_000_000);
    await connection.call(version, patient());
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer first-token', 'Bearer rotated-token']);
    await connection.close();
  });

  it('tells about a missing file with each call and not before', async () => {
    const connection = connectCluster({ name: 'cluster-04', kubeconfig: '/nowhere/cluster-04.conf' });
    await expect(connection.call(version, patient())).rejects.toMatchObject({
      code: 'unauthorized',
      message: expect.stringContaining('kubernetes of cluster-04: no usable kubeconfig: ENOENT'),
    });
  });

  it('names a context that the file does not have', async () => {
    const kubeconfig = await kubeconfigFile('http://127.0.0.1:1');
    const connection = connectCluster({ name: 'cluster-02', kubeconfig, context: 'prod' });
    await expect(connection.call(version, patient())).rejects.toThrow('it has no cluster for the context "prod"');
  });

  it('does not wait for ever for a command that fetches the credentials, and starts it once for all who wait', async () => {
    const kubeconfig = await kubeconfigFile('http://127.0.0.1:1');
    const started = join(dirname(kubeconfig), 'started');
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: 'sh', args: ['-c', `echo . >> ${started}; exec sleep 2`] };
    const text = JSON.parse(kubeconfigText('http://127.0.0.1:1', ''));
    await writeFile(kubeconfig, JSON.stringify({ ...text, users: [{ name: 'u', user: { exec } }] }));
    const connection = connectCluster({ name: 'cluster-02', kubeconfig }, { deadlineMs: 300 });

    const calls = [connection.call(version, patient()), connection.call(version, patient())];

    for (const { status, ...rest } of await Promise.allSettled(calls)) {
      expect({ status, ...rest }).toMatchObject({
        status: 'rejected',
        reason: { code: 'timeout', details: { reason: 'signing in took longer than 0.3 s' } },
      });
    }
    expect(await readFile(started, 'utf8')).toBe('.\n');
    await connection.close();
  });

  it('ends a call to an API server that never answers', async () => {
    const server = await answeringServer(() => undefined);
    const connection = await connectTo(server.url, { deadlineMs: 40 });
    await expect(connection.call(version, patient())).rejects.toMatchObject({ code: 'timeout', details: { cluster: 'cluster-02' } });
  });
});
