import type { Config } from '../config/config.ts';
import type { DigestKind } from '../model/digest.ts';
import type { DurationMs, EpochMs } from '../model/time.ts';
import { type DigestDependencies, postDigest } from './job.ts';

/** A scheduled digest. The shape is that of `Job` of `handlers/schedules.ts`. */
export interface DigestJob {
  readonly id: string;
  readonly cron: string;
  run(slot: EpochMs, lateMs: DurationMs): Promise<void>;
}

/** One job for each cadence that the configuration schedules. */
export function digestJobs(dependencies: DigestDependencies): readonly DigestJob[] {
  return scheduled(dependencies.config).map(([kind, cron]) => ({
    id: `digest-${kind}`,
    cron,
    run: async (slot, lateMs) => {
      await postDigest(dependencies, kind, slot, lateMs);
    },
  }));
}

function scheduled({ schedules }: Config): readonly (readonly [DigestKind, string])[] {
  const { digest, weekly, monthly, quarterly } = schedules;
  const all: readonly (readonly [DigestKind, string | undefined])[] = [
    ['daily', digest],
    ['weekly', weekly],
    ['monthly', monthly],
    ['quarterly', quarterly],
  ];
  return all.flatMap(([kind, cron]) => (cron === undefined ? [] : [[kind, cron] as const]));
}
