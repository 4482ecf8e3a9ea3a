import type { WorkloadRef } from './cluster.ts';
import type { DurationMs, EpochMs } from './time.ts';

/** One container of a pod as the API server reports it. */
export interface ContainerState {
  readonly name: string;
  readonly ready: boolean;
  readonly restarts: number;
  readonly state: 'running' | 'waiting' | 'terminated' | 'unknown';
  /** Reason of waiting or termination: `CrashLoopBackOff`, `ImagePullBackOff`, `OOMKilled`, … */
  readonly reason: string | null;
  readonly image: string;
  readonly lastTerminatedAt: EpochMs | null;
  readonly lastTerminationReason: string | null;
}

/** What we read of a pod. Source: core/v1 Pod. */
export interface Pod {
  readonly name: string;
  readonly namespace: string;
  readonly phase: string;
  readonly node: string | null;
  readonly createdAt: EpochMs;
  readonly deletedAt: EpochMs | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly owner: { readonly kind: string; readonly name: string } | null;
  readonly containers: readonly ContainerState[];
  /** `Unschedulable` and its message, when the scheduler gave up. */
  readonly unschedulable: string | null;
}

/** One pod as the API server prints it for people; `null` is a cell that could not be read. */
export interface PodRow {
  readonly name: string;
  readonly ready: number | null;
  readonly containers: number | null;
  /** The phase, or the reason that hides it: `Running`, `CrashLoopBackOff`, `Init:0/1`, `Terminating`, … */
  readonly status: string;
  readonly restarts: number | null;
  /** Rounded down. `null` also when the server does not tell. */
  readonly lastRestartAgoMs: DurationMs | null;
}

/** A pod of a list: a row where the server prints tables, else in full. */
export type PodEntry = { readonly kind: 'row'; readonly row: PodRow } | { readonly kind: 'pod'; readonly pod: Pod };

/** A workload's replicas as wanted and as they are. */
export interface WorkloadState {
  readonly workload: WorkloadRef;
  readonly replicas: number;
  readonly readyReplicas: number;
  readonly updatedReplicas: number;
  /** True once the controller has seen the wanted state (observedGeneration reached). */
  readonly observed: boolean;
  readonly resourceVersion: string;
  readonly image: string | null;
  /** Who manages the object: `Helm`, `kustomize`, `prometheus-operator` …, from labels, annotations and owner. */
  readonly managedBy: string | null;
  /** Field managers that own `spec.replicas`; a HorizontalPodAutoscaler shows up here. */
  readonly autoscaler: string | null;
  readonly annotations: Readonly<Record<string, string>>;
}

/** One kind of object that a backup saves. */
export interface ResourceKind {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly kind: string;
  readonly isNamespaced: boolean;
}
