import { type Answer, json, type Request } from '../http.ts';
import type { KubernetesBackend, Target } from './backend.ts';
import { cutAnswer } from './cut.ts';
import { discovery } from './discovery.ts';
import { podLogs } from './pod-logs.ts';
import { findObject, listObjects, scaleOf } from './reads.ts';
import { type ResourceType, resourceType } from './resources.ts';
import { ApiError, statusAnswer } from './status.ts';
import { createObject, deleteObject, patchObject, replaceObject } from './writes.ts';

/** A request to one cluster's API server, including what a cut-off cluster does to it. */
export async function answerKubernetes(backend: KubernetesBackend, request: Request): Promise<Answer | 'hang' | 'reset'> {
  const cut = backend.model.faults.at(backend.model.nowMs, 'cluster-cut', backend.cluster.name);
  if (cut !== undefined) return cutAnswer(cut.mode ?? 'refuse');
  try {
    return await route(backend, request);
  } catch (error) {
    if (error instanceof ApiError) return statusAnswer(error);
    throw error;
  }
}

async function route(backend: KubernetesBackend, request: Request): Promise<Answer> {
  const path = request.url.pathname;
  const found = discovery(path);
  if (path === '/healthz' || path === '/livez' || path === '/readyz') return found ?? json({}, 404);
  authenticate(backend, request.headers);
  if (found !== undefined) return found;
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  const [root, ...rest] = parts;
  if (root === 'api' && rest[0] === 'v1') return routeResource(backend, request, '', 'v1', rest.slice(1));
  if (root === 'apis') return routeResource(backend, request, rest[0] ?? '', rest[1] ?? '', rest.slice(2));
  throw new ApiError(404, 'the server could not find the requested resource');
}

export function authenticate(backend: KubernetesBackend, headers: Request['headers']): void {
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
  if (!backend.tokens.has(token)) throw new ApiError(401, 'Unauthorized');
}

async function routeResource(
  backend: KubernetesBackend,
  request: Request,
  group: string,
  version: string,
  parts: readonly string[],
): Promise<Answer> {
  const isInNamespace = parts[0] === 'namespaces' && parts.length > 2;
  const namespace = isInNamespace ? (parts[1] ?? '') : '';
  const [plural = '', name = '', subresource = '', ...rest] = isInNamespace ? parts.slice(2) : parts;
  const resource = resourceType(group, version, plural);
  if (resource === undefined) throw new ApiError(404, 'the server could not find the requested resource');
  const target: Target = { namespace, name, subresource, rest: rest.join('/') };
  if (plural === 'services' && subresource === 'proxy') return proxied(backend, request, target);
  if (subresource !== '' && !resource.subresources.includes(subresource))
    throw new ApiError(404, 'the server could not find the requested resource');
  return name === '' ? collection(backend, request, resource, target) : single(backend, request, resource, target);
}

async function collection(backend: KubernetesBackend, request: Request, resource: ResourceType, target: Target): Promise<Answer> {
  const parameters = request.url.searchParams;
  if (request.method === 'GET') {
    if (parameters.get('watch') === 'true') return { status: 200, headers: { 'content-type': 'application/json' }, body: '' };
    return listObjects(backend, resource, target.namespace, { parameters, isTable: wantsTable(request) });
  }
  if (request.method === 'POST') return createObject({ backend, resource, target, parameters }, request);
  throw new ApiError(405, 'the server does not allow this method on the requested resource');
}

function wantsTable(request: Request): boolean {
  return (request.headers.accept ?? '').includes('as=Table;v=v1;g=meta.k8s.io');
}

async function single(backend: KubernetesBackend, request: Request, resource: ResourceType, target: Target): Promise<Answer> {
  const parameters = request.url.searchParams;
  const context = { backend, resource, target, parameters };
  switch (request.method) {
    case 'GET':
      if (target.subresource === 'log') return podLogs(backend, target, parameters);
      if (target.subresource === 'scale') return json(scaleOf(resource, findObject(backend, resource, target)));
      return json(findObject(backend, resource, target));
    case 'POST':
      return createObject(context, request);
    case 'PUT':
      return replaceObject(context, request);
    case 'PATCH':
      return patchObject(context, request);
    case 'DELETE':
      return deleteObject(context);
    default:
      throw new ApiError(405, 'the server does not allow this method on the requested resource');
  }
}

/** `/services/[scheme:]name:port/proxy/path`, with the API server's own words when nothing answers. */
async function proxied(backend: KubernetesBackend, request: Request, target: Target): Promise<Answer> {
  const words = target.name.split(':');
  const [service = '', port = ''] = words.length > 2 ? words.slice(1) : words;
  const answer = await backend.proxy(request, service, port, `/${target.rest}`);
  if (answer === undefined) throw new ApiError(503, `no endpoints available for service "${target.name}"`);
  return answer;
}
