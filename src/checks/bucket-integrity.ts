import { say } from '../messages/say.ts';
import { byWorstFirst, type Evidence, type HealthStatus, type Verdict, worstStatus } from '../model/health.ts';
import type { Phrase } from '../model/phrase.ts';
import { days, type EpochMs, hours, minutes, seconds } from '../model/time.ts';
import { ulidTime } from './block-meta.ts';
import type { BucketInventory } from './bucket-inventory.ts';
import { isMarkedForDeletion, type KnownBlock, type Stream, streamsOf } from './bucket-streams.ts';
import { defineCheck, type EvaluateContext } from './check.ts';
import { verdict } from './verdict.ts';

/** The compactor removes partial uploads when they are this old. Source: Thanos pkg/compact/clean.go. */
const PARTIAL_MS = days(2);
/** A compacted block appears before its sources are marked. */
const SETTLING_MS = hours(1);
/** A block begins with its first sample, so a hole of a few scrapes is none. */
const HOLE_MS = minutes(30);

export interface Flaw {
  readonly kind: 'partial' | 'unreadable' | 'no-compact' | 'overlap' | 'gap';
  readonly status: Extract<HealthStatus, 'warning' | 'critical'>;
  readonly what: string;
  readonly detail: Phrase;
}

/** Everything that is wrong with the blocks of a bucket. */
export function flawsOf(inventory: BucketInventory, now: EpochMs): readonly Flaw[] {
  const single = inventory.blocks.flatMap((block): readonly Flaw[] => {
    if (!block.hasMeta && now - ulidTime(block.ulid) > PARTIAL_MS) {
      const detail = say('evidence.flaw-partial', { objects: block.objects, agoMs: now - ulidTime(block.ulid) });
      return [{ kind: 'partial', status: 'warning', what: block.ulid, detail }];
    }
    if (block.hasMeta && block.meta === null) {
      return [{ kind: 'unreadable', status: 'critical', what: block.ulid, detail: say('evidence.flaw-unreadable') }];
    }
    return block.marks['no-compact'] === undefined
      ? []
      : [{ kind: 'no-compact', status: 'warning', what: block.ulid, detail: say('evidence.flaw-no-compact') }];
  });
  return [...single, ...streamsOf(inventory).flatMap((stream) => [...overlaps(stream, now), ...gaps(stream)])];
}

/** Two blocks of one stream that cover the same time halt the compactor. Equal new blocks mean two producers with the same labels. */
function overlaps(stream: Stream, now: EpochMs): readonly Flaw[] {
  const live = stream.blocks.filter((block) => !isMarkedForDeletion(block));
  let reaching: KnownBlock | undefined;
  return live.flatMap((block): readonly Flaw[] => {
    const other = reaching;
    reaching = other === undefined || block.meta.maxTime > other.meta.maxTime ? block : other;
    if (other === undefined || block.meta.minTime >= other.meta.maxTime) {
      return [];
    }
    const isSettling = Math.max(ulidTime(block.ulid), ulidTime(other.ulid)) > now - SETTLING_MS;
    const isTwin = block.meta.level === 1 && other.meta.level === 1;
    const detail = say('evidence.flaw-overlap', { other: other.ulid, isTwin, labels: stream.labels });
    return isSettling ? [] : [{ kind: 'overlap', status: 'critical', what: block.ulid, detail }];
  });
}

/** Holes between the blocks of a stream: data that was never uploaded. */
function gaps(stream: Stream): readonly Flaw[] {
  if (stream.resolution !== 'raw') {
    return [];
  }
  let reachedAt: EpochMs | undefined;
  return stream.blocks.flatMap((block): readonly Flaw[] => {
    const before = reachedAt;
    reachedAt = Math.max(before ?? block.meta.maxTime, block.meta.maxTime);
    if (before === undefined || block.meta.minTime - before <= HOLE_MS) {
      return [];
    }
    const detail = say('evidence.flaw-gap', {
      lengthMs: block.meta.minTime - before,
      from: new Date(before).toISOString(),
      labels: stream.labels,
    });
    return [{ kind: 'gap', status: 'warning', what: stream.cluster, detail }];
  });
}

/** Judges whether blocks are whole, apart and without holes. */
export function evaluate(inventory: BucketInventory | null, ctx: EvaluateContext): Verdict {
  if (inventory === null) {
    return verdict('unknown', say('checks.bucket-none'), []);
  }
  if (inventory.isPartial) {
    return verdict('unknown', say('checks.bucket-cut-off'), []);
  }
  const flaws = flawsOf(inventory, ctx.now).toSorted(byWorstFirst);
  const source = `s3://${ctx.config.thanos.bucket?.name ?? ''}`;
  const evidence = flaws.map(
    (flaw): Evidence => ({
      label: say('evidence.flaw', { kind: flaw.kind, what: flaw.what }),
      value: flaw.detail,
      unit: 'text',
      source,
      status: flaw.status,
    }),
  );
  const counted = [...Map.groupBy(flaws, (flaw) => flaw.kind)].map(([kind, some]) =>
    say('evidence.flaw-count', { kind, count: some.length }),
  );
  const summary =
    flaws.length === 0 ? say('checks.integrity-ok', { blocks: inventory.blocks.length }) : say('checks.integrity-bad', { flaws: counted });
  const status = worstStatus(['ok', ...flaws.map((flaw) => flaw.status)]);
  return verdict(status, summary, evidence, { value: flaws.length, unit: 'count' });
}

export const bucketIntegrity = defineCheck({
  id: 'bucket-integrity',
  scope: 'system',
  cadence: 'weekly',
  timeoutMs: seconds(40),
  remedy: { kind: 'runbook', id: 'bucket-integrity' },
  gather: (ctx) => ctx.inventory(),
  evaluate,
});
