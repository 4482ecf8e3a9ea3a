import { forecast, type Point, plateauForecast, type Reservoir, timeUntil, trendOf } from '../digest/forecast.ts';
import { say } from '../messages/say.ts';
import type { Resolution } from '../model/cluster.ts';
import { byWorstFirst, type Evidence, type HealthStatus, type Verdict, worstStatus } from '../model/health.ts';
import { type DurationMs, days, type EpochMs, seconds } from '../model/time.ts';
import { type BucketInventory, bucketBytes, otherBytes } from './bucket-inventory.ts';
import { isKnown } from './bucket-streams.ts';
import { type CheckContext, defineCheck, type EvaluateContext } from './check.ts';
import { verdict } from './verdict.ts';
import { type VolumeHistory, volumeHistories, volumeOutlook } from './volume-history.ts';

export interface CapacityFacts {
  readonly inventory: BucketInventory | null;
  readonly bucketHistory: readonly Point[];
  readonly volumes: readonly VolumeHistory[];
}

const WARNING = 0.8;
const CRITICAL = 0.9;
const REVIEW_MS = days(90);
const SOON_MS = days(30);
const RESOLUTIONS: readonly Resolution[] = ['raw', '5m', '1h'];

async function gather(ctx: CheckContext): Promise<CapacityFacts> {
  const [inventory, bucketHistory, volumes] = await Promise.all([ctx.inventory(), ctx.history.of('bucket', '*'), volumeHistories(ctx)]);
  return { inventory, bucketHistory, volumes };
}

/** Forecasts the bucket and the volumes of Prometheus three months ahead. */
export function evaluate(facts: CapacityFacts, ctx: EvaluateContext): Verdict {
  const bucket = facts.inventory === null || facts.inventory.isPartial ? null : bucketOutlook(facts.inventory, facts.bucketHistory, ctx);
  const volumes = facts.volumes.map(volumeOutlook);
  if (bucket === null && volumes.every(({ status }) => status === 'unknown')) {
    return verdict('unknown', say('checks.capacity-none'), []);
  }
  const evidence = [...(bucket?.evidence ?? []), ...volumes].toSorted((a, b) =>
    byWorstFirst({ status: a.status ?? 'ok' }, { status: b.status ?? 'ok' }),
  );
  const full = volumes.filter(({ status }) => status === 'warning' || status === 'critical').map((volume) => volume.label);
  const status = worstStatus([bucket?.status ?? 'unknown', ...volumes.map(({ status }) => status)]);
  const filling = facts.volumes.map(({ cluster, claim, points }) => ({
    name: `${cluster} ${/\d+$/.exec(claim)?.[0] ?? ''}`.trim(),
    unit: 'ratio' as const,
    points,
  }));
  if (bucket === null) {
    return { ...verdict(status, say('checks.capacity-volumes', { volumes: full }), evidence), series: filling };
  }
  const { sizeBytes, laterBytes, capacityBytes, untilMs } = bucket;
  const summary = say('checks.capacity', { sizeBytes, laterBytes, capacityBytes, untilMs, volumes: full });
  const series = [...bucketSeries(bucket, facts.bucketHistory, ctx.now), ...filling];
  return { ...verdict(status, summary, evidence, { value: laterBytes, unit: 'bytes' }), series };
}

/** The bucket's past, where it leads, and what it may hold. */
function bucketSeries({ sizeBytes, laterBytes, capacityBytes }: BucketOutlook, history: readonly Point[], now: EpochMs) {
  const past = [...history, { at: now, value: sizeBytes }];
  const ahead = Array.from({ length: 31 }, (_, index) => index * 3).map((day) => ({
    at: now + days(day),
    value: sizeBytes + ((laterBytes - sizeBytes) * day) / 90,
  }));
  const line = (name: string, points: readonly Point[]) => ({ name, unit: 'bytes' as const, points });
  const limit =
    capacityBytes === null
      ? []
      : [
          line(
            'capacity',
            [...past, ...ahead].map(({ at }) => ({ at, value: capacityBytes })),
          ),
        ];
  return [line('bucket', past), line('forecast', ahead), ...limit];
}

interface BucketOutlook {
  readonly status: HealthStatus;
  readonly sizeBytes: number;
  readonly laterBytes: number;
  readonly capacityBytes: number | null;
  readonly untilMs: DurationMs | null;
  readonly evidence: readonly Evidence[];
}

/** The line of the past says how fast it grows; the retention says where that must end. The smaller one is believed. */
function bucketOutlook(inventory: BucketInventory, history: readonly Point[], ctx: EvaluateContext): BucketOutlook {
  const sizeBytes = bucketBytes(inventory);
  const capacityBytes = ctx.config.thanos.bucket?.capacity ?? null;
  const trend = trendOf([...history, { at: ctx.now, value: sizeBytes }]);
  const plateau = plateauForecast(reservoirs(inventory, ctx), REVIEW_MS) + otherBytes(inventory.others) + partialBytes(inventory);
  const linear = trend === null ? null : forecast(trend, REVIEW_MS);
  const laterBytes = Math.max(sizeBytes, Math.min(plateau, linear?.middle ?? plateau));
  const mayGrow = capacityBytes !== null && plateau > capacityBytes * WARNING;
  const untilMs = trend === null || capacityBytes === null || !mayGrow ? null : timeUntil(trend, capacityBytes * CRITICAL);
  const source = `s3://${ctx.config.thanos.bucket?.name ?? ''}`;
  const evidence: readonly Evidence[] = [
    { label: 'bucket now', value: sizeBytes, unit: 'bytes', source },
    { label: 'in 90d by retention', value: Math.round(plateau), unit: 'bytes', source },
    ...(linear === null
      ? []
      : ([
          { label: 'in 90d on a straight line', value: Math.round(linear.middle), unit: 'bytes', source },
          { label: 'in 90d at most', value: Math.round(linear.high), unit: 'bytes', source },
        ] satisfies Evidence[])),
  ];
  return { status: outlook(sizeBytes, laterBytes, capacityBytes, untilMs), sizeBytes, laterBytes, capacityBytes, untilMs, evidence };
}

function outlook(sizeBytes: number, laterBytes: number, capacityBytes: number | null, untilMs: DurationMs | null): HealthStatus {
  if (capacityBytes === null) {
    return 'ok';
  }
  if (sizeBytes >= capacityBytes * CRITICAL || (untilMs !== null && untilMs < SOON_MS)) {
    return 'critical';
  }
  return laterBytes >= capacityBytes * WARNING ? 'warning' : 'ok';
}

function reservoirs(inventory: BucketInventory, ctx: EvaluateContext): readonly Reservoir[] {
  const known = inventory.blocks.filter(isKnown);
  return RESOLUTIONS.flatMap((resolution): readonly Reservoir[] => {
    const own = known.filter((block) => block.meta.resolution === resolution);
    const oldest = Math.min(...own.map((block) => block.meta.minTime));
    const sizeBytes = own.reduce((sum, block) => sum + block.sizeBytes, 0);
    return own.length === 0 ? [] : [{ sizeBytes, spanMs: ctx.now - oldest, retentionMs: ctx.config.thanos.retention[resolution] }];
  });
}

function partialBytes(inventory: BucketInventory): number {
  return inventory.blocks.reduce((sum, block) => sum + (block.meta === null ? block.sizeBytes : 0), 0);
}

export const capacity = defineCheck({
  id: 'capacity',
  scope: 'system',
  cadence: 'monthly',
  timeoutMs: seconds(40),
  remedy: { kind: 'runbook', id: 'capacity' },
  gather,
  evaluate,
});
