import { schedule as scheduleCron } from 'node-cron';
import type { ScheduleRuns } from '../digest/schedule-runs.ts';
import { type DurationMs, type EpochMs, minutes, seconds } from '../model/time.ts';
import type { Clock, Logger } from '../ports.ts';
import { createCronSlots, type SlotsAround } from './cron-slots.ts';

/** Something that runs at the times of a cron expression. */
export interface Job {
  /** Kebab-case; names the schedule in the store. Never reuse. */
  readonly id: string;
  /** Five fields, in the configured time zone. */
  readonly cron: string;
  /** @param lateMs how long after its slot it starts. */
  run(slot: EpochMs, lateMs: DurationMs): Promise<void>;
}

export interface SchedulesDependencies {
  readonly jobs: readonly Job[];
  readonly runs: ScheduleRuns;
  readonly clock: Clock;
  readonly timeZone: string;
  /** Names this process among the replicas. */
  readonly owner: string;
  readonly logger: Logger;
}

export interface Schedules {
  /** Runs whatever is due now; the clock does this every few seconds by itself. */
  sweep(): Promise<void>;
  /** Stops the triggers and waits for jobs under way. */
  stop(): Promise<void>;
}

interface TimedJob extends Job {
  readonly slotsAround: (now: EpochMs) => SlotsAround;
}

const SWEEP_MS = seconds(15);

/** A schedule that never ran here makes up for no more than this. */
const FIRST_RUN_GRACE_MS = minutes(2);
const LEASE_MS = minutes(5);

/**
 * Runs jobs at their times, once for any number of replicas. After downtime only the newest missed time is made up for.
 *
 * The cron triggers are for punctuality; the sweep alone is what makes sure.
 */
export function startSchedules(dependencies: SchedulesDependencies): Schedules {
  const { clock, logger, timeZone } = dependencies;
  const jobs = dependencies.jobs.map((job) => ({ ...job, slotsAround: createCronSlots(job.cron, timeZone), run: job.run.bind(job) }));
  const underWay = new Set<Promise<void>>();
  const idle = new Map(jobs.map((job) => [job.id, true]));
  let cancelTimer: () => void = () => undefined;
  let isStopped = false;

  const sweepJob = async (job: TimedJob): Promise<void> => {
    if (isStopped || idle.get(job.id) === false) {
      return;
    }
    idle.set(job.id, false);
    try {
      await runIfDue(job, dependencies);
    } catch (error) {
      logger.error({ err: error, schedule: job.id }, 'schedule could not be looked up');
    } finally {
      idle.set(job.id, true);
    }
  };
  const track = async (work: Promise<void>): Promise<void> => {
    underWay.add(work);
    await work.finally(() => underWay.delete(work));
  };
  const sweep = async (): Promise<void> => {
    await Promise.all(jobs.map((job) => track(sweepJob(job))));
  };
  const again = (): void => {
    cancelTimer = clock.after(untilNextLook(jobs, clock.now()), () => {
      sweep().finally(() => (isStopped ? undefined : again()));
    });
  };

  const triggers = jobs.map((job) => scheduleCron(job.cron, () => track(sweepJob(job)), { timezone: timeZone, noOverlap: true }));
  again();
  return {
    sweep,
    async stop() {
      isStopped = true;
      cancelTimer();
      await Promise.all(triggers.map(async (trigger) => trigger.destroy()));
      await Promise.allSettled(underWay);
    },
  };
}

/** A regular look makes sure; the one at the next time of a job makes it punctual on any clock, also one that runs faster than cron's. */
function untilNextLook(jobs: readonly TimedJob[], now: EpochMs): DurationMs {
  return Math.min(SWEEP_MS, ...jobs.map(({ slotsAround }) => slotsAround(now).next - now));
}

async function runIfDue(job: TimedJob, dependencies: SchedulesDependencies): Promise<void> {
  const { runs, clock, owner } = dependencies;
  const now = clock.now();
  const slot = job.slotsAround(now).latest;
  const last = await runs.lastSlot(job.id);
  if (last === null && now - slot > FIRST_RUN_GRACE_MS) {
    await runs.skip(job.id, slot, now);
    return;
  }
  if (last !== null && last > slot) {
    return;
  }
  if (await runs.claim({ schedule: job.id, slot, owner, now, leaseMs: LEASE_MS })) {
    await runClaimed(job, slot, now - slot, dependencies);
  }
}

async function runClaimed(
  job: Job,
  slot: EpochMs,
  lateMs: DurationMs,
  { runs, clock, owner, logger }: SchedulesDependencies,
): Promise<void> {
  const startedAt = clock.now();
  const stopRenewing = keepLease(() => runs.renew(job.id, slot, owner, clock.now() + LEASE_MS), clock);
  try {
    logger.info({ schedule: job.id, slot, lateMs }, 'scheduled job started');
    await job.run(slot, lateMs);
    await runs.finish(job.id, slot, owner, { status: 'done', at: clock.now(), result: JSON.stringify({ lateMs }) });
    logger.info({ schedule: job.id, slot, durationMs: clock.now() - startedAt }, 'scheduled job done');
  } catch (error) {
    logger.error({ err: error, schedule: job.id, slot }, 'scheduled job failed');
    await runs.finish(job.id, slot, owner, { status: 'failed', at: clock.now(), result: JSON.stringify({ reason: String(error) }) });
  } finally {
    stopRenewing();
  }
}

/** Renews a lease well before it lapses. A renewal that fails is tried again at the next turn. */
function keepLease(renew: () => Promise<boolean>, clock: Clock): () => void {
  let cancel: () => void = () => undefined;
  const again = (): void => {
    cancel = clock.after(LEASE_MS / 3, () => {
      renew()
        .catch(() => false)
        .finally(again);
    });
  };
  again();
  return () => cancel();
}
