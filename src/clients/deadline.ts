import type { DurationMs } from '../model/time.ts';

/** A caller's signal joined with a deadline of our own, and the knowledge which of the two fired. */
export interface Deadline {
  readonly signal: AbortSignal;
  readonly durationMs: DurationMs;
  /** True when our deadline passed, false when the caller gave up. */
  hasPassed(): boolean;
}

export function startDeadline(durationMs: DurationMs, callerSignal: AbortSignal): Deadline {
  const own = AbortSignal.timeout(durationMs);
  return { signal: AbortSignal.any([callerSignal, own]), durationMs, hasPassed: () => own.aborted };
}
