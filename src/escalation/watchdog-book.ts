import type { EpochMs } from '../model/time.ts';

/** What is remembered of one cluster's Watchdog. */
export interface WatchdogSign {
  readonly seenAt: EpochMs;
  /** `seenAt` of the silence that an incident was opened for; `null` while there is none. */
  readonly alarmFor: EpochMs | null;
}

/** When each cluster's Watchdog was heard last; outlives restarts. Implemented by `store/watchdog-book.ts`. */
export interface WatchdogBook {
  /** By cluster. A cluster whose Watchdog never arrived is not in it. */
  all(): Promise<ReadonlyMap<string, WatchdogSign>>;
  seen(clusters: readonly string[], at: EpochMs): Promise<void>;
  setAlarm(cluster: string, alarmFor: EpochMs | null, at: EpochMs): Promise<void>;
}
