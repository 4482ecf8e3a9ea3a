import type { ResourceKind } from '../model/kubernetes.ts';

/** Objects that controllers write and rewrite by themselves, or that are only views of others. A restore would get in their way. */
const SKIPPED = new Set([
  'events',
  'leases',
  'endpoints',
  'endpointslices',
  'controllerrevisions',
  'replicationcontrollers',
  'componentstatuses',
  'bindings',
]);

/** Groups that compute their answers and store nothing. */
const COMPUTED_GROUPS = new Set([
  'metrics.k8s.io',
  'custom.metrics.k8s.io',
  'external.metrics.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
]);

/** Things without a namespace that a restore of the monitoring stack needs. Bindings come before roles: they say which roles matter. */
const CLUSTER_SCOPED = [
  'customresourcedefinitions',
  'storageclasses',
  'persistentvolumes',
  'clusterrolebindings',
  'clusterroles',
  'priorityclasses',
];

/** What the stack cannot be rebuilt without; a backup in which one of these cannot be read has failed. */
const ESSENTIAL = new Set([
  'deployments',
  'statefulsets',
  'daemonsets',
  'services',
  'configmaps',
  'persistentvolumeclaims',
  'prometheuses',
  'prometheusrules',
  'servicemonitors',
]);

/** Kinds of the namespace to save, custom resources included, Secrets apart. */
export function namespacedKinds(kinds: readonly ResourceKind[]): readonly ResourceKind[] {
  return kinds.filter(
    ({ isNamespaced, resource, group }) => isNamespaced && !SKIPPED.has(resource) && !COMPUTED_GROUPS.has(group) && resource !== 'secrets',
  );
}

export function secretKind(kinds: readonly ResourceKind[]): ResourceKind | null {
  return kinds.find(({ resource, group }) => resource === 'secrets' && group === '') ?? null;
}

/** Kinds without a namespace to save, in the order in which they have to be read. */
export function clusterKinds(kinds: readonly ResourceKind[]): readonly ResourceKind[] {
  return CLUSTER_SCOPED.flatMap((resource) => kinds.filter((kind) => !kind.isNamespaced && kind.resource === resource));
}

export function isEssential({ resource }: ResourceKind): boolean {
  return ESSENTIAL.has(resource);
}

/** A kind as reports name it: `configmaps`, `prometheuses.monitoring.coreos.com`. */
export function kindName({ resource, group }: ResourceKind): string {
  return group === '' ? resource : `${resource}.${group}`;
}
