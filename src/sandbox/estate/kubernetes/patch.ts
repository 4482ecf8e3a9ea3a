import { isObject, type Json, type JsonObject } from '../model/json.ts';
import { ApiError } from './status.ts';

/** RFC 7386. */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const result: JsonObject = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else if (value !== undefined) result[key] = mergePatch(result[key], value);
  }
  return result;
}

const mergeKeys = ['name', 'mountPath', 'containerPort', 'type', 'ip', 'topologyKey'];

/** The key by which Kubernetes merges a list of objects; lists without one are replaced. */
function mergeKeyOf(path: string, items: readonly Json[]): string | undefined {
  if (['tolerations', 'rules', 'groups', 'matchExpressions', 'args', 'command'].includes(path)) return undefined;
  const preferred = path === 'ports' ? ['containerPort', 'port', 'name'] : path === 'volumeMounts' ? ['mountPath'] : mergeKeys;
  return preferred.find((key) => items.length > 0 && items.every((item) => isObject(item) && item[key] !== undefined));
}

/** Strategic merge, and the value merging of server-side apply: like a merge patch, but known lists are merged item by item. */
export function strategicMerge(target: Json | undefined, patch: Json, path = ''): Json {
  if (Array.isArray(patch)) return mergeLists(Array.isArray(target) ? target : [], patch, path);
  if (!isObject(patch)) return patch;
  if (patch['$patch'] === 'replace') return withoutDirective(patch);
  const result: JsonObject = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$')) continue;
    if (value === null) delete result[key];
    else if (value !== undefined) result[key] = strategicMerge(result[key], value, key);
  }
  return result;
}

function withoutDirective(patch: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(patch).filter(([key]) => key !== '$patch'));
}

function mergeLists(target: readonly Json[], patch: readonly Json[], path: string): Json[] {
  const key = mergeKeyOf(path, patch);
  if (key === undefined) return [...patch];
  const result = [...target];
  for (const item of patch) {
    if (!isObject(item)) continue;
    const index = result.findIndex((candidate) => isObject(candidate) && candidate[key] === item[key]);
    if (item['$patch'] === 'delete') {
      if (index >= 0) result.splice(index, 1);
    } else if (index < 0) result.push(item);
    else result[index] = strategicMerge(result[index], item, '');
  }
  return result;
}

/** RFC 6902; a failed `test` and a path that does not exist are errors, as on a real API server. */
export function jsonPatch(target: JsonObject, operations: readonly Json[]): JsonObject {
  let document: Json = structuredClone(target);
  for (const operation of operations) {
    if (!isObject(operation)) throw new ApiError(400, 'json patch operations must be objects');
    document = applyOperation(document, operation);
  }
  if (!isObject(document)) throw new ApiError(422, 'the patch left no object');
  return document;
}

const pointerOf = (path: string): string[] =>
  path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

function lookUp(document: Json, path: readonly string[]): Json | undefined {
  let current: Json | undefined = document;
  for (const part of path) {
    if (Array.isArray(current)) current = current[Number(part)];
    else if (isObject(current)) current = current[part];
    else return undefined;
  }
  return current;
}

function applyOperation(document: Json, operation: JsonObject): Json {
  const kind = String(operation['op']);
  const path = pointerOf(String(operation['path'] ?? ''));
  const value = operation['value'] ?? null;
  const present = lookUp(document, path);
  switch (kind) {
    case 'test':
      if (JSON.stringify(present) !== JSON.stringify(value))
        throw new ApiError(
          422,
          `testing path ${String(operation['path'])} failed: the server rejected our request due to an error in our request`,
        );
      return document;
    case 'remove':
    case 'replace':
      if (present === undefined)
        throw new ApiError(
          422,
          `the server rejected our request: ${kind} operation does not apply: doc is missing path: ${String(operation['path'])}`,
        );
      return write(document, path, kind === 'replace' ? value : undefined, false);
    case 'add':
      return write(document, path, value, true);
    case 'copy':
    case 'move': {
      const from = pointerOf(String(operation['from'] ?? ''));
      const source = lookUp(document, from);
      if (source === undefined) throw new ApiError(422, `doc is missing path: ${String(operation['from'])}`);
      const remaining = kind === 'move' ? write(document, from, undefined, false) : document;
      return write(remaining, path, structuredClone(source), true);
    }
    default:
      throw new ApiError(400, `unexpected json patch operation ${kind}`);
  }
}

function write(document: Json, path: readonly string[], value: Json | undefined, isInsert: boolean): Json {
  const last = path.at(-1);
  if (last === undefined) return value ?? null;
  const parent = lookUp(document, path.slice(0, -1));
  if (Array.isArray(parent)) {
    const index = last === '-' ? parent.length : Number(last);
    if (value === undefined) parent.splice(index, 1);
    else parent.splice(index, isInsert ? 0 : 1, value);
  } else if (isObject(parent)) {
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  } else {
    throw new ApiError(422, `add operation does not apply: doc is missing path: /${path.join('/')}`);
  }
  return document;
}
