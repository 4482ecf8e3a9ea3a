import { say } from '../messages/say.ts';
import type { Resolution } from '../model/cluster.ts';
import type { Evidence, HealthStatus, Verdict } from '../model/health.ts';
import type { Words } from '../model/phrase.ts';
import { days, type EpochMs, hours, seconds } from '../model/time.ts';
import { type Block, type BucketInventory, bucketBytes, otherBytes } from './bucket-inventory.ts';
import { type CheckContext, defineCheck, type EvaluateContext } from './check.ts';
import { dailySeries } from './daily-series.ts';
import type { PastMeasure } from './memory.ts';
import { aboveLimits, verdict } from './verdict.ts';

/** Source: the manual's capacity alerts, 80 % warning and 90 % act at once. */
const LIMITS = { warning: 0.8, critical: 0.9 };
/** Names that are no block are anybody's, so there may be many. */
const OTHERS = 10;
const RESOLUTIONS: readonly Resolution[] = ['raw', '5m', '1h'];

/** A week says more than a day: compaction and retention come in steps. */
const GROWTH_MS = days(7);

async function gather(
  ctx: CheckContext,
): Promise<{ readonly inventory: BucketInventory | null; readonly history: readonly PastMeasure[] }> {
  const [inventory, history] = await Promise.all([ctx.inventory(), ctx.history.of('bucket', '*')]);
  return { inventory, history };
}

/** Judges the bucket's size against its capacity and shows who fills it. */
export function evaluate(inventory: BucketInventory | null, ctx: EvaluateContext, history: readonly PastMeasure[] = []): Verdict {
  const settings = ctx.config.thanos.bucket;
  if (inventory === null || settings === undefined) {
    return verdict('unknown', say('checks.bucket-none'), []);
  }
  const sizeBytes = bucketBytes(inventory);
  const capacityBytes = settings.capacity ?? null;
  const evidence = contents(inventory, sizeBytes, settings.name);
  const facts = {
    sizeBytes,
    otherBytes: otherBytes(inventory.others),
    blocks: inventory.blocks.length,
    capacityBytes,
    ...growth(sizeBytes, history, ctx.now),
  };
  if (inventory.isPartial) {
    return verdict(atLeast(sizeBytes, capacityBytes), say('checks.bucket-partial', facts), evidence);
  }
  const status = capacityBytes === null ? 'ok' : aboveLimits(sizeBytes / capacityBytes, LIMITS);
  return {
    ...verdict(status, say('checks.bucket', facts), evidence, { value: sizeBytes, unit: 'bytes' }),
    series: dailySeries('bucket', 'bytes', history, { at: ctx.now, value: sizeBytes }),
  };
}

/** How much came on since a week ago, or since the oldest of fewer days. */
function growth(sizeBytes: number, history: readonly PastMeasure[], now: EpochMs) {
  const before = history.findLast(({ at }) => at <= now - GROWTH_MS) ?? history.find(({ at }) => at <= now - hours(20));
  return before === undefined
    ? { growthBytes: null, growthMs: null }
    : { growthBytes: sizeBytes - before.value, growthMs: days(Math.round((now - before.at) / days(1))) };
}

/** A lower bound can prove that the bucket is too full, never that it is not. */
function atLeast(sizeBytes: number, capacityBytes: number | null): HealthStatus {
  const status = capacityBytes === null ? 'unknown' : aboveLimits(sizeBytes / capacityBytes, LIMITS);
  return status === 'critical' ? 'critical' : 'unknown';
}

function contents(inventory: BucketInventory, sizeBytes: number, bucket: string): readonly Evidence[] {
  const source = `s3://${bucket}`;
  const labelOf = ({ meta }: Block): string | undefined => meta?.labels['cluster'];
  const named = Map.groupBy(inventory.blocks, labelOf);
  const rows = [...named]
    .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1))
    .flatMap(([owner, blocks]) => (owner === undefined ? [] : byResolution(owner, blocks, source)));
  const nameless = named.get(undefined) ?? [];
  const unlabelled = byResolution(
    say('evidence.no-cluster-label'),
    nameless.filter(({ hasMeta }) => hasMeta),
    source,
  );
  const partial = byResolution(
    say('evidence.partial-upload'),
    nameless.filter(({ hasMeta }) => !hasMeta),
    source,
  );
  const other = inventory.others.slice(0, OTHERS).map(
    ({ name, objects, sizeBytes: value }): Evidence => ({
      label: say('evidence.no-block', { name: name ?? say('evidence.loose-files'), objects }),
      value,
      unit: 'bytes',
      source,
    }),
  );
  return [{ label: say('evidence.total'), value: sizeBytes, unit: 'bytes', source }, ...rows, ...unlabelled, ...partial, ...other];
}

function byResolution(owner: Words, blocks: readonly Block[], source: string): readonly Evidence[] {
  return [...RESOLUTIONS, null].flatMap((resolution): readonly Evidence[] => {
    const own = blocks.filter((block) => (block.meta?.resolution ?? null) === resolution);
    const value = own.reduce((sum, block) => sum + block.sizeBytes, 0);
    return own.length === 0
      ? []
      : [{ label: say('evidence.blocks', { owner, resolution, blocks: own.length }), value, unit: 'bytes', source }];
  });
}

export const bucket = defineCheck({
  id: 'bucket',
  scope: 'system',
  cadence: 'daily',
  timeoutMs: seconds(40),
  remedy: { kind: 'runbook', id: 'bucket' },
  gather,
  evaluate: ({ inventory, history }, ctx) => evaluate(inventory, ctx, history),
});
