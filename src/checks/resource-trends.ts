import { type Point, type Trend, timeUntil, trendOf } from '../digest/forecast.ts';
import { say } from '../messages/say.ts';
import { byWorstFirst, type Evidence, type HealthStatus, type Unit, type Verdict, worstStatus } from '../model/health.ts';
import type { Phrase } from '../model/phrase.ts';
import { days, hours, seconds } from '../model/time.ts';
import { type CheckContext, defineCheck } from './check.ts';
import { verdict } from './verdict.ts';

interface Resource {
  readonly name: 'cpu' | 'memory' | 'disk' | 'network';
  readonly unit: Unit;
  /** Share at which a resource is short; `null` when it has no known end. */
  readonly limit: number | null;
  query(cluster: string): string;
}

/** A week of one resource. */
export interface ResourceHistory {
  readonly name: Resource['name'];
  readonly points: readonly Point[];
  readonly source: string;
}

const NETWORK = 'device!~"lo|veth.*|cali.*|flannel.*|cni.*|docker.*"';

const RESOURCES: readonly Resource[] = [
  { name: 'cpu', unit: 'ratio', limit: 0.9, query: (cluster) => `1 - avg(rate(node_cpu_seconds_total{mode="idle",${cluster}}[1h]))` },
  {
    name: 'memory',
    unit: 'ratio',
    limit: 0.9,
    query: (cluster) => `1 - sum(node_memory_MemAvailable_bytes{${cluster}}) / sum(node_memory_MemTotal_bytes{${cluster}})`,
  },
  {
    name: 'disk',
    unit: 'ratio',
    limit: 0.9,
    query: (cluster) =>
      `max(1 - node_filesystem_avail_bytes{mountpoint="/",${cluster}} / node_filesystem_size_bytes{mountpoint="/",${cluster}})`,
  },
  {
    name: 'network',
    unit: 'bytes',
    limit: null,
    query: (cluster) => `sum(rate(node_network_receive_bytes_total{${NETWORK},${cluster}}[1h]))`,
  },
];

const SOON_MS = days(30);

async function gather(ctx: CheckContext): Promise<readonly ResourceHistory[]> {
  const window = { startMs: ctx.now - days(7), endMs: ctx.now, stepMs: hours(2) };
  return Promise.all(
    RESOURCES.map(async ({ name, query }) => {
      const source = query(`cluster=${JSON.stringify(ctx.cluster.name)}`);
      const { series } = await ctx.thanos.range(source, window, ctx.signal);
      return { name, source, points: series[0]?.points.filter((point) => Number.isFinite(point.value)) ?? [] };
    }),
  );
}

/** Judges where CPU, memory, disk and network are heading. */
export function evaluate(histories: readonly ResourceHistory[]): Verdict {
  const rows = histories.flatMap((history) => {
    const resource = RESOURCES.find((each) => each.name === history.name);
    const trend = trendOf(history.points);
    const { source, points } = history;
    return resource === undefined || trend === null ? [] : [{ resource, trend, source, points, status: judge(resource, trend) }];
  });
  if (rows.length < histories.length) {
    const missing = histories.filter(({ name }) => !rows.some((row) => row.resource.name === name)).map(({ name }) => resourceName(name));
    return verdict('unknown', say('checks.trends-none', { resources: missing }), rows.map(evidence));
  }
  const sorted = rows.toSorted(byWorstFirst);
  const bad = sorted.filter((row) => row.status !== 'ok').map((row) => resourceName(row.resource.name));
  const share = (name: Resource['name']) => rows.find((row) => row.resource.name === name)?.trend.current ?? 0;
  const figures = { cpu: share('cpu'), memory: share('memory'), disk: share('disk'), bad };
  const measure = { value: share('memory'), unit: 'ratio' } as const;
  const series = rows.map(({ resource, points }) => ({ name: resource.name, unit: resource.unit, points }));
  return { ...verdict(worstStatus(rows.map((row) => row.status)), say('checks.trends', figures), sorted.map(evidence), measure), series };
}

const resourceName = (name: Resource['name']): Phrase => say('evidence.resource-name', { name });

function judge({ limit }: Resource, trend: Trend): HealthStatus {
  if (limit === null) {
    return 'ok';
  }
  const untilMs = timeUntil(trend, limit);
  if (untilMs === 0) {
    return 'critical';
  }
  return untilMs !== null && untilMs < SOON_MS && trend.lowPerDay > 0 ? 'warning' : 'ok';
}

function evidence(row: {
  readonly resource: Resource;
  readonly trend: Trend;
  readonly source: string;
  readonly status: HealthStatus;
}): Evidence {
  const { resource, trend, source, status } = row;
  const untilMs = resource.limit === null ? null : timeUntil(trend, resource.limit);
  const limitMs = untilMs === 0 || (untilMs ?? 0) > days(365) ? null : untilMs;
  return { label: say('evidence.resource', { name: resource.name, limitMs }), value: trend.current, unit: resource.unit, source, status };
}

export const resourceTrends = defineCheck({
  id: 'resource-trends',
  scope: 'cluster',
  cadence: 'weekly',
  timeoutMs: seconds(40),
  remedy: { kind: 'runbook', id: 'resource-trends' },
  gather,
  evaluate: (histories: readonly ResourceHistory[]) => evaluate(histories),
});
