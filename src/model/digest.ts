import type { CheckReport, HealthStatus, Tally } from './health.ts';
import type { DurationMs, EpochMs } from './time.ts';

/** How often a set of checks runs and is posted. */
export type DigestKind = 'daily' | 'weekly' | 'monthly' | 'quarterly';

/** What became of a row since the run before. */
export type ChangeKind = 'new' | 'worse' | 'better' | 'unchanged';

export interface DigestRow {
  readonly report: CheckReport;
  readonly change: ChangeKind;
  /** The same check in the run before, if it ran. */
  readonly before: CheckReport | null;
}

/** All rows of one cluster, worst first; `*` is the whole system. */
export interface DigestCluster {
  readonly name: string;
  readonly status: HealthStatus;
  /** None of its checks could look, so their rows are one fact. */
  readonly isBlind: boolean;
  readonly rows: readonly DigestRow[];
}

/** One run of the checks, ready to be put into words. */
export interface Digest {
  /** Id of the health report it was made from. */
  readonly id: string;
  readonly kind: DigestKind;
  readonly startedAt: EpochMs;
  readonly finishedAt: EpochMs;
  /** How long after its scheduled time it ran, when that is worth saying. */
  readonly lateMs: DurationMs | null;
  readonly counts: Tally;
  /** `null` when there was no run before. */
  readonly countsBefore: Tally | null;
  /** Blind clusters first, then worst first, then by name. */
  readonly clusters: readonly DigestCluster[];
  /** Rows of the run before that were not fine and did not run this time. */
  readonly gone: readonly CheckReport[];
}
