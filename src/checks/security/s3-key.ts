import { say } from '../../messages/say.ts';
import type { Verdict } from '../../model/health.ts';
import { days, type EpochMs, seconds } from '../../model/time.ts';
import { type CheckContext, defineCheck, type EvaluateContext } from '../check.ts';
import { verdict } from '../verdict.ts';

const PREFIX = 's3-key-first-seen/';
const ROTATE_MS = days(90);

/** When the access key in use was first seen; `null` when the bucket is used without a key of ours. */
export interface KeyFacts {
  readonly firstSeenAt: EpochMs | null;
}

async function gather(ctx: CheckContext): Promise<KeyFacts> {
  const keyId = ctx.config.environment.awsAccessKeyId;
  if (keyId === null) {
    return { firstSeenAt: null };
  }
  const key = PREFIX + keyId;
  const known = Number((await ctx.memory.read(key)).get(key) ?? Number.NaN);
  if (!Number.isNaN(known)) {
    return { firstSeenAt: known };
  }
  await ctx.memory.write(new Map([[key, String(ctx.now)]]));
  return { firstSeenAt: ctx.now };
}

/** S3 does not tell the age of a key, so it counts from the first time that we saw it. */
export function evaluate({ firstSeenAt }: KeyFacts, { now }: EvaluateContext): Verdict {
  if (firstSeenAt === null) {
    return verdict('unknown', say('checks.s3-key-none'), []);
  }
  const ageMs = now - firstSeenAt;
  const status = ageMs > ROTATE_MS ? 'warning' : 'ok';
  const value = Math.round(ageMs / 1_000);
  const evidence = [{ label: say('evidence.key-age'), value, unit: 'seconds', source: 'environment', status } as const];
  return verdict(status, say('checks.s3-key', { ageMs, isOld: status === 'warning' }), evidence, { value, unit: 'seconds' });
}

export const s3Key = defineCheck({
  id: 'security-s3-key',
  scope: 'system',
  cadence: 'monthly',
  timeoutMs: seconds(10),
  remedy: { kind: 'runbook', id: 'security-s3-key' },
  gather,
  evaluate,
});
