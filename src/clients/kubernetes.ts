import { z } from 'zod';
import type { WorkloadRef } from '../model/cluster.ts';
import type { ResourceKind, WorkloadState } from '../model/kubernetes.ts';
import type { FileSystemUse, KubernetesReader } from '../ports.ts';
import { parseDiskUse } from './disk-use.ts';
import { expectSuccess } from './http-status.ts';
import { readJson } from './json-answer.ts';
import type { ClusterConnection } from './kube-config.ts';
import { collectionPath, discoverKinds } from './kubernetes-discovery.ts';
import { type ContainerAddress, runInPod } from './kubernetes-exec.ts';
import { isMissing } from './kubernetes-missing.ts';
import { PAGE_SIZE, type Page, readPages } from './kubernetes-pages.ts';
import { listPods, readPod, surveyPods } from './kubernetes-pods.ts';
import { readWorkload, workloadPath, workloadSchema } from './kubernetes-workload.ts';
import { oneLine, type Upstream, upstreamError } from './upstream.ts';

type RawObject = Readonly<Record<string, unknown>>;

const versionSchema = z.looseObject({ gitVersion: z.string() });
const rawObject = z.record(z.string(), z.unknown());
const rawList = z.looseObject({
  metadata: z.looseObject({ continue: z.string().optional() }).default({}),
  items: z.array(rawObject),
});
const identified = z.looseObject({ metadata: z.looseObject({ uid: z.string() }) });

/** Reads one cluster through its API server. */
export function createKubernetesReader(connection: ClusterConnection): KubernetesReader {
  const upstream: Upstream = { system: 'kubernetes', cluster: connection.name };
  const get = (path: string, signal: AbortSignal) => connection.call({ method: 'GET', path }, signal);
  return {
    async version(signal) {
      return readJson(await get('/version', signal), versionSchema, upstream).gitVersion;
    },
    listPods: (namespace, signal, labelSelector) => listPods({ connection, upstream, namespace, signal }, labelSelector),
    surveyPods: (namespace, signal) => surveyPods({ connection, upstream, namespace, signal }),
    readPod: (namespace, name, signal) => readPod({ connection, upstream, namespace, signal }, name),
    async readLog(pod, options, signal) {
      const path = `/api/v1/namespaces/${encodeURIComponent(pod.namespace)}/pods/${encodeURIComponent(pod.name)}/log`;
      return expectSuccess(await get(`${path}?${logQuery(pod.container, options)}`, signal), upstream).body;
    },
    diskUse: (pod, paths, signal) => diskUse(connection, upstream, pod, paths, signal),
    async workload(workload: WorkloadRef, signal: AbortSignal): Promise<WorkloadState> {
      return readWorkload(workload, readJson(await get(workloadPath(workload), signal), workloadSchema, upstream));
    },
    resourceKinds: (signal) => discoverKinds(connection, upstream, signal),
    listObjects: (kind, namespace, signal) => listObjects(connection, upstream, { kind, namespace }, signal),
    async getObject(kind, namespace, name, signal) {
      const answer = await get(`${collectionPath(kind, namespace)}/${encodeURIComponent(name)}`, signal);
      return isMissing(answer) ? null : readJson(answer, rawObject, upstream);
    },
  };
}

/** `-k` is in every df, that of busybox included; bytes are not. */
async function diskUse(
  connection: ClusterConnection,
  upstream: Upstream,
  pod: ContainerAddress,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<readonly FileSystemUse[]> {
  if (!paths.every((path) => path.startsWith('/'))) {
    throw upstreamError('invalid', upstream, { reason: 'only absolute paths can be looked at' });
  }
  const { stdout, stderr } = await runInPod(connection, pod, ['df', '-P', '-k', ...paths], signal);
  // df fails when one path cannot be read and still prints the others, so the table decides.
  const found = parseDiskUse(stdout);
  if (found === null) {
    throw upstreamError('bad-response', upstream, { reason: oneLine(`df in ${pod.name} printed no table: ${stderr}${stdout}`) });
  }
  return found.filter(({ mount }) => paths.includes(mount));
}

function listObjects(
  connection: ClusterConnection,
  upstream: Upstream,
  { kind, namespace }: { readonly kind: ResourceKind; readonly namespace: string | null },
  signal: AbortSignal,
): AsyncGenerator<readonly RawObject[]> {
  const apiVersion = kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
  return readPages(async (token): Promise<Page<RawObject>> => {
    const query = new URLSearchParams({ limit: String(PAGE_SIZE), ...(token === undefined ? {} : { continue: token }) });
    const answer = await connection.call({ method: 'GET', path: `${collectionPath(kind, namespace)}?${query}` }, signal);
    const list = readJson(answer, rawList, upstream);
    // Items of a list come without their type; alone they need it.
    return { items: list.items.map((item) => ({ apiVersion, kind: kind.kind, ...item })), next: list.metadata.continue };
  }, uidOf);
}

function uidOf(item: RawObject): string {
  const parsed = identified.safeParse(item);
  return parsed.success ? parsed.data.metadata.uid : JSON.stringify(item['metadata'] ?? item);
}

function logQuery(container: string, options: Parameters<KubernetesReader['readLog']>[1]): URLSearchParams {
  const query = new URLSearchParams({ container });
  if (options.sinceMs !== undefined) {
    query.set('sinceSeconds', String(Math.max(1, Math.ceil(options.sinceMs / 1_000))));
  }
  if (options.tailLines !== undefined) {
    query.set('tailLines', String(options.tailLines));
  }
  if (options.previous === true) {
    query.set('previous', 'true');
  }
  return query;
}
