import { isObject, type Json, type JsonObject, listAt, objectAt, stableText, textAt } from '../model/json.ts';
import { type EpochMs, kubeTime } from '../model/time.ts';
import { strategicMerge } from './patch.ts';
import { ApiError } from './status.ts';

export interface ApplyOptions {
  readonly manager: string;
  readonly isForced: boolean;
  readonly nowMs: EpochMs;
}

/** The leaves of a configuration as `path → value`; list items go by their name where they have one. */
function leaves(value: Json | undefined, path: string, into: Map<string, string>): void {
  if (isObject(value)) {
    for (const [key, child] of Object.entries(value)) leaves(child, `${path}.${key}`, into);
  } else if (Array.isArray(value) && value.every((item) => isObject(item) && typeof item['name'] === 'string')) {
    for (const item of value) leaves(item, `${path}[name=${textAt(item, 'name')}]`, into);
  } else into.set(path, stableText(value));
}

function ownedLeaves(object: JsonObject): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(object)) {
    if (key === 'apiVersion' || key === 'kind' || key === 'status') continue;
    if (key === 'metadata') {
      leaves({ labels: objectAt(value, 'labels'), annotations: objectAt(value, 'annotations') }, '.metadata', found);
    } else leaves(value, `.${key}`, found);
  }
  return found;
}

interface Manager {
  readonly name: string;
  readonly fields: ReadonlySet<string>;
  readonly entry: Json;
}

function managersOf(object: JsonObject): Manager[] {
  return listAt(object, 'metadata', 'managedFields').map((entry) => ({
    name: textAt(entry, 'manager'),
    fields: new Set(Object.keys(objectAt(entry, 'fieldsV1'))),
    entry,
  }));
}

/** Fields another manager owns with another value. What nobody is on record for belongs to whoever first deployed the object. */
function conflicts(before: JsonObject, wanted: ReadonlyMap<string, string>, managers: readonly Manager[], manager: string): string[] {
  const present = ownedLeaves(before);
  const mine = managers.find((candidate) => candidate.name === manager)?.fields ?? new Set<string>();
  const found: string[] = [];
  for (const [path, value] of wanted) {
    const now = present.get(path);
    if (now === undefined || now === value || mine.has(path)) continue;
    const owner = managers.find((candidate) => candidate.name !== manager && candidate.fields.has(path))?.name ?? 'kustomize';
    found.push(`conflict with "${owner}": ${path}`);
  }
  return found;
}

/** Server-side apply: refuses to take over fields unless forced, and records who owns what. */
export function serverSideApply(before: JsonObject | undefined, configuration: JsonObject, options: ApplyOptions): JsonObject {
  if (options.manager === '')
    throw new ApiError(
      400,
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
      {},
      'Invalid',
    );
  const wanted = ownedLeaves(configuration);
  const managers = before === undefined ? [] : managersOf(before);
  const found = before === undefined ? [] : conflicts(before, wanted, managers, options.manager);
  if (found.length > 0 && !options.isForced) {
    const causes = found.map((message) => ({ reason: 'FieldManagerConflict', message, field: message.slice(message.indexOf(': ') + 2) }));
    throw new ApiError(409, `Apply failed with ${found.length} conflict${found.length > 1 ? 's' : ''}: ${found.join(', ')}`, { causes });
  }
  const merged = strategicMerge(before, configuration);
  const result = isObject(merged) ? merged : configuration;
  const others = managers.filter((candidate) => candidate.name !== options.manager).map((candidate) => candidate.entry);
  const own: JsonObject = {
    manager: options.manager,
    operation: 'Apply',
    apiVersion: textAt(configuration, 'apiVersion'),
    time: kubeTime(options.nowMs),
    fieldsType: 'FieldsV1',
    fieldsV1: Object.fromEntries([...wanted.keys()].map((path) => [path, {}])),
  };
  return { ...result, metadata: { ...objectAt(result, 'metadata'), managedFields: [...others, own] } };
}
