import { isObject, type JsonObject, objectAt, stableText, textAt, textsAt } from './json.ts';
import { uuid } from './random.ts';
import { type EpochMs, kubeTime } from './time.ts';

export type ResourceKey = string;

/** `apps/deployments`, `/pods`: the API group and the plural name. */
export const resourceKey = (group: string, plural: string): ResourceKey => `${group}/${plural}`;

/** One cluster's stored Kubernetes objects. Every change takes a new resource version. */
export class ObjectStore {
  readonly #objects = new Map<ResourceKey, Map<string, JsonObject>>();
  readonly #seed: string;
  version = 1_000;

  constructor(seed: string) {
    this.#seed = seed;
  }

  list(resource: ResourceKey, namespace?: string): JsonObject[] {
    const all = [...(this.#objects.get(resource)?.values() ?? [])];
    return namespace === undefined ? all : all.filter((object) => textAt(object, 'metadata', 'namespace') === namespace);
  }

  get(resource: ResourceKey, namespace: string, name: string): JsonObject | undefined {
    return this.#objects.get(resource)?.get(`${namespace}/${name}`);
  }

  /** Stores an object; metadata that a server owns is filled in. The generation rises only when the spec changes. */
  put(resource: ResourceKey, object: JsonObject, nowMs: EpochMs): JsonObject {
    const namespace = textAt(object, 'metadata', 'namespace');
    const name = textAt(object, 'metadata', 'name');
    const before = this.get(resource, namespace, name);
    this.version += 1;
    const metadata: JsonObject = {
      ...objectAt(object, 'metadata'),
      uid: textAt(before, 'metadata', 'uid') || uuid(`${this.#seed}/${resource}/${namespace}/${name}/${this.version}`),
      resourceVersion: String(this.version),
      creationTimestamp:
        textAt(before, 'metadata', 'creationTimestamp') || textAt(object, 'metadata', 'creationTimestamp') || kubeTime(nowMs),
    };
    if (isObject(object['spec'])) metadata['generation'] = this.#generation(before, object);
    const stored: JsonObject = { ...object, metadata };
    const known = this.#objects.get(resource) ?? new Map<string, JsonObject>();
    known.set(`${namespace}/${name}`, stored);
    this.#objects.set(resource, known);
    return stored;
  }

  remove(resource: ResourceKey, namespace: string, name: string): boolean {
    this.version += 1;
    return this.#objects.get(resource)?.delete(`${namespace}/${name}`) ?? false;
  }

  #generation(before: JsonObject | undefined, object: JsonObject): number {
    const known = before === undefined ? 0 : Number(objectAt(before, 'metadata')['generation'] ?? 1);
    return before !== undefined && stableText(before['spec']) === stableText(object['spec']) ? known : known + 1;
  }
}

export function labelsOf(object: JsonObject): Record<string, string> {
  return textsAt(object, 'metadata', 'labels');
}

export function nameOf(object: JsonObject): string {
  return textAt(object, 'metadata', 'name');
}
