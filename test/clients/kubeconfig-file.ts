import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type ClusterConnection, connectCluster } from '../../src/clients/kube-config.ts';

/** A kubeconfig as written for a bot's token; plain HTTP needs the flag in the Kubernetes client. */
export function kubeconfigText(server: string, token: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'bot',
    clusters: [{ name: 'c', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'u', user: { token } }],
    contexts: [{ name: 'bot', context: { cluster: 'c', user: 'u' } }],
  });
}

export async function kubeconfigFile(server: string, token = 'first-token'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'config');
  await writeFile(path, kubeconfigText(server, token));
  return path;
}

export async function connectTo(server: string, limits: Parameters<typeof connectCluster>[1] = {}): Promise<ClusterConnection> {
  const connection = connectCluster({ name: 'cluster-02', kubeconfig: await kubeconfigFile(server) }, limits);
  onTestFinished(() => connection.close());
  return connection;
}
