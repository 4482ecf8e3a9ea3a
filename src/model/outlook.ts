import type { DurationMs } from './time.ts';

/** An amount in the future with the range that it is likely to lie in. */
export interface Forecast {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

/** How long until a limit is reached. */
export interface Reach {
  readonly middleMs: DurationMs;
  readonly earliestMs: DurationMs;
  /** `null`: perhaps not within the time that is looked ahead. */
  readonly latestMs: DurationMs | null;
}
