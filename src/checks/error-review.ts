import { say } from '../messages/say.ts';
import { type Evidence, type HealthStatus, type Verdict, worstStatus } from '../model/health.ts';
import type { Pod } from '../model/kubernetes.ts';
import { type DurationMs, days, minutes, seconds } from '../model/time.ts';
import { type Check, type CheckContext, defineCheck, type EvaluateContext } from './check.ts';
import { inParallel } from './in-parallel.ts';
import { type LogReview, reviewLog } from './log-errors.ts';
import { verdict } from './verdict.ts';

/** One container's log of the time that is reviewed. */
export interface ReviewedLog {
  readonly pod: string;
  readonly container: string;
  /** `null` when the log could not be read. */
  readonly review: LogReview | null;
}

/** Which logs to review. */
export interface LogScope {
  readonly windowMs: DurationMs;
  /** Part of the container's or pod's name, e.g. `thanos-query-`; `null` for all of Thanos. */
  readonly names: ((pod: string, container: string) => boolean) | null;
}

const WEEK: LogScope = { windowMs: days(7), names: null };

const READS = 4;
const LINES = 20_000;
const EVIDENCE = 15;

async function gather({ windowMs, names }: LogScope, ctx: CheckContext): Promise<readonly ReviewedLog[]> {
  const namespace = ctx.config.clusters.find((cluster) => cluster.name === ctx.cluster.name)?.namespace ?? 'monitoring';
  const pods = await ctx.cluster.kubernetes.listPods(namespace, ctx.signal);
  const logs = pods.flatMap(thanosContainers).filter(({ pod, container }) => names === null || names(pod.name, container));
  return inParallel(logs, READS, async ({ pod, container }) => {
    const target = { namespace: pod.namespace, name: pod.name, container };
    const options = { sinceMs: windowMs, tailLines: LINES };
    const review = await ctx.cluster.kubernetes.readLog(target, options, ctx.signal).then(reviewLog, () => null);
    return { pod: pod.name, container, review };
  });
}

/** Containers that run Thanos, in every pod: the log of one replica does not tell of the others. */
function thanosContainers(pod: Pod): readonly { readonly pod: Pod; readonly container: string }[] {
  return pod.containers
    .filter((container) => container.name === 'thanos-sidecar' || /(^|\/)thanos(:|@|$)/.test(container.image))
    .map((container) => ({ pod, container: container.name }));
}

/** Sums up the errors of the Thanos components of a cluster. */
export function evaluate(logs: readonly ReviewedLog[], ctx: EvaluateContext, windowMs: DurationMs = WEEK.windowMs): Verdict {
  if (logs.length === 0) {
    return verdict('unknown', say('checks.errors-no-logs'), []);
  }
  const errors = logs.flatMap(({ pod, container, review }) => (review?.errors ?? []).map((error) => ({ ...error, pod, container })));
  const total = errors.reduce((sum, error) => sum + error.count, 0);
  const unread = logs.filter((log) => log.review === null).map((log) => log.pod);
  const status = worstStatus([
    ...errors.map((error): HealthStatus => (error.isFatal ? 'critical' : 'warning')),
    ...unread.map((): HealthStatus => 'unknown'),
    'ok',
  ]);
  const evidence = errors
    .toSorted((a, b) => Number(b.isFatal) - Number(a.isFatal) || b.count - a.count)
    .slice(0, EVIDENCE)
    .map(
      (error): Evidence => ({
        label: `${error.pod}: ${error.text}`,
        value: error.count,
        unit: 'count',
        source: `kubectl logs ${error.pod} -c ${error.container} --since=${Math.round(windowMs / minutes(1))}m`,
        status: error.isFatal ? 'critical' : 'warning',
      }),
    );
  const starts = logs.flatMap((log) => log.review?.firstAt ?? []);
  const reach = starts.length === 0 ? '' : say('evidence.duration', { durationMs: ctx.now - Math.max(...starts) });
  const pods = [...new Set(errors.map((error) => error.pod))];
  const summary =
    total === 0 && unread.length === 0
      ? say('checks.errors-none', { logs: logs.length, reach })
      : say('checks.errors', { total, pods, unread, reach });
  return verdict(status, summary, evidence, { value: total, unit: 'count' });
}

/** The review of some logs over some time; a person may ask for less than the week. */
export function errorReviewOf(scope: LogScope): Check {
  return defineCheck({
    id: 'error-review',
    scope: 'cluster',
    cadence: 'weekly',
    timeoutMs: seconds(40),
    remedy: { kind: 'runbook', id: 'error-review' },
    gather: (ctx) => gather(scope, ctx),
    evaluate: (logs: readonly ReviewedLog[], ctx) => evaluate(logs, ctx, scope.windowMs),
  });
}

export const errorReview = errorReviewOf(WEEK);
