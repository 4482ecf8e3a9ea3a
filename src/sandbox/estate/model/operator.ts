import { alertmanagerResource, alertmanagerSet, namespace, prometheusResource, prometheusSet, release } from './identity.ts';
import { at, type JsonObject, stableText } from './json.ts';
import type { ObjectStore } from './object-store.ts';
import type { PodHistory } from './pods.ts';
import type { SeedObject } from './seed/build.ts';
import { alertmanagerStatefulSet, prometheusStatefulSet } from './seed/prometheus.ts';
import { type EpochMs, secondMs } from './time.ts';
import type { WorkloadControllers } from './workloads.ts';

const reactsAfterMs = 3 * secondMs;

/** prometheus-operator: the StatefulSets follow the custom resources, whatever else anyone writes into them. */
export class Operator {
  readonly #objects: ObjectStore;
  readonly #controllers: WorkloadControllers;
  readonly #history: PodHistory;
  readonly #noticedMs = new Map<string, EpochMs>();

  constructor(objects: ObjectStore, controllers: WorkloadControllers, history: PodHistory) {
    this.#objects = objects;
    this.#controllers = controllers;
    this.#history = history;
  }

  /** The first pass happens at once; afterwards a difference stands for a few seconds before it is put right. */
  reconcile(nowMs: EpochMs, isFirst = false): void {
    if (!isFirst && !this.#isRunning(nowMs)) return;
    const prometheus = this.#objects.get('monitoring.coreos.com/prometheuses', namespace, prometheusResource);
    const present = this.#objects.get('apps/statefulsets', namespace, prometheusSet);
    if (prometheus !== undefined && at(prometheus, 'spec', 'paused') !== true) {
      this.#apply(prometheusStatefulSet(prometheus, present), present, nowMs, isFirst);
    }
    const alertmanager = this.#objects.get('monitoring.coreos.com/alertmanagers', namespace, alertmanagerResource);
    if (alertmanager !== undefined && at(alertmanager, 'spec', 'paused') !== true) {
      const presentSet = this.#objects.get('apps/statefulsets', namespace, alertmanagerSet);
      this.#apply(alertmanagerStatefulSet(alertmanager), presentSet, nowMs, isFirst);
    }
  }

  #apply(wanted: SeedObject, present: JsonObject | undefined, nowMs: EpochMs, atOnce: boolean): void {
    const name = String(at(wanted.object, 'metadata', 'name'));
    if (present !== undefined && stableText(present['spec']) === stableText(wanted.object['spec'])) {
      this.#noticedMs.delete(name);
      return;
    }
    const noticedMs = this.#noticedMs.get(name) ?? nowMs;
    this.#noticedMs.set(name, noticedMs);
    if (atOnce || nowMs >= noticedMs + reactsAfterMs) this.#objects.put(wanted.resource, wanted.object, nowMs);
  }

  #isRunning(nowMs: EpochMs): boolean {
    return this.#controllers
      .alive('ReplicaSet', `${release}-operator`, namespace, nowMs)
      .some(({ pod }) => this.#history.isReadyAt(pod, nowMs));
  }
}
