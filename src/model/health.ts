import type { Forecast, Reach } from './outlook.ts';
import type { Phrase, Words } from './phrase.ts';
import type { EpochMs } from './time.ts';

/**
 * Outcome of one check on one target.
 *
 * `unknown` means "could not be measured" and is never treated as `ok`.
 */
export type HealthStatus = 'ok' | 'warning' | 'critical' | 'unknown';

export type Unit = 'seconds' | 'bytes' | 'ratio' | 'count' | 'timestamp' | 'text';

/** One fact that supports a verdict, with the query or object it came from, so that a person can repeat it. */
export interface Evidence {
  /** What was measured: a pod, a mount point, a metric's subject. */
  readonly label: Words;
  /** Number in `unit` (`timestamp` is EpochMs), or text when `unit` is `text`. */
  readonly value: number | Words;
  readonly unit: Unit;
  /** PromQL, API path or `kubectl` object that shows the same. */
  readonly source: string;
  /** Set on the facts that made the verdict what it is. */
  readonly status?: HealthStatus;
}

/** What to do about it: an action that the bot can run, or a page under `docs/runbooks/`. */
export type Remedy = { readonly kind: 'action'; readonly command: string } | { readonly kind: 'runbook'; readonly id: string };

/** Numbers over time behind a verdict, for a picture; not kept with the report. */
export interface MeasuredSeries {
  /** Untranslated: a resource, a volume. */
  readonly name: string;
  readonly unit: Unit;
  readonly points: readonly { readonly at: EpochMs; readonly value: number }[];
}

/** Where something that fills up is heading. */
export interface Outlook {
  /** The bucket, a volume, a disk. */
  readonly name: Words;
  /** `ratio` is a share of the capacity. */
  readonly unit: 'bytes' | 'ratio';
  /** `null`: nobody can tell. */
  readonly now: number | null;
  /** In `unit`; `null` when nobody has said how much there is. */
  readonly capacity: number | null;
  /** `null` while too little is known of the past. */
  readonly in90d: Forecast | null;
  readonly in180d: Forecast | null;
  /** `null`: not within a year, as far as can be foreseen. */
  readonly untilWarning: Reach | null;
  readonly untilCritical: Reach | null;
  readonly status: HealthStatus;
  /** PromQL or object that shows the same. */
  readonly source: string;
}

/** What a check concluded; plain data, put into words elsewhere. */
export interface Verdict {
  readonly status: HealthStatus;
  readonly summary: Phrase;
  readonly evidence: readonly Evidence[];
  /** The headline number, for comparison with yesterday and for trends. */
  readonly measure?: { readonly value: number; readonly unit: Unit };
  readonly series?: readonly MeasuredSeries[];
  /** Where things that fill up are heading, worst first; not kept with the report. */
  readonly outlooks?: readonly Outlook[];
}

/** A verdict with the check, place and time it holds for. `cluster` is `*` for a check of the whole system. */
export interface CheckReport extends Verdict {
  readonly checkId: string;
  readonly cluster: string;
  readonly observedAt: EpochMs;
  readonly durationMs: number;
}

/** All reports of one run of the checks. */
export interface HealthReport {
  readonly id: string;
  readonly startedAt: EpochMs;
  readonly finishedAt: EpochMs;
  readonly reports: readonly CheckReport[];
}

/** What a run of checks found, in the numbers that a headline says. */
export interface Tally {
  readonly ok: number;
  readonly warning: number;
  readonly critical: number;
  /** Checks that could not look, without those of blind clusters. */
  readonly unknown: number;
  /** Clusters where no check could look: one fact each, however many checks it takes along. */
  readonly blindClusters: number;
}

export function tallyOf(reports: readonly CheckReport[]): Tally {
  const blind = blindClusters(reports);
  const counts = { ok: 0, warning: 0, critical: 0, unknown: 0, blindClusters: blind.size };
  for (const { cluster, status } of reports) {
    counts[status] += blind.has(cluster) ? 0 : 1;
  }
  return counts;
}

/** Clusters of which a run with several checks learnt nothing at all. */
export function blindClusters(reports: readonly CheckReport[]): ReadonlySet<string> {
  const own = Map.groupBy(
    reports.filter(({ cluster }) => cluster !== '*'),
    ({ cluster }) => cluster,
  );
  return new Set(
    [...own].flatMap(([cluster, all]) => (all.length > 1 && all.every(({ status }) => status === 'unknown') ? [cluster] : [])),
  );
}

const RANK: Readonly<Record<HealthStatus, number>> = { ok: 0, warning: 1, unknown: 2, critical: 3 };

/** Compares by severity, worst first. `unknown` outranks `warning`: a digest that could not look must not look calm. */
export function byWorstFirst(a: { readonly status: HealthStatus }, b: { readonly status: HealthStatus }): number {
  return RANK[b.status] - RANK[a.status];
}

/** Returns the worst status, or `unknown` for an empty list: no data is not good news. */
export function worstStatus(statuses: readonly HealthStatus[]): HealthStatus {
  return (
    statuses.reduce<HealthStatus | null>((worst, next) => (worst === null || RANK[next] > RANK[worst] ? next : worst), null) ?? 'unknown'
  );
}
