import { type WorkloadRef, workloadName } from '../model/cluster.ts';

/** A workload as plans name it: `cluster-01 / monitoring / deployment/thanos-query`. */
export function objectName(workload: WorkloadRef): string {
  return `${workload.cluster} / ${workload.namespace} / ${workloadName(workload)}`;
}
