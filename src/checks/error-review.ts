import { say } from '../messages/say.ts';
import { type Evidence, type HealthStatus, type Verdict, worstStatus } from '../model/health.ts';
import type { Pod } from '../model/kubernetes.ts';
import { days, roughDuration, seconds } from '../model/time.ts';
import { type CheckContext, defineCheck, type EvaluateContext } from './check.ts';
import { inParallel } from './in-parallel.ts';
import { type LogReview, reviewLog } from './log-errors.ts';
import { verdict } from './verdict.ts';

/** One container's log of the last week. */
export interface ReviewedLog {
  readonly pod: string;
  readonly container: string;
  /** `null` when the log could not be read. */
  readonly review: LogReview | null;
}

const READS = 4;
const LINES = 20_000;
const EVIDENCE = 15;

async function gather(ctx: CheckContext): Promise<readonly ReviewedLog[]> {
  const namespace = ctx.config.clusters.find((cluster) => cluster.name === ctx.cluster.name)?.namespace ?? 'monitoring';
  const pods = await ctx.cluster.kubernetes.listPods(namespace, ctx.signal);
  return inParallel(pods.flatMap(thanosContainers), READS, async ({ pod, container }) => {
    const target = { namespace: pod.namespace, name: pod.name, container };
    const options = { sinceMs: days(7), tailLines: LINES };
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

/** Sums up a week of errors of all Thanos components of a cluster. */
export function evaluate(logs: readonly ReviewedLog[], ctx: EvaluateContext): Verdict {
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
        source: `kubectl logs ${error.pod} -c ${error.container} --since=168h`,
        status: error.isFatal ? 'critical' : 'warning',
      }),
    );
  const starts = logs.flatMap((log) => log.review?.firstAt ?? []);
  const reach = starts.length === 0 ? '' : roughDuration(ctx.now - Math.max(...starts));
  const pods = [...new Set(errors.map((error) => error.pod))];
  const summary =
    total === 0 && unread.length === 0
      ? say('checks.errors-none', { logs: logs.length, reach })
      : say('checks.errors', { total, pods, unread, reach });
  return verdict(status, summary, evidence, { value: total, unit: 'count' });
}

export const errorReview = defineCheck({
  id: 'error-review',
  scope: 'cluster',
  cadence: 'weekly',
  timeoutMs: seconds(40),
  remedy: { kind: 'runbook', id: 'error-review' },
  gather,
  evaluate,
});
