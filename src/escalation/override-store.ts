import type { EpochMs } from '../model/time.ts';
import type { Override } from './roster.ts';

/** An override that a person asked for. */
export interface StoredOverride extends Override {
  readonly number: number;
  readonly by: string;
  readonly createdAt: EpochMs;
}

/** Overrides in the order in which they were asked for, so that of several that overlap the newest counts. */
export interface OverrideStore {
  list(): Promise<readonly StoredOverride[]>;
  add(override: Omit<StoredOverride, 'number' | 'createdAt'>, at: EpochMs): Promise<StoredOverride>;
  /** Returns what was removed; `null` when there is none of that number. */
  remove(number: number, at: EpochMs): Promise<StoredOverride | null>;
}
