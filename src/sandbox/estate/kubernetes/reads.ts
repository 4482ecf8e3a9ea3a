import { type Answer, json } from '../http.ts';
import type { JsonObject } from '../model/json.ts';
import { objectAt, textAt } from '../model/json.ts';
import { resourceKey } from '../model/object-store.ts';
import type { KubernetesBackend, Target } from './backend.ts';
import { podTable } from './pod-table.ts';
import { podEvents, podObject } from './pod-view.ts';
import { apiVersionOf, type ResourceType } from './resources.ts';
import { fieldSelector, labelsMatch } from './selectors.ts';
import { ApiError, notFound } from './status.ts';
import { vulnerabilityReports } from './vulnerability-view.ts';
import { withStatus } from './workload-view.ts';

/** Every object of a type as it looks now; pods and events are made on the spot. */
export function objectsOf(backend: KubernetesBackend, resource: ResourceType, namespace: string): JsonObject[] {
  const { cluster, model } = backend;
  const isWanted = (object: JsonObject): boolean => namespace === '' || textAt(object, 'metadata', 'namespace') === namespace;
  if (resource.plural === 'pods') {
    const pods = cluster.pods().map((pod) => podObject(cluster, pod, model.nowMs));
    return pods.filter((pod) => pod !== undefined).filter(isWanted);
  }
  if (resource.plural === 'vulnerabilityreports') return vulnerabilityReports(cluster, model.nowMs).filter(isWanted);
  const key = resourceKey(resource.group, resource.plural);
  const stored = cluster.objects.list(key, namespace === '' ? undefined : namespace);
  if (resource.plural === 'events') return [...podEvents(cluster, model.nowMs).filter(isWanted), ...stored];
  return stored.map((object) => withStatus(cluster, key, object, model.nowMs));
}

export function findObject(backend: KubernetesBackend, resource: ResourceType, target: Target): JsonObject {
  const { cluster, model } = backend;
  if (resource.plural === 'pods') {
    const pod = cluster.pod(target.name);
    const object = pod === undefined || pod.namespace !== target.namespace ? undefined : podObject(cluster, pod, model.nowMs);
    if (object === undefined) throw notFound(resource, target.name);
    return object;
  }
  if (resource.plural === 'vulnerabilityreports') {
    const report = objectsOf(backend, resource, target.namespace).find((each) => textAt(each, 'metadata', 'name') === target.name);
    if (report === undefined) throw notFound(resource, target.name);
    return report;
  }
  const key = resourceKey(resource.group, resource.plural);
  const object = cluster.objects.get(key, target.namespace, target.name);
  if (object === undefined) throw notFound(resource, target.name);
  return withStatus(cluster, key, object, model.nowMs);
}

export interface ListRequest {
  readonly parameters: URLSearchParams;
  /** Whether the caller takes a table. Only pods are printed; of everything else it gets the objects, as of a server without tables. */
  readonly isTable: boolean;
}

/** A list, filtered and paged. The continue token is the position; it expires when the objects have changed too much to tell. */
export function listObjects(
  backend: KubernetesBackend,
  resource: ResourceType,
  namespace: string,
  { parameters, isTable }: ListRequest,
): Answer {
  const bySelector = (object: JsonObject): boolean => labelsMatch(parameters.get('labelSelector') ?? '', object);
  const byField = fieldSelector(parameters.get('fieldSelector') ?? '');
  const all = objectsOf(backend, resource, namespace)
    .filter((object) => bySelector(object) && byField(object))
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const after = decodeToken(parameters.get('continue'));
  const from = after === undefined ? 0 : all.findIndex((object) => keyOf(object) > after);
  const limit = Number(parameters.get('limit') ?? 0) || all.length;
  const page = from < 0 ? [] : all.slice(from, from + limit);
  const remaining = from < 0 ? 0 : all.length - from - page.length;
  const last = page.at(-1);
  const more = remaining > 0 && last !== undefined ? { continue: encodeToken(keyOf(last)), remainingItemCount: remaining } : {};
  const metadata = { resourceVersion: String(backend.cluster.objects.version), ...more };
  if (isTable && resource.plural === 'pods') return json({ ...podTable(page, backend.model.nowMs), metadata });
  return json({ kind: `${resource.kind}List`, apiVersion: apiVersionOf(resource), metadata, items: page });
}

const keyOf = (object: JsonObject): string => `${textAt(object, 'metadata', 'namespace')}/${textAt(object, 'metadata', 'name')}`;
const encodeToken = (key: string): string => Buffer.from(key).toString('base64url');

function decodeToken(token: string | null): string | undefined {
  if (token === null || token === '') return undefined;
  const key = Buffer.from(token, 'base64url').toString();
  if (!key.includes('/')) throw new ApiError(410, 'The provided continue parameter is too old', {}, 'Expired');
  return key;
}

export function scaleOf(resource: ResourceType, object: JsonObject): JsonObject {
  const field = resource.plural === 'prometheuses' ? 'shards' : 'replicas';
  const metadata = objectAt(object, 'metadata');
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: {
      name: metadata['name'],
      namespace: metadata['namespace'],
      uid: metadata['uid'],
      resourceVersion: metadata['resourceVersion'],
    },
    spec: { replicas: objectAt(object, 'spec')[field] ?? 1 },
    status: { replicas: objectAt(object, 'status')['replicas'] ?? 0 },
  };
}
