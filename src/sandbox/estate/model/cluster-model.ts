import type { FaultLog, FaultRequest } from './faults.ts';
import { type ClusterIdentity, namespace, prometheusSet } from './identity.ts';
import { ObjectStore } from './object-store.ts';
import { Operator } from './operator.ts';
import { PodHistory, type PodRecord } from './pods.ts';
import { centralObjects } from './seed/central-objects.ts';
import { clusterObjects } from './seed/cluster-objects.ts';
import { dayMs, type EpochMs } from './time.ts';
import { WorkloadControllers } from './workloads.ts';

export interface ClusterSeed {
  readonly identity: ClusterIdentity;
  readonly all: readonly ClusterIdentity[];
  readonly fillerPods: number;
  readonly nowMs: EpochMs;
}

/** How long before the sandbox starts the clusters have been up. */
export const uptimeMs = 12 * dayMs;

/** One Kubernetes cluster: its objects, its pods and the controllers that keep them in step. */
export class ClusterModel {
  readonly identity: ClusterIdentity;
  readonly objects: ObjectStore;
  readonly history: PodHistory;
  readonly controllers: WorkloadControllers;
  readonly faults: FaultLog;
  readonly #operator: Operator;
  #settled = '';

  constructor(seed: ClusterSeed, faults: FaultLog) {
    this.identity = seed.identity;
    this.faults = faults;
    this.objects = new ObjectStore(seed.identity.name);
    this.history = new PodHistory(faults, seed.identity.name);
    this.controllers = new WorkloadControllers(this.objects, this.history, seed.identity.name);
    this.#operator = new Operator(this.objects, this.controllers, this.history);
    const bornMs = seed.nowMs - uptimeMs;
    const objects = clusterObjects(seed.identity, seed.fillerPods, bornMs);
    if (seed.identity.role === 'central') objects.push(...centralObjects(seed.all));
    for (const { resource, object } of objects) this.objects.put(resource, object, bornMs);
    this.#operator.reconcile(bornMs, true);
    this.controllers.reconcile(bornMs);
    this.controllers.reconcile(bornMs + 60_000);
  }

  get name(): string {
    return this.identity.name;
  }

  /** Nothing to do while no object changed, no fault came or went and every pod is as old as it needs to be. */
  advanceTo(nowMs: EpochMs): void {
    const state = `${this.objects.version}/${this.faults.version}`;
    if (state === this.#settled) return;
    this.#operator.reconcile(nowMs);
    this.controllers.reconcile(nowMs);
    const youngest = Math.max(0, ...this.pods().map((pod) => this.#lastChange(pod)));
    this.#settled = nowMs - youngest > 120_000 ? `${this.objects.version}/${this.faults.version}` : '';
  }

  #lastChange(pod: PodRecord): EpochMs {
    const life = pod.lives.at(-1);
    return Math.max(life?.createdMs ?? 0, life?.endedMs ?? 0);
  }

  pods(): PodRecord[] {
    return [...this.controllers.pods.values()];
  }

  pod(name: string): PodRecord | undefined {
    return this.controllers.pods.get(name);
  }

  /** The pods of a workload that live at that instant. */
  podsOf(workload: string, timeMs: EpochMs): PodRecord[] {
    return this.pods().filter(
      (pod) => pod.owner.workload === workload && pod.namespace === namespace && this.history.lifeAt(pod, timeMs) !== undefined,
    );
  }

  readyPodsOf(workload: string, timeMs: EpochMs): PodRecord[] {
    return this.podsOf(workload, timeMs).filter((pod) => this.history.isReadyAt(pod, timeMs));
  }

  prometheusPods(timeMs: EpochMs): PodRecord[] {
    return this.podsOf(prometheusSet, timeMs);
  }

  isPodReadyAt(name: string, timeMs: EpochMs): boolean {
    const pod = this.pod(name);
    return pod !== undefined && this.history.isReadyAt(pod, timeMs);
  }

  /** A deleted pod takes the faults with it that do not stick. */
  deletePod(name: string, nowMs: EpochMs): boolean {
    if (!this.controllers.deletePod(name, nowMs)) return false;
    for (const fault of this.faults.open()) {
      if (fault.cluster === this.name && fault.target === name && isPodFault(fault) && fault.sticky !== true) {
        this.faults.mend(fault.id, nowMs);
      }
    }
    this.#settled = '';
    return true;
  }

  /** Every instant at which this cluster's pods or faults may have changed what others see of it. */
  edges(nowMs: EpochMs): EpochMs[] {
    const edges = this.faults.edges(nowMs);
    for (const pod of this.pods()) {
      for (const life of pod.lives) edges.push(life.createdMs + 10_000, life.createdMs, life.endedMs ?? life.createdMs);
    }
    return edges.filter((edge) => edge <= nowMs);
  }

  isNodeUpAt(timeMs: EpochMs): boolean {
    return this.faults.at(timeMs, 'node-down', this.name) === undefined;
  }
}

const isPodFault = (fault: FaultRequest): boolean => fault.kind.startsWith('pod-');
