import type { ResourceKind } from '../../model/kubernetes.ts';
import type { CheckContext } from '../check.ts';

/** A raw object of the API server. */
export type RawObject = Readonly<Record<string, unknown>>;

export const NAMESPACES: ResourceKind = { group: '', version: 'v1', resource: 'namespaces', kind: 'Namespace', isNamespaced: false };
export const PODS: ResourceKind = { group: '', version: 'v1', resource: 'pods', kind: 'Pod', isNamespaced: true };
export const SERVICE_ACCOUNTS: ResourceKind = {
  group: '',
  version: 'v1',
  resource: 'serviceaccounts',
  kind: 'ServiceAccount',
  isNamespaced: true,
};
export const NETWORK_POLICIES: ResourceKind = {
  group: 'networking.k8s.io',
  version: 'v1',
  resource: 'networkpolicies',
  kind: 'NetworkPolicy',
  isNamespaced: true,
};

/** All objects of a kind in the monitoring namespace of the cluster that is looked at. */
export async function listAll(ctx: CheckContext, kind: ResourceKind): Promise<readonly RawObject[]> {
  const objects: RawObject[] = [];
  for await (const page of ctx.cluster.kubernetes.listObjects(kind, namespaceOf(ctx), ctx.signal)) {
    objects.push(...page);
  }
  return objects;
}

export function namespaceOf(ctx: Pick<CheckContext, 'config' | 'cluster'>): string {
  return ctx.config.clusters.find((cluster) => cluster.name === ctx.cluster.name)?.namespace ?? 'monitoring';
}
