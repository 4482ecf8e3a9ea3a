import { z } from 'zod';
import type { ResourceKind } from '../model/kubernetes.ts';
import { readJson } from './json-answer.ts';
import type { ClusterConnection } from './kube-config.ts';
import type { Upstream } from './upstream.ts';

const groupList = z.looseObject({
  groups: z.array(z.looseObject({ name: z.string(), preferredVersion: z.looseObject({ version: z.string() }) })),
});

const resourceList = z.looseObject({
  resources: z.array(
    z.looseObject({ name: z.string(), kind: z.string(), namespaced: z.boolean(), verbs: z.array(z.string()).default([]) }),
  ),
});

interface ApiGroup {
  readonly group: string;
  readonly version: string;
}

/** Groups whose objects are computed when asked for; nothing of them is stored, and their servers come and go. */
const isComputed = (group: string): boolean => group === 'metrics.k8s.io' || group.endsWith('.metrics.k8s.io');

/** Kinds that can be listed, in the version that the server prefers. One group that fails fails all: a shorter list would look whole. */
export async function discoverKinds(connection: ClusterConnection, upstream: Upstream, signal: AbortSignal): Promise<ResourceKind[]> {
  const { groups } = readJson(await connection.call({ method: 'GET', path: '/apis' }, signal), groupList, upstream);
  const all: ApiGroup[] = [
    { group: '', version: 'v1' },
    ...groups.map(({ name, preferredVersion }) => ({ group: name, version: preferredVersion.version })),
  ];
  const kinds = await Promise.all(
    all.filter(({ group }) => !isComputed(group)).map((group) => kindsOf(group, connection, upstream, signal)),
  );
  return kinds.flat();
}

async function kindsOf(
  { group, version }: ApiGroup,
  connection: ClusterConnection,
  upstream: Upstream,
  signal: AbortSignal,
): Promise<ResourceKind[]> {
  const answer = await connection.call({ method: 'GET', path: apiPath({ group, version }) }, signal);
  return readJson(answer, resourceList, upstream)
    .resources.filter(({ name, verbs }) => !name.includes('/') && verbs.includes('list'))
    .map(({ name, kind, namespaced }) => ({ group, version, resource: name, kind, isNamespaced: namespaced }));
}

/** Root path of a group's API. */
function apiPath({ group, version }: ApiGroup): string {
  return group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
}

/** Path of a kind's collection, in one namespace or in all. */
export function collectionPath(kind: ResourceKind, namespace: string | null): string {
  const scope = kind.isNamespaced && namespace !== null ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${apiPath(kind)}${scope}/${kind.resource}`;
}
