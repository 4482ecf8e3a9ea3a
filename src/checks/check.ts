import type { Config } from '../config/config.ts';
import type { Remedy, Verdict } from '../model/health.ts';
import type { DurationMs, EpochMs } from '../model/time.ts';
import type { ClusterAccess, Grafana, ImageScanner, ObjectStore, ThanosQuery } from '../ports.ts';
import type { BucketInventory } from './bucket-inventory.ts';
import type { CheckMemory, MeasureHistory } from './memory.ts';

/** What a check may use for one run. */
export interface CheckContext {
  readonly config: Config;
  /** The cluster this run is about; for a check of the whole system, the central one. */
  readonly cluster: ClusterAccess;
  /** All clusters, for checks of the whole system. */
  readonly clusters: readonly ClusterAccess[];
  readonly thanos: ThanosQuery;
  /** `null` when no bucket is configured. */
  readonly bucket: ObjectStore | null;
  /** `null` when no Grafana is configured. */
  readonly grafana: Grafana | null;
  readonly scanner: ImageScanner;
  /** What the bucket holds; read once for all checks of one run. `null` when no bucket is configured. */
  inventory(): Promise<BucketInventory | null>;
  /** Facts that outlive a run. */
  readonly memory: CheckMemory;
  /** Headline numbers of earlier runs. */
  readonly history: MeasureHistory;
  /** A stopwatch for what a check times itself; never wall-clock time. */
  readonly stopwatchMs: () => number;
  readonly now: EpochMs;
  readonly signal: AbortSignal;
}

/** What an author writes: facts about the check, then gather and evaluate. */
export interface CheckSpec<Facts> {
  /** Kebab-case; equals the file name. Appears in configuration, digests and logs: never reuse. */
  readonly id: string;
  /** `cluster` runs once for each cluster, `system` once in all. */
  readonly scope: 'cluster' | 'system';
  readonly cadence: 'daily' | 'weekly' | 'monthly' | 'quarterly';
  readonly timeoutMs: DurationMs;
  readonly remedy: Remedy;
  /** I/O only: reads, no judgement. */
  gather(ctx: CheckContext): Promise<Facts>;
  /** Judgement only: pure, no I/O, no clock. */
  evaluate(facts: Facts, ctx: EvaluateContext): Verdict;
}

/** What judgement may know besides the facts. */
export interface EvaluateContext {
  readonly config: Config;
  readonly cluster: string;
  readonly now: EpochMs;
}

/** A check with its facts type closed over, as the runner sees it. */
export interface Check extends Omit<CheckSpec<never>, 'gather' | 'evaluate'> {
  run(ctx: CheckContext): Promise<Verdict>;
}

/** Fixes the shape of a check and hides its facts type from the runner. */
export function defineCheck<Facts>({ gather, evaluate, ...facts }: CheckSpec<Facts>): Check {
  return {
    ...facts,
    run: async (ctx) => evaluate(await gather(ctx), { config: ctx.config, cluster: ctx.cluster.name, now: ctx.now }),
  };
}
