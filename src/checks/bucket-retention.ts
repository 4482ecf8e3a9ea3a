import { say } from '../messages/say.ts';
import type { Resolution } from '../model/cluster.ts';
import type { Evidence, Verdict } from '../model/health.ts';
import { byWorstFirst, worstStatus } from '../model/health.ts';
import type { Phrase } from '../model/phrase.ts';
import { days, hours, seconds } from '../model/time.ts';
import type { BucketInventory } from './bucket-inventory.ts';
import { isKnown, isMarkedForDeletion, type KnownBlock } from './bucket-streams.ts';
import { defineCheck, type EvaluateContext } from './check.ts';
import { verdict } from './verdict.ts';

/** One cycle of the compactor, which applies retention at its end. */
const CYCLE_MS = hours(6);
/** The compactor deletes this long after marking. Source: Thanos compact --delete-delay. */
const DELETE_DELAY_MS = hours(48);

/** Age of the oldest data at which each resolution must exist: downsampling waits for blocks of two and of fourteen days. */
const DUE_MS: Readonly<Record<Resolution, number>> = { raw: 0, '5m': days(4), '1h': days(16) };
const RESOLUTIONS: readonly Resolution[] = ['raw', '5m', '1h'];

type Finding = Evidence & { readonly status: 'warning' | 'critical' };

/** Judges whether the bucket keeps each resolution as long as configured, and no longer. */
export function evaluate(inventory: BucketInventory | null, ctx: EvaluateContext): Verdict {
  if (inventory === null) {
    return verdict('unknown', say('checks.bucket-none'), []);
  }
  if (inventory.isPartial) {
    return verdict('unknown', say('checks.bucket-cut-off'), []);
  }
  const live = inventory.blocks.filter(isKnown).filter((block) => !isMarkedForDeletion(block));
  const overdue = live.filter((block) => ctx.now - block.meta.maxTime > ctx.config.thanos.retention[block.meta.resolution] + CYCLE_MS);
  const stuck = inventory.blocks.filter((block) => ctx.now - (block.marks.deletion ?? ctx.now) > DELETE_DELAY_MS + CYCLE_MS);
  const missing = ctx.config.clusters.flatMap((cluster) => missingResolutions(live, cluster.name, ctx));
  const findings = [
    ...missing,
    ...overdue.map(
      (block): Finding =>
        finding(`${block.ulid} ${block.meta.resolution}`, say('evidence.past-retention', { sinceMs: ctx.now - block.meta.maxTime }), ctx),
    ),
    ...stuck.map(
      (block): Finding => finding(block.ulid, say('evidence.marked-for-deletion', { agoMs: ctx.now - (block.marks.deletion ?? 0) }), ctx),
    ),
  ];
  const summary =
    findings.length === 0
      ? say('checks.retention-ok')
      : say('checks.retention-bad', { overdue: overdue.length, stuck: stuck.length, missing: missing.map((each) => each.label) });
  const status = worstStatus(['ok', ...findings.map((each) => each.status)]);
  return verdict(status, summary, [...findings.toSorted(byWorstFirst), ...held(live, ctx)], {
    value: overdue.length + stuck.length,
    unit: 'count',
  });
}

/** A new cluster rightly has no downsampled blocks for days. */
function missingResolutions(live: readonly KnownBlock[], cluster: string, ctx: EvaluateContext): readonly Finding[] {
  const own = live.filter((block) => block.meta.labels['cluster'] === cluster);
  const oldestMs = ctx.now - Math.min(ctx.now, ...own.map((block) => block.meta.minTime));
  return RESOLUTIONS.filter(
    (resolution) => oldestMs >= DUE_MS[resolution] && !own.some((block) => block.meta.resolution === resolution),
  ).map(
    (resolution): Finding => ({
      ...finding(`${cluster} ${resolution}`, say('evidence.no-blocks'), ctx),
      status: resolution === 'raw' ? 'critical' : 'warning',
    }),
  );
}

function finding(label: string, value: Phrase, { config }: EvaluateContext): Finding {
  return { label, value, unit: 'text', source: `s3://${config.thanos.bucket?.name ?? ''}`, status: 'warning' };
}

/** How far back each resolution reaches. */
function held(live: readonly KnownBlock[], ctx: EvaluateContext): readonly Evidence[] {
  return RESOLUTIONS.flatMap((resolution): readonly Evidence[] => {
    const starts = live.filter((block) => block.meta.resolution === resolution).map((block) => block.meta.minTime);
    const source = `s3://${ctx.config.thanos.bucket?.name ?? ''} */meta.json minTime`;
    return starts.length === 0
      ? []
      : [
          {
            label: say('evidence.oldest-data', { resolution }),
            value: Math.round((ctx.now - Math.min(...starts)) / 1_000),
            unit: 'seconds',
            source,
          },
        ];
  });
}

export const bucketRetention = defineCheck({
  id: 'bucket-retention',
  scope: 'system',
  cadence: 'weekly',
  timeoutMs: seconds(40),
  remedy: { kind: 'runbook', id: 'bucket-retention' },
  gather: (ctx) => ctx.inventory(),
  evaluate,
});
