import { CronExpressionParser } from 'cron-parser';
import { schedule as scheduleCron } from 'node-cron';
import type { ScheduleRuns } from '../digest/schedule-runs.ts';
import { type DurationMs, type EpochMs, minutes, seconds } from '../model/time.ts';
import type { Clock, Logger } from '../ports.ts';

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

const SWEEP_MS = seconds(15);

/** A schedule that never ran here makes up for no more than this. */
const FIRST_RUN_GRACE_MS = minutes(2);
const LEASE_MS = minutes(5);

/** The newest time of a cron expression that is not after an instant. */
export function latestSlot(cron: string, timeZone: string, now: EpochMs): EpochMs {
  // `prev` is strictly before its date; times of cron have whole seconds.
  return CronExpressionParser.parse(cron, { currentDate: new Date(now + 1), tz: timeZone })
    .prev()
    .getTime();
}

/**
 * Runs jobs at their times, once for any number of replicas. After downtime only the newest missed time is made up for.
 *
 * The cron triggers are for punctuality; the sweep alone is what makes sure.
 */
export function startSchedules(dependencies: SchedulesDependencies): Schedules {
  const { jobs, clock, logger, timeZone } = dependencies;
  const underWay = new Set<Promise<void>>();
  const idle = new Map(jobs.map((job) => [job.id, true]));
  let cancelTimer: () => void = () => undefined;
  let isStopped = false;

  const sweepJob = async (job: Job): Promise<void> => {
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
    cancelTimer = clock.after(untilNextLook(dependencies), () => {
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
function untilNextLook({ jobs, clock, timeZone }: SchedulesDependencies): DurationMs {
  const now = clock.now();
  const next = jobs.map(
    (job) =>
      CronExpressionParser.parse(job.cron, { currentDate: new Date(now), tz: timeZone })
        .next()
        .getTime() - now,
  );
  return Math.min(SWEEP_MS, ...next);
}

async function runIfDue(job: Job, dependencies: SchedulesDependencies): Promise<void> {
  const { runs, clock, timeZone, owner } = dependencies;
  const now = clock.now();
  const slot = latestSlot(job.cron, timeZone, now);
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
