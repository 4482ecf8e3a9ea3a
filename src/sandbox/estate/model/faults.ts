import { coveredMs, type Interval, isActiveAt } from './intervals.ts';
import type { EpochMs } from './time.ts';

export const faultKinds = [
  'pod-crash',
  'pod-not-ready',
  'pod-image',
  'pod-pending',
  'uploads-stopped',
  's3-down',
  'cluster-cut',
  'node-down',
  'disk-full',
  'pvc-full',
  'kubelet-unscraped',
  'bucket-full',
  'compactor-halt',
  'same-labels',
  'slow-queries',
  'block-lost',
  'alert',
] as const;

export type FaultKind = (typeof faultKinds)[number];

export interface FaultRequest {
  readonly kind: FaultKind;
  readonly cluster?: string | undefined;
  /** A pod, mount point, claim or block; for `alert` the alert's name. */
  readonly target?: string | undefined;
  /** `cluster-cut`: refuse, reset, hang, 401, 403, 500, html. `s3-down`: 503, hang, 403. `kubelet-unscraped`: no-exec. */
  readonly mode?: string | undefined;
  readonly percent?: number | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** A pod fault that is still there after the pod was deleted. */
  readonly sticky?: boolean | undefined;
}

export interface Fault extends FaultRequest, Interval {
  readonly id: string;
}

const kept = 500;
const none: readonly Fault[] = [];

/** What was broken when; ended faults stay known so that the past keeps its values. */
export class FaultLog {
  readonly #faults: Fault[] = [];
  readonly #byKind = new Map<FaultKind, Fault[]>();
  #sequence = 0;
  version = 0;

  add(request: FaultRequest, timeMs: EpochMs): Fault {
    this.#sequence += 1;
    const fault: Fault = { ...request, id: `fault-${this.#sequence}`, fromMs: timeMs, toMs: undefined };
    this.#faults.push(fault);
    this.#byKind.set(fault.kind, [...(this.#byKind.get(fault.kind) ?? []), fault].slice(-kept));
    if (this.#faults.length > kept) this.#faults.shift();
    this.version += 1;
    return fault;
  }

  /** Returns false when no open fault has that id. */
  mend(id: string, timeMs: EpochMs): boolean {
    const fault = this.#faults.find((candidate) => candidate.id === id && candidate.toMs === undefined);
    if (fault === undefined) return false;
    fault.toMs = timeMs;
    this.version += 1;
    return true;
  }

  get isEmpty(): boolean {
    return this.#faults.length === 0;
  }

  open(): readonly Fault[] {
    return this.#faults.filter((fault) => fault.toMs === undefined);
  }

  of(kind: FaultKind, cluster?: string, target?: string): readonly Fault[] {
    const ofKind = this.#byKind.get(kind);
    if (ofKind === undefined) return none;
    return ofKind.filter(
      (fault) =>
        (cluster === undefined || fault.cluster === undefined || fault.cluster === cluster) &&
        (target === undefined || fault.target === undefined || fault.target === target),
    );
  }

  at(timeMs: EpochMs, kind: FaultKind, cluster?: string, target?: string): Fault | undefined {
    return this.of(kind, cluster, target).findLast((fault) => isActiveAt(fault, timeMs));
  }

  durationMs(startMs: EpochMs, endMs: EpochMs, kind: FaultKind, cluster?: string, target?: string): number {
    return coveredMs(this.of(kind, cluster, target), startMs, endMs);
  }

  /** Every instant up to `timeMs` at which a fault began or ended. */
  edges(timeMs: EpochMs): number[] {
    return this.#faults.flatMap((fault) => [fault.fromMs, fault.toMs ?? fault.fromMs]).filter((edge) => edge <= timeMs);
  }
}
