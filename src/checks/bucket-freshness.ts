import { say } from '../messages/say.ts';
import { byWorstFirst, type Evidence, type HealthStatus, type Verdict, worstStatus } from '../model/health.ts';
import { type DurationMs, hours, seconds } from '../model/time.ts';
import type { BucketInventory } from './bucket-inventory.ts';
import { streamsOf } from './bucket-streams.ts';
import { defineCheck, type EvaluateContext } from './check.ts';
import { aboveLimits, verdict } from './verdict.ts';

/**
 * A block of two hours is cut when it is an hour old, so the newest uploaded sample is one to three hours old while all is well.
 * Source: Prometheus tsdb/head.go, compactable.
 */
const LIMITS = { warning: hours(3.5), critical: hours(5) };

interface Freshness {
  readonly cluster: string;
  /** Age of the newest block of the replica that is furthest behind; `null` when a replica has none. */
  readonly ageMs: DurationMs | null;
  readonly status: HealthStatus;
}

/** Judges how far behind the bucket is, replica by replica. */
export function evaluate(inventory: BucketInventory | null, ctx: EvaluateContext): Verdict {
  if (inventory === null) {
    return verdict('unknown', say('checks.bucket-none'), []);
  }
  if (inventory.isPartial) {
    return verdict('unknown', say('checks.bucket-cut-off'), []);
  }
  const rows = ctx.config.clusters.flatMap((cluster) => freshness(inventory, cluster, ctx)).toSorted(byWorstFirst);
  const evidence = rows.map((row) => toEvidence(row, ctx));
  const oldestMs = Math.max(...rows.map((row) => row.ageMs ?? Number.POSITIVE_INFINITY));
  const measure = Number.isFinite(oldestMs) ? ({ value: Math.round(oldestMs / 1_000), unit: 'seconds' } as const) : undefined;
  const late = rows.filter((row) => row.status !== 'ok');
  const summary =
    late.length === 0
      ? say('checks.freshness-ok', { ageMs: oldestMs })
      : say('checks.freshness-late', {
          clusters: late.map(({ cluster, ageMs }) =>
            say('evidence.subject', { subject: cluster, what: ageMs === null ? '–' : say('evidence.duration', { durationMs: ageMs }) }),
          ),
        });
  return verdict(worstStatus(rows.map((row) => row.status)), summary, evidence, measure);
}

/**
 * As many of a cluster's freshest streams as it has replicas must be fresh: what a replica of the past left behind may be old.
 */
function freshness(
  inventory: BucketInventory,
  cluster: EvaluateContext['config']['clusters'][number],
  { now }: EvaluateContext,
): Freshness[] {
  const replicas = cluster.expectedStores.reduce((sum, store) => sum + (store.type === 'sidecar' ? store.replicas : 0), 0);
  const ages = streamsOf(inventory)
    .filter((stream) => stream.cluster === cluster.name && stream.resolution === 'raw')
    .filter((stream) => stream.blocks.some((block) => ['sidecar', 'compactor'].includes(block.meta.source)))
    .map((stream) => now - Math.max(...stream.blocks.map((block) => block.meta.maxTime)))
    .toSorted((a, b) => a - b);
  if (replicas === 0) {
    return [];
  }
  const ageMs = ages[replicas - 1];
  return [
    ageMs === undefined
      ? { cluster: cluster.name, ageMs: null, status: 'critical' }
      : { cluster: cluster.name, ageMs: Math.max(0, ageMs), status: aboveLimits(ageMs, LIMITS) },
  ];
}

function toEvidence({ cluster, ageMs, status }: Freshness, { config }: EvaluateContext): Evidence {
  const source = `s3://${config.thanos.bucket?.name ?? ''} */meta.json maxTime`;
  return ageMs === null
    ? { label: cluster, value: say('evidence.few-streams'), unit: 'text', source, status }
    : { label: cluster, value: Math.round(ageMs / 1_000), unit: 'seconds', source, status };
}

export const bucketFreshness = defineCheck({
  id: 'bucket-freshness',
  scope: 'system',
  cadence: 'daily',
  timeoutMs: seconds(40),
  remedy: { kind: 'runbook', id: 'bucket-freshness' },
  gather: (ctx) => ctx.inventory(),
  evaluate,
});
