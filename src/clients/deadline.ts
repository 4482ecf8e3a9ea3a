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

/** Waits no longer than a deadline. What was waited for may go on. @throws the signal's reason when the time is over. */
export function within<Result>(work: Promise<Result>, { signal }: Deadline): Promise<Result> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
    if (signal.aborted) {
      giveUp();
    }
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}
