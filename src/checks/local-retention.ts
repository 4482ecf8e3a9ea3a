import { z } from 'zod';
import { say } from '../messages/say.ts';
import type { Verdict } from '../model/health.ts';
import { hours, parseDuration, seconds } from '../model/time.ts';
import { type CheckContext, defineCheck, type EvaluateContext } from './check.ts';
import { verdict } from './verdict.ts';

/** What the operator's resource says; `null` when it does not exist. Source: monitoring.coreos.com/v1 Prometheus. */
export interface LocalRetention {
  readonly retention: string | null;
  readonly retentionSize: string | null;
}

const KIND = { group: 'monitoring.coreos.com', version: 'v1', resource: 'prometheuses', kind: 'Prometheus', isNamespaced: true };
const specSchema = z.object({ spec: z.object({ retention: z.string().optional(), retentionSize: z.string().optional() }) });

/** Three times the shortest block. Source: Thanos docs/components/sidecar.md. */
const LEAST_MS = hours(6);
/** The operator's default when nothing is set. */
const DEFAULT = '24h';

async function gather(ctx: CheckContext): Promise<LocalRetention | null> {
  const cluster = ctx.config.clusters.find((each) => each.name === ctx.cluster.name);
  const name = cluster?.prometheus.name ?? '';
  const found = await ctx.cluster.kubernetes.getObject(KIND, cluster?.namespace ?? 'monitoring', name, ctx.signal);
  const parsed = specSchema.safeParse(found);
  return parsed.success ? { retention: parsed.data.spec.retention ?? null, retentionSize: parsed.data.spec.retentionSize ?? null } : null;
}

/** Judges whether an outage of the bucket may last longer than Prometheus keeps its own data. */
export function evaluate(facts: LocalRetention | null, ctx: EvaluateContext): Verdict {
  const name = ctx.config.clusters.find((each) => each.name === ctx.cluster)?.prometheus.name ?? '';
  if (facts === null) {
    return verdict('unknown', say('checks.local-retention-none', { name }), []);
  }
  const retention = facts.retention ?? DEFAULT;
  const retentionMs = parseDuration(retention);
  const source = `kubectl get prometheus ${name} -o jsonpath={.spec.retention}`;
  if (retentionMs === null) {
    return verdict('unknown', say('checks.local-retention-none', { name }), [
      { label: 'spec.retention', value: retention, unit: 'text', source },
    ]);
  }
  const status = retentionMs < LEAST_MS ? 'warning' : 'ok';
  const summary = say(status === 'ok' ? 'checks.local-retention-ok' : 'checks.local-retention-short', {
    retention: say('evidence.duration', { durationMs: retentionMs }),
    least: say('evidence.duration', { durationMs: LEAST_MS }),
  });
  const value = retentionMs / 1_000;
  return verdict(status, summary, [{ label: 'spec.retention', value, unit: 'seconds', source, status }], { value, unit: 'seconds' });
}

export const localRetention = defineCheck({
  id: 'local-retention',
  scope: 'cluster',
  cadence: 'weekly',
  timeoutMs: seconds(15),
  remedy: { kind: 'runbook', id: 'local-retention' },
  gather,
  evaluate,
});
