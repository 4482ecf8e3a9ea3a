import { forecast, type Point, plateauForecast, type Reservoir, trendOf } from '../digest/forecast.ts';
import { say } from '../messages/say.ts';
import type { Resolution } from '../model/cluster.ts';
import { byWorstFirst, type Outlook, type Verdict, worstStatus } from '../model/health.ts';
import type { Forecast } from '../model/outlook.ts';
import { days, seconds } from '../model/time.ts';
import { type BucketInventory, bucketBytes, otherBytes } from './bucket-inventory.ts';
import { isKnown } from './bucket-streams.ts';
import { type CheckContext, defineCheck, type EvaluateContext } from './check.ts';
import { diskFills, type FillHistory, fillOutlook, volumeFills } from './fill-history.ts';
import { type Course, outlookEvidence, outlookOf } from './outlook.ts';
import { verdict } from './verdict.ts';

export interface CapacityFacts {
  readonly inventory: BucketInventory | null;
  readonly bucketHistory: readonly Point[];
  readonly fills: readonly FillHistory[];
}

const RESOLUTIONS: readonly Resolution[] = ['raw', '5m', '1h'];

async function gather(ctx: CheckContext): Promise<CapacityFacts> {
  const [inventory, bucketHistory, volumes, disks] = await Promise.all([
    ctx.inventory(),
    ctx.history.of('bucket', '*'),
    volumeFills(ctx),
    diskFills(ctx),
  ]);
  return { inventory, bucketHistory, fills: [...volumes, ...disks] };
}

/** Forecasts the bucket, the volumes of Prometheus and the nodes' disks three and six months ahead. */
export function evaluate(facts: CapacityFacts, ctx: EvaluateContext): Verdict {
  const bucket = facts.inventory === null || facts.inventory.isPartial ? null : bucketOutlook(facts.inventory, facts.bucketHistory, ctx);
  const fills = facts.fills.map(fillOutlook);
  if (bucket === null && fills.every(({ status }) => status === 'unknown')) {
    return verdict('unknown', say('checks.capacity-none'), []);
  }
  const fullestFirst = fills.toSorted((a, b) => (b.now ?? 0) - (a.now ?? 0));
  const outlooks = [...(bucket === null ? [] : [bucket.outlook]), ...fullestFirst].toSorted(byWorstFirst);
  const filling = fills.filter(({ status }) => status === 'warning' || status === 'critical').toSorted(byWorstFirst);
  const names = filling.map(({ name }) => name);
  const status = worstStatus([bucket?.outlook.status ?? 'unknown', ...fills.map((fill) => fill.status)]);
  const evidence = outlooks.flatMap(outlookEvidence);
  const series = facts.fills.flatMap(({ lineName, points }) =>
    lineName === null ? [] : [{ name: lineName, unit: 'ratio' as const, points }],
  );
  if (bucket === null) {
    return { ...verdict(status, say('checks.capacity-volumes', { volumes: names }), evidence), series, outlooks };
  }
  const { sizeBytes, course } = bucket;
  const { capacity, untilWarning, untilCritical } = bucket.outlook;
  const laterBytes = course(days(90)).middle;
  const summary = say('checks.capacity', {
    sizeBytes,
    laterBytes,
    halfYearBytes: course(days(180)).middle,
    capacityBytes: capacity,
    warningMs: untilWarning?.middleMs ?? null,
    untilMs: untilCritical?.middleMs ?? null,
    volumes: names,
  });
  return {
    ...verdict(status, summary, evidence, { value: laterBytes, unit: 'bytes' }),
    series: [...bucketSeries(bucket, facts.bucketHistory, ctx.now), ...series],
    outlooks,
  };
}

interface Bucket {
  readonly sizeBytes: number;
  readonly outlook: Outlook;
  readonly course: Course;
}

/** The line of the past says how fast it grows; the retention says where that must end. The smaller one is believed. */
function bucketOutlook(inventory: BucketInventory, history: readonly Point[], ctx: EvaluateContext): Bucket {
  const now = bucketBytes(inventory);
  const trend = trendOf([...history, { at: ctx.now, value: now }]);
  const outside = otherBytes(inventory.others) + partialBytes(inventory);
  const held = reservoirs(inventory, ctx);
  const course: Course = (aheadMs) => {
    const plateau = plateauForecast(held, aheadMs) + outside;
    const believed = (line: number): number => Math.max(now, Math.min(plateau, line));
    const linear: Forecast = trend === null ? { low: plateau, middle: plateau, high: plateau } : forecast(trend, aheadMs);
    return { low: believed(linear.low), middle: believed(linear.middle), high: believed(linear.high) };
  };
  const { bucket } = ctx.config.thanos;
  const subject = {
    name: say('evidence.bucket'),
    unit: 'bytes',
    now,
    capacity: bucket?.capacity ?? null,
    source: `s3://${bucket?.name ?? ''}`,
  } as const;
  return { sizeBytes: now, outlook: outlookOf(subject, course), course };
}

/** The bucket's past, where it leads, and what it may hold. */
function bucketSeries({ sizeBytes, outlook: { capacity }, course }: Bucket, history: readonly Point[], now: number) {
  const past = [...history, { at: now, value: sizeBytes }];
  const ahead = Array.from({ length: 31 }, (_, index) => days(index * 6)).map((aheadMs) => ({
    at: now + aheadMs,
    value: course(aheadMs).middle,
  }));
  const line = (name: string, points: readonly Point[]) => ({ name, unit: 'bytes' as const, points });
  const limit =
    capacity === null
      ? []
      : [
          line(
            'capacity',
            [...past, ...ahead].map(({ at }) => ({ at, value: capacity })),
          ),
        ];
  return [line('bucket', past), line('forecast', ahead), ...limit];
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
