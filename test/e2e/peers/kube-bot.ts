import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClusterConnection, connectCluster } from '../../../src/clients/kube-config.ts';
import { createKubernetesReader } from '../../../src/clients/kubernetes.ts';
import { createKubernetesWriter } from '../../../src/clients/kubernetes-writer.ts';
import type { WorkloadKind, WorkloadRef } from '../../../src/model/cluster.ts';
import type { DurationMs } from '../../../src/model/time.ts';
import type { KubernetesReader, KubernetesWriter } from '../../../src/ports.ts';
import type { ApiServer } from './kube-apiserver.ts';

/** The product's own clients, signed in with one token. */
export interface Bot {
  readonly connection: ClusterConnection;
  readonly reader: KubernetesReader;
  readonly writer: KubernetesWriter;
}

/** Signs in through a kubeconfig file, as the product does. */
export function signIn(server: ApiServer, token: string, limits: { readonly deadlineMs?: DurationMs } = {}): Bot {
  const kubeconfig = join(mkdtempSync(join(tmpdir(), 'thanos-chatops-bot-')), 'config');
  writeFileSync(kubeconfig, server.kubeconfig(token), { mode: 0o600 });
  const connection = connectCluster({ name: 'cluster-02', kubeconfig }, limits);
  return { connection, reader: createKubernetesReader(connection), writer: createKubernetesWriter(connection) };
}

export function workloadRef(kind: WorkloadKind, name: string): WorkloadRef {
  return { cluster: 'cluster-02', namespace: 'monitoring', kind, name };
}
