import type { DurationMs, EpochMs } from '../model/time.ts';

/** What ran when, for those who look back. */
export interface ScheduleHistory {
  /** Runs that ended at `from` or later, oldest first. */
  since(from: EpochMs): Promise<readonly { readonly schedule: string; readonly slot: EpochMs; readonly status: string }[]>;
}

/** The memory that makes a job run once for each of its times, whatever restarts and however many replicas there are. */
export interface ScheduleRuns {
  /** The newest slot on record, or `null` when the schedule never ran here. */
  lastSlot(schedule: string): Promise<EpochMs | null>;
  /** Notes a slot that is not to be run: the first start of a schedule does not make up for the past. */
  skip(schedule: string, slot: EpochMs, at: EpochMs): Promise<void>;
  /** Takes a slot for the length of a lease. `false`: done, failed, or in somebody's hands. A lapsed lease is taken over. */
  claim(claim: {
    readonly schedule: string;
    readonly slot: EpochMs;
    readonly owner: string;
    readonly now: EpochMs;
    readonly leaseMs: DurationMs;
  }): Promise<boolean>;
  /** Extends our lease while the job runs; `false` when somebody else has it by now. */
  renew(schedule: string, slot: EpochMs, owner: string, leaseUntil: EpochMs): Promise<boolean>;
  /** Ends our run. Does nothing when somebody else has taken it over. */
  finish(
    schedule: string,
    slot: EpochMs,
    owner: string,
    end: { readonly status: 'done' | 'failed'; readonly at: EpochMs; readonly result: string },
  ): Promise<void>;
}
