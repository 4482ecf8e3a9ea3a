import { say } from '../messages/say.ts';
import type { Evidence, HealthStatus, Verdict } from '../model/health.ts';
import { byWorstFirst, worstStatus } from '../model/health.ts';
import { days, hours, minutes } from '../model/time.ts';
import { type CheckContext, defineCheck } from './check.ts';
import { aboveLimits, verdict } from './verdict.ts';

/** How long one large query took, the first time and at once again: the second time finds what the first has left in the caches. */
export interface Timing {
  readonly name: string;
  readonly query: string;
  readonly durationMs: number;
  readonly againMs: number;
  readonly series: number;
  readonly isPartial: boolean;
}

const LIMITS_MS = { warning: 5_000, critical: 30_000 };

const QUERIES = [
  { name: 'quarter-of-one', spanMs: days(90), query: (cluster: string) => `sum by (pod) (up{cluster="${cluster}"})` },
  { name: 'quarter-of-all', spanMs: days(90), query: () => 'sum by (cluster) (up)' },
  {
    name: 'month-of-cpu',
    spanMs: days(30),
    query: () => 'sum by (cluster) (rate(node_cpu_seconds_total{mode!="idle"}[1h]))',
  },
  { name: 'week-raw', spanMs: days(7), query: () => 'sum by (cluster, job, pod) (up)' },
] as const;

/** One after the other: together they would measure each other. */
async function gather(ctx: CheckContext): Promise<readonly Timing[]> {
  const timings: Timing[] = [];
  for (const { name, spanMs, query } of QUERIES) {
    const promql = query(ctx.cluster.name);
    const window = { startMs: ctx.now - spanMs, endMs: ctx.now, stepMs: spanMs > days(7) ? hours(1) : minutes(10) };
    const time = async () => {
      const startedMs = ctx.stopwatchMs();
      const { series, warnings } = await ctx.thanos.range(promql, window, ctx.signal);
      return { durationMs: ctx.stopwatchMs() - startedMs, series: series.length, isPartial: warnings.length > 0 };
    };
    const first = await time();
    const again = await time();
    timings.push({ name, query: promql, ...first, againMs: again.durationMs });
  }
  return timings;
}

/** Judges the answering times of large queries; the digest sets them beside the quarter before. */
export function evaluate(timings: readonly Timing[]): Verdict {
  const judged = timings
    .map((timing) => ({ ...timing, status: statusOf(timing) }))
    .toSorted((a, b) => byWorstFirst(a, b) || b.durationMs - a.durationMs);
  const slowest = timings.reduce((most, timing) => Math.max(most, timing.durationMs), 0);
  const partial = timings
    .filter((timing) => timing.isPartial || timing.series === 0)
    .map((timing) => say('evidence.benchmark', { query: timing.name }));
  const evidence = judged.flatMap(({ name, durationMs, againMs, series, query, status }): readonly Evidence[] => [
    { label: say('evidence.benchmark', { query: name }), value: durationMs / 1_000, unit: 'seconds', source: query, status },
    { label: say('evidence.benchmark-again', { query: name }), value: againMs / 1_000, unit: 'seconds', source: query },
    { label: say('evidence.benchmark-series', { query: name }), value: series, unit: 'count', source: query },
  ]);
  const status = worstStatus(judged.map((each) => each.status));
  return verdict(status, say('checks.benchmark', { slowestMs: Math.round(slowest), queries: timings.length, partial }), evidence, {
    value: slowest / 1_000,
    unit: 'seconds',
  });
}

/** A quick answer that is not whole proves nothing. */
function statusOf({ durationMs, isPartial, series }: Timing): HealthStatus {
  const bySpeed = aboveLimits(durationMs, LIMITS_MS);
  return (isPartial || series === 0) && bySpeed !== 'critical' ? 'unknown' : bySpeed;
}

export const benchmark = defineCheck({
  id: 'benchmark',
  scope: 'system',
  cadence: 'quarterly',
  timeoutMs: minutes(8),
  remedy: { kind: 'runbook', id: 'benchmark' },
  gather,
  evaluate: (timings: readonly Timing[]) => evaluate(timings),
});
