import { stringify } from 'yaml';
import type { WorkloadKind, WorkloadRef } from '../model/cluster.ts';

const KINDS: Readonly<Record<WorkloadKind, { readonly apiVersion: string; readonly kind: string }>> = {
  deployment: { apiVersion: 'apps/v1', kind: 'Deployment' },
  statefulset: { apiVersion: 'apps/v1', kind: 'StatefulSet' },
  prometheus: { apiVersion: 'monitoring.coreos.com/v1', kind: 'Prometheus' },
};

/** A kustomize patch that makes the new replicas the wanted state, so that the next apply does not revert them. */
export function replicasPatch({ kind, name, namespace }: WorkloadRef, replicas: number): string {
  return stringify({ ...KINDS[kind], metadata: { name, namespace }, spec: { replicas } });
}
