import { forecast, type Point, trendOf } from '../digest/forecast.ts';
import { say } from '../messages/say.ts';
import type { Outlook } from '../model/health.ts';
import type { Forecast } from '../model/outlook.ts';
import type { Words } from '../model/phrase.ts';
import { days, hours } from '../model/time.ts';
import type { ClusterAccess } from '../ports.ts';
import type { CheckContext } from './check.ts';
import { volumeRatios } from './metrics/volume-ratios.ts';
import { nodeName } from './node-name.ts';
import { type Course, outlookOf } from './outlook.ts';

/** How one volume or disk filled up. */
export interface FillHistory {
  readonly name: Words;
  /** Name in a picture, where few characters must do; `null`: only the table has it. */
  readonly lineName: string | null;
  /** Share in use, 0 to 1; none where nobody can tell. */
  readonly points: readonly Point[];
  readonly source: string;
}

/** A series that ended longer ago is of a kubelet that is not scraped any more, or of a volume or disk that is gone. */
const STALE_MS = days(1);

type Labels = Readonly<Record<string, string>>;

const VOLUMES = 'metrics_path="/metrics",persistentvolumeclaim=~"prometheus-.+-db-prometheus-.+"';
const VOLUME_QUERY = `max by (cluster, persistentvolumeclaim) (kubelet_volume_stats_used_bytes{${VOLUMES}} / kubelet_volume_stats_capacity_bytes{${VOLUMES}})`;

/** Prometheus' volumes of all clusters over a month. A cluster whose kubelet is not scraped is told by its own record and by `df`. */
export async function volumeFills(ctx: CheckContext): Promise<readonly FillHistory[]> {
  const scraped = await month(ctx, VOLUME_QUERY);
  const others = ctx.clusters.filter(({ name }) => !scraped.some(({ labels }) => labels['cluster'] === name));
  return [
    ...scraped.map(({ labels: { cluster = '', persistentvolumeclaim: claim = '' }, points }) => ({
      name: `${cluster} ${claim.replace(/^prometheus-.*-(prometheus-.*)$/, '$1')}`,
      lineName: `${cluster} ${/\d+$/.exec(claim)?.[0] ?? ''}`.trim(),
      points,
      source: VOLUME_QUERY,
    })),
    ...(await Promise.all(others.map((cluster) => recorded(ctx, cluster)))),
  ];
}

/** Its fullest volume, as the daily check `prometheus-storage` has recorded it, and as it is now. */
async function recorded(ctx: CheckContext, cluster: ClusterAccess): Promise<FillHistory> {
  const [past, now] = await Promise.all([
    ctx.history.of('prometheus-storage', cluster.name),
    volumeRatios({ ...ctx, cluster }, 'prometheus').catch(() => null),
  ]);
  const fullest = Math.max(...(now?.samples ?? []).map(({ value }) => value));
  const present = fullest === Number.NEGATIVE_INFINITY ? [] : [{ at: ctx.now, value: fullest }];
  return {
    name: say('evidence.fullest-volume', { cluster: cluster.name }),
    lineName: cluster.name,
    points: [...past, ...present],
    source: now?.source ?? 'prometheus-storage',
  };
}

/** The nodes' disks over a month, as node-exporter shows them. */
export async function diskFills(ctx: CheckContext): Promise<readonly FillHistory[]> {
  const disks = `mountpoint=~${JSON.stringify(`/|(?:${ctx.config.metrics.longhornMount})`)},fstype!="tmpfs"`;
  const query = `max by (cluster, instance, mountpoint) (1 - node_filesystem_avail_bytes{${disks}} / node_filesystem_size_bytes{${disks}})`;
  const found = await month(ctx, query);
  return found.map(({ labels: { cluster = '', instance = '', mountpoint = '' }, points }) => ({
    name: `${cluster} ${nodeName(instance)} ${mountpoint}`,
    lineName: null,
    points,
    source: query,
  }));
}

async function month(ctx: CheckContext, query: string): Promise<readonly { readonly labels: Labels; readonly points: readonly Point[] }[]> {
  const { series } = await ctx.thanos.range(query, { startMs: ctx.now - days(30), endMs: ctx.now, stepMs: hours(6) }, ctx.signal);
  return series
    .map(({ labels, points }) => ({ labels, points: points.filter(({ value }) => Number.isFinite(value)) }))
    .filter(({ points }) => (points.at(-1)?.at ?? 0) > ctx.now - STALE_MS);
}

/** A share follows its line; it cannot be fuller than full. */
export function fillOutlook({ name, points, source }: Omit<FillHistory, 'lineName'>): Outlook {
  const trend = trendOf(points);
  const share = (value: number): number => Math.min(1, Math.max(0, value));
  const course: Course | null =
    trend === null
      ? null
      : (aheadMs): Forecast => {
          const { low, middle, high } = forecast(trend, aheadMs);
          return { low: share(low), middle: share(middle), high: share(high) };
        };
  return outlookOf({ name, unit: 'ratio', now: points.at(-1)?.value ?? null, capacity: 1, source }, course);
}
