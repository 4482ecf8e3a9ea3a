import { z } from 'zod';
import type { ResourceKind } from '../model/kubernetes.ts';

/** What decides whether an object belongs into a backup. */
const shape = z.looseObject({
  metadata: z.looseObject({
    name: z.string().optional(),
    ownerReferences: z.array(z.looseObject({ kind: z.string(), controller: z.boolean().optional() })).optional(),
  }),
  spec: z
    .looseObject({ group: z.string().optional(), claimRef: z.looseObject({ namespace: z.string().optional() }).optional() })
    .optional(),
  subjects: z.array(z.looseObject({ namespace: z.string().optional() })).optional(),
  roleRef: z.looseObject({ name: z.string() }).optional(),
});

type RawObject = Readonly<Record<string, unknown>>;

/** Owned by their controllers: made again from what owns them. */
const RECREATED = new Set(['pods', 'replicasets']);

/** Written by the server; a restore must not carry it. */
const SERVER_FIELDS = ['managedFields', 'uid', 'resourceVersion', 'generation', 'creationTimestamp', 'selfLink'];

/** Picks the objects of one namespace's stack. Remembers the roles that kept bindings point at, so feed it kinds in order. */
export function createSelection(namespace: string): (kind: ResourceKind, object: RawObject) => boolean {
  const boundRoles = new Set<string>();
  return (kind, object) => {
    const parsed = shape.safeParse(object);
    if (!parsed.success) {
      return kind.isNamespaced;
    }
    const { metadata, spec, subjects, roleRef } = parsed.data;
    switch (kind.resource) {
      case 'customresourcedefinitions':
        return spec?.group === 'monitoring.coreos.com';
      case 'persistentvolumes':
        return spec?.claimRef?.namespace === namespace;
      case 'clusterrolebindings': {
        const isOurs = subjects?.some((subject) => subject.namespace === namespace) ?? false;
        if (isOurs && roleRef !== undefined) {
          boundRoles.add(roleRef.name);
        }
        return isOurs;
      }
      case 'clusterroles':
        return boundRoles.has(metadata.name ?? '');
      default:
        return !RECREATED.has(kind.resource) || !(metadata.ownerReferences?.some(({ controller }) => controller === true) ?? false);
    }
  };
}

/** The object as it can be applied again: without state and without what the server wrote. Lists leave the kind out; it is put back. */
export function restorable(kind: ResourceKind, object: RawObject): RawObject {
  const { status: _status, metadata, apiVersion: _apiVersion, kind: _kind, ...rest } = object;
  const kept = isRecord(metadata) ? Object.fromEntries(Object.entries(metadata).filter(([field]) => !SERVER_FIELDS.includes(field))) : {};
  const apiVersion = kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
  return { apiVersion, kind: kind.kind, metadata: kept, ...rest };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
