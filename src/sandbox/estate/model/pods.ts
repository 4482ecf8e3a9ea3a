import type { Fault, FaultKind, FaultLog } from './faults.ts';
import { isActiveAt } from './intervals.ts';
import { type JsonObject, listAt, textAt } from './json.ts';
import { type EpochMs, minuteMs, secondMs } from './time.ts';
import { imageExists, refusesItsFlags } from './versions.ts';

export type PodPhase = 'absent' | 'pending' | 'starting' | 'image' | 'crashing' | 'not-ready' | 'ready';

/** One existence of a pod: a StatefulSet's pod has a new life under the old name each time it is recreated. */
export interface PodLife {
  readonly uid: string;
  readonly createdMs: EpochMs;
  readonly revision: string;
  readonly template: JsonObject;
  endedMs: EpochMs | undefined;
}

export interface PodRecord {
  readonly name: string;
  readonly namespace: string;
  readonly ip: string;
  readonly owner: { readonly kind: 'ReplicaSet' | 'StatefulSet' | 'DaemonSet'; readonly name: string; readonly workload: string };
  readonly lives: PodLife[];
}

/** From creation until the containers run, and from there until they are ready. */
export const schedulingMs = 2 * secondMs;
const startupMs = 10 * secondMs;
const crashedRunMs = 5 * secondMs;

const phaseOfFault: readonly (readonly [FaultKind, PodPhase])[] = [
  ['pod-pending', 'pending'],
  ['pod-image', 'image'],
  ['pod-crash', 'crashing'],
  ['pod-not-ready', 'not-ready'],
  ['node-down', 'not-ready'],
];

/** What state a cluster's pods were in at any instant. */
export class PodHistory {
  readonly #faults: FaultLog;
  readonly #cluster: string;

  constructor(faults: FaultLog, cluster: string) {
    this.#faults = faults;
    this.#cluster = cluster;
  }

  lifeAt(pod: PodRecord, timeMs: EpochMs): PodLife | undefined {
    return pod.lives.findLast((life) => life.createdMs <= timeMs && (life.endedMs === undefined || timeMs < life.endedMs));
  }

  phaseAt(pod: PodRecord, timeMs: EpochMs): PodPhase {
    const life = this.lifeAt(pod, timeMs);
    if (life === undefined) return 'absent';
    const broken = this.#brokenPhase(pod, timeMs);
    if (broken !== undefined) return broken;
    if (timeMs < life.createdMs + schedulingMs) return 'pending';
    const { canBePulled, canRun } = factsOf(life);
    if (!canBePulled) return 'image';
    if (!canRun) return 'crashing';
    return timeMs < life.createdMs + startupMs ? 'starting' : 'ready';
  }

  isReadyAt(pod: PodRecord, timeMs: EpochMs): boolean {
    return this.phaseAt(pod, timeMs) === 'ready';
  }

  #brokenPhase(pod: PodRecord, timeMs: EpochMs): PodPhase | undefined {
    if (this.#faults.isEmpty) return undefined;
    return phaseOfFault.find(([kind]) => this.#fault(kind, pod, timeMs) !== undefined)?.[1];
  }

  #fault(kind: FaultKind, pod: PodRecord, timeMs: EpochMs): Fault | undefined {
    return this.#faults.at(timeMs, kind, this.#cluster, kind === 'node-down' ? undefined : pod.name);
  }

  /** When the containers of this life were (re)started, up to `timeMs`: the first start, then one per crash with back-off. */
  startsAt(pod: PodRecord, timeMs: EpochMs): EpochMs[] {
    const life = this.lifeAt(pod, timeMs);
    if (life === undefined) return [];
    const starts = [life.createdMs + schedulingMs];
    if (factsOf(life).canRun && this.#faults.of('pod-crash', this.#cluster, pod.name).length === 0)
      return starts.filter((start) => start <= timeMs);
    for (const crash of this.#crashes(pod, life)) {
      const endMs = Math.min(timeMs, crash.toMs ?? timeMs);
      for (let restart = crash.fromMs + crashedRunMs, wait = 10 * secondMs; restart <= endMs; wait = Math.min(wait * 2, 5 * minuteMs)) {
        if (restart > life.createdMs) starts.push(restart);
        restart += wait + crashedRunMs;
      }
      if (crash.toMs !== undefined && crash.toMs <= timeMs) starts.push(crash.toMs);
    }
    return starts.filter((start) => start <= timeMs);
  }

  #crashes(pod: PodRecord, life: PodLife): { fromMs: EpochMs; toMs: EpochMs | undefined }[] {
    const endsMs = life.endedMs ?? Number.POSITIVE_INFINITY;
    const faults = this.#faults
      .of('pod-crash', this.#cluster, pod.name)
      .filter((fault) => fault.fromMs < endsMs && (fault.toMs ?? Number.POSITIVE_INFINITY) > life.createdMs);
    const own = !factsOf(life).canRun ? [{ fromMs: life.createdMs, toMs: undefined }] : [];
    return [...own, ...faults.map((fault) => ({ fromMs: Math.max(fault.fromMs, life.createdMs), toMs: fault.toMs }))];
  }

  restartsAt(pod: PodRecord, timeMs: EpochMs): number {
    return Math.max(0, this.startsAt(pod, timeMs).length - 1);
  }

  processStartAt(pod: PodRecord, timeMs: EpochMs): EpochMs {
    return this.startsAt(pod, timeMs).at(-1) ?? timeMs;
  }

  /** Whether a crash that somebody asked for goes on at that instant. */
  isCrashFaultActive(pod: PodRecord, timeMs: EpochMs): boolean {
    return this.#faults.of('pod-crash', this.#cluster, pod.name).some((fault) => isActiveAt(fault, timeMs));
  }
}

export function containersOf(life: PodLife): JsonObject[] {
  return listAt(life.template, 'spec', 'containers').filter((container): container is JsonObject => typeof container === 'object');
}

interface TemplateFacts {
  readonly canBePulled: boolean;
  readonly canRun: boolean;
}

const knownFacts = new WeakMap<JsonObject, TemplateFacts>();

/** What follows from a template alone; asked for every sample of every series, so it is kept. */
function factsOf(life: PodLife): TemplateFacts {
  const known = knownFacts.get(life.template);
  if (known !== undefined) return known;
  const containers = containersOf(life);
  const facts = {
    canBePulled: containers.every((container) => imageExists(textAt(container, 'image'))),
    canRun: !containers.some(refusesItsFlags),
  };
  knownFacts.set(life.template, facts);
  return facts;
}
