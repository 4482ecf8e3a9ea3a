/** Where an HTTP API is reached: through a cluster's API server (`name:port` of a Service), or directly. */
export type Endpoint =
  | { readonly kind: 'service'; readonly cluster: string; readonly namespace: string; readonly service: string }
  | { readonly kind: 'url'; readonly url: string };

export type WorkloadKind = 'deployment' | 'statefulset' | 'prometheus';

/** A workload whose replicas we may read or change. `prometheus` is the operator's custom resource. */
export interface WorkloadRef {
  readonly cluster: string;
  readonly namespace: string;
  readonly kind: WorkloadKind;
  readonly name: string;
}

/** `deployment/thanos-query` as people write it. */
export function workloadName(workload: Pick<WorkloadRef, 'kind' | 'name'>): string {
  return `${workload.kind}/${workload.name}`;
}

/** Block resolutions of Thanos by the name used in configuration and reports. */
export type Resolution = 'raw' | '5m' | '1h';
