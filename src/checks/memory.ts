import type { EpochMs } from '../model/time.ts';

/** Small facts that checks remember from run to run: last seen stores, metadata of immutable blocks. Values are opaque text. */
export interface CheckMemory {
  /** Every entry whose key starts with the prefix. */
  read(prefix: string): Promise<ReadonlyMap<string, string>>;
  write(entries: ReadonlyMap<string, string>): Promise<void>;
  forget(keys: readonly string[]): Promise<void>;
}

export interface PastMeasure {
  readonly at: EpochMs;
  readonly value: number;
}

/** Headline numbers of earlier reports, oldest first. */
export interface MeasureHistory {
  of(checkId: string, cluster: string): Promise<readonly PastMeasure[]>;
}
