import { parse as parseYaml } from 'yaml';
import { type Answer, json, type Request } from '../http.ts';
import { at, isObject, type Json, type JsonObject, listAt, objectAt, stableText, textAt } from '../model/json.ts';
import { resourceKey } from '../model/object-store.ts';
import { suffix } from '../model/random.ts';
import { serverSideApply } from './apply.ts';
import type { KubernetesBackend, Target } from './backend.ts';
import { jsonPatch, mergePatch, strategicMerge } from './patch.ts';
import { findObject, scaleOf } from './reads.ts';
import { apiVersionOf, isCustom, type ResourceType } from './resources.ts';
import { ApiError, alreadyExists, conflict, notFound, successStatus } from './status.ts';

interface WriteContext {
  readonly backend: KubernetesBackend;
  readonly resource: ResourceType;
  readonly target: Target;
  readonly parameters: URLSearchParams;
}

const isDryRun = (context: WriteContext): boolean => context.parameters.get('dryRun') === 'All';

async function bodyOf(request: Request): Promise<Json> {
  const raw = (await request.body()).toString();
  try {
    const value: unknown = raw === '' ? {} : parseYaml(raw);
    if (value === null || typeof value === 'object' || typeof value === 'string') return at({ value }, 'value') ?? null;
  } catch {
    throw new ApiError(400, 'the body of the request was in an unknown format');
  }
  throw new ApiError(400, 'the body of the request was in an unknown format');
}

async function objectBody(request: Request): Promise<JsonObject> {
  const body = await bodyOf(request);
  if (!isObject(body)) throw new ApiError(400, 'the body of the request is no object');
  return body;
}

/** Writes an object unless it is a dry run; the answer is what would be, or is, stored. */
function store(context: WriteContext, object: JsonObject): JsonObject {
  const { backend, resource, target } = context;
  validate(resource, object);
  const metadata = { ...objectAt(object, 'metadata'), ...(resource.namespaced ? { namespace: target.namespace } : {}) };
  const complete = { ...object, apiVersion: apiVersionOf(resource), kind: resource.kind, metadata };
  if (isDryRun(context)) return complete;
  const stored = backend.cluster.objects.put(resourceKey(resource.group, resource.plural), complete, backend.model.nowMs);
  backend.cluster.advanceTo(backend.model.nowMs);
  return stored;
}

function validate(resource: ResourceType, object: JsonObject): void {
  const replicas = at(object, 'spec', 'replicas');
  if (replicas !== undefined && (typeof replicas !== 'number' || replicas < 0 || !Number.isInteger(replicas))) {
    throw new ApiError(
      422,
      `${resource.kind}.${resource.group} "${textAt(object, 'metadata', 'name')}" is invalid: spec.replicas: Invalid value: ${JSON.stringify(replicas)}: must be greater than or equal to 0`,
    );
  }
  if (['deployments', 'statefulsets'].includes(resource.plural) && listAt(object, 'spec', 'template', 'spec', 'containers').length === 0) {
    throw new ApiError(
      422,
      `${resource.kind}.apps "${textAt(object, 'metadata', 'name')}" is invalid: spec.template.spec.containers: Required value`,
    );
  }
}

export async function createObject(context: WriteContext, request: Request): Promise<Answer> {
  const { backend, resource, target } = context;
  const body = await objectBody(request);
  const generated = textAt(body, 'metadata', 'generateName');
  const name =
    textAt(body, 'metadata', 'name') || (generated === '' ? '' : generated + suffix(`${generated}${backend.cluster.objects.version}`, 5));
  if (resource.plural === 'selfsubjectaccessreviews') return json({ ...body, status: { allowed: true, reason: 'sandbox' } }, 201);
  if (target.subresource === 'eviction') return evict(context);
  if (name === '')
    throw new ApiError(422, `${resource.kind} "" is invalid: metadata.name: Required value: name or generateName is required`);
  if (resource.plural === 'pods') throw new ApiError(403, 'pods of this sandbox are made by controllers only');
  const key = resourceKey(resource.group, resource.plural);
  const namespace = resource.namespaced ? target.namespace : '';
  if (backend.cluster.objects.get(key, namespace, name) !== undefined) throw alreadyExists(resource, name);
  const { uid: _uid, resourceVersion: _version, ...metadata } = objectAt(body, 'metadata');
  return json(store(context, { ...body, metadata: { ...metadata, name } }), 201);
}

export async function replaceObject(context: WriteContext, request: Request): Promise<Answer> {
  const body = await objectBody(request);
  const before = findObject(context.backend, context.resource, context.target);
  refuseStale(context, before, body);
  if (context.target.subresource === 'scale') return json(applyScale(context, before, body));
  const kept = context.target.subresource === 'status' ? { ...before, status: body['status'] } : body;
  return json(store(context, withoutStatus({ ...kept, metadata: { ...objectAt(body, 'metadata'), name: context.target.name } })));
}

function refuseStale(context: WriteContext, before: JsonObject, change: JsonObject): void {
  const wanted = textAt(change, 'metadata', 'resourceVersion');
  if (wanted !== '' && wanted !== textAt(before, 'metadata', 'resourceVersion')) throw conflict(context.resource, context.target.name);
}

function withoutStatus(object: JsonObject): JsonObject {
  const { status: _status, ...rest } = object;
  return rest;
}

export async function patchObject(context: WriteContext, request: Request): Promise<Answer> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  const patch = await bodyOf(request);
  if (type === 'application/apply-patch+yaml') return applyObject(context, patch);
  const before = findObject(context.backend, context.resource, context.target);
  if (isObject(patch)) refuseStale(context, before, patch);
  const subject = context.target.subresource === 'scale' ? scaleOf(context.resource, before) : before;
  const after = patched(context.resource, subject, patch, type);
  refuseStale(context, before, after);
  if (context.target.subresource === 'scale') return json(applyScale(context, before, after));
  if (context.resource.plural === 'pods') return json(after);
  if (stableText(withoutStatus(after)) === stableText(withoutStatus(before))) return json(before);
  return json(store(context, withoutStatus(after)));
}

function patched(resource: ResourceType, before: JsonObject, patch: Json, type: string): JsonObject {
  if (type === 'application/json-patch+json') {
    if (!Array.isArray(patch))
      throw new ApiError(400, 'error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch');
    return jsonPatch(before, patch);
  }
  if (!isObject(patch)) throw new ApiError(400, 'error decoding patch: the patch is no object');
  if (type === 'application/strategic-merge-patch+json' && isCustom(resource)) {
    throw new ApiError(
      415,
      'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
    );
  }
  const merged = type === 'application/strategic-merge-patch+json' ? strategicMerge(before, patch) : mergePatch(before, patch);
  if (!isObject(merged)) throw new ApiError(422, 'the patch left no object');
  return merged;
}

function applyObject(context: WriteContext, configuration: Json): Answer {
  const { backend, resource, target, parameters } = context;
  if (!isObject(configuration)) throw new ApiError(400, 'the body of the request is no object');
  const before = backend.cluster.objects.get(
    resourceKey(resource.group, resource.plural),
    resource.namespaced ? target.namespace : '',
    target.name,
  );
  if (before !== undefined) refuseStale(context, before, configuration);
  const after = serverSideApply(
    before,
    { ...configuration, metadata: { ...objectAt(configuration, 'metadata'), name: target.name } },
    {
      manager: parameters.get('fieldManager') ?? '',
      isForced: parameters.get('force') === 'true',
      nowMs: backend.model.nowMs,
    },
  );
  return json(store(context, withoutStatus(after)), before === undefined ? 201 : 200);
}

function applyScale(context: WriteContext, before: JsonObject, scale: JsonObject): JsonObject {
  const field = context.resource.plural === 'prometheuses' ? 'shards' : 'replicas';
  const replicas = at(scale, 'spec', 'replicas');
  const stored = store(context, withoutStatus({ ...before, spec: { ...objectAt(before, 'spec'), [field]: replicas } }));
  return scaleOf(context.resource, stored);
}

export function deleteObject(context: WriteContext): Answer {
  const { backend, resource, target } = context;
  const object = findObject(backend, resource, target);
  if (isDryRun(context)) return json(object);
  if (resource.plural === 'pods') {
    backend.cluster.deletePod(target.name, backend.model.nowMs);
    return json(object);
  }
  const key = resourceKey(resource.group, resource.plural);
  if (!backend.cluster.objects.remove(key, resource.namespaced ? target.namespace : '', target.name)) throw notFound(resource, target.name);
  return json(successStatus(resource, target.name, textAt(object, 'metadata', 'uid')));
}

function evict(context: WriteContext): Answer {
  const { backend, target, resource } = context;
  if (!backend.cluster.deletePod(target.name, backend.model.nowMs)) throw notFound(resource, target.name);
  return json({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }, 201);
}
