import { forecast, type Point, timeUntil, trendOf } from '../digest/forecast.ts';
import type { Evidence, HealthStatus } from '../model/health.ts';
import { days, hours } from '../model/time.ts';
import type { ClusterAccess } from '../ports.ts';
import type { CheckContext } from './check.ts';
import { volumeRatios } from './metrics/volume-ratios.ts';

/** How one volume of Prometheus filled up. */
export interface VolumeHistory {
  readonly cluster: string;
  readonly claim: string;
  /** Share in use, 0 to 1. */
  readonly points: readonly Point[];
  readonly source: string;
}

const WARNING = 0.8;
const CRITICAL = 0.9;
const REVIEW_MS = days(90);
const SOON_MS = days(30);
/** A series that ended longer ago is of a kubelet that is not scraped any more, or of a volume that is gone. */
const STALE_MS = days(1);
const VOLUMES = 'metrics_path="/metrics",persistentvolumeclaim=~"prometheus-.+-db-prometheus-.+"';
const QUERY = `max by (cluster, persistentvolumeclaim) (kubelet_volume_stats_used_bytes{${VOLUMES}} / kubelet_volume_stats_capacity_bytes{${VOLUMES}})`;

/** The volumes of all clusters over a month. A cluster whose kubelet is not scraped is told by its own record and by `df`. */
export async function volumeHistories(ctx: CheckContext): Promise<readonly VolumeHistory[]> {
  const { series } = await ctx.thanos.range(QUERY, { startMs: ctx.now - days(30), endMs: ctx.now, stepMs: hours(6) }, ctx.signal);
  const current = series.filter(({ points }) => (points.at(-1)?.at ?? 0) > ctx.now - STALE_MS);
  const scraped = current.map(({ labels, points }): VolumeHistory => {
    const { cluster = '', persistentvolumeclaim: claim = '' } = labels;
    return { cluster, claim, points, source: QUERY };
  });
  const others = ctx.clusters.filter(({ name }) => !scraped.some(({ cluster }) => cluster === name));
  return [...scraped, ...(await Promise.all(others.map((cluster) => recorded(ctx, cluster))))];
}

/** Its fullest volume, as the daily check `prometheus-storage` has recorded it, and as it is now. */
async function recorded(ctx: CheckContext, cluster: ClusterAccess): Promise<VolumeHistory> {
  const [past, now] = await Promise.all([
    ctx.history.of('prometheus-storage', cluster.name),
    volumeRatios({ ...ctx, cluster }, 'prometheus').catch(() => null),
  ]);
  const fullest = Math.max(...(now?.samples ?? []).map(({ value }) => value));
  const present = fullest === Number.NEGATIVE_INFINITY ? [] : [{ at: ctx.now, value: fullest }];
  return { cluster: cluster.name, claim: 'fullest volume', points: [...past, ...present], source: now?.source ?? 'prometheus-storage' };
}

/** Where a volume is heading; without any figure that is unknown. */
export function volumeOutlook({ cluster, claim, points, source }: VolumeHistory): Evidence & { readonly status: HealthStatus } {
  const name = `${cluster} ${claim.replace(/^prometheus-.*-(prometheus-.*)$/, '$1')}`;
  const trend = trendOf(points);
  const last = points.at(-1);
  if (last === undefined) {
    return { label: name, value: 'no figures', unit: 'text', source, status: 'unknown' };
  }
  if (trend === null) {
    return { label: `${name} now`, value: last.value, unit: 'ratio', source, status: grade(last.value, last.value, false) };
  }
  const later = forecast(trend, REVIEW_MS).middle;
  const untilMs = timeUntil(trend, CRITICAL);
  const status = grade(last.value, later, untilMs !== null && untilMs < SOON_MS);
  return { label: `${name} in 90d`, value: Math.min(1, Math.max(0, later)), unit: 'ratio', source, status };
}

function grade(now: number, later: number, isSoon: boolean): HealthStatus {
  if (now >= CRITICAL || isSoon) {
    return 'critical';
  }
  return later >= WARNING || now >= WARNING ? 'warning' : 'ok';
}
