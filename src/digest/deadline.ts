import type { DurationMs } from '../model/time.ts';

/** Makes a signal that fires once a duration has passed. Real time: it bounds waiting for other systems. */
export type MakeDeadline = (durationMs: DurationMs) => AbortSignal;

/** The work was not done when its time was up. */
export class DeadlineError extends Error {
  constructor() {
    super('deadline exceeded');
    this.name = 'DeadlineError';
  }
}

/** What was begun may still hand over a partial result this long after its time. */
const GRACE_MS = 500;

/**
 * Waits for work no longer than its signal, even when the work ignores the signal.
 *
 * @throws DeadlineError
 */
export async function within<Result>(signal: AbortSignal, makeDeadline: MakeDeadline, work: Promise<Result>): Promise<Result> {
  // Whoever loses the race must not become an unhandled rejection.
  work.catch(() => undefined);
  const expiry = whenAborted(signal)
    .then(() => whenAborted(makeDeadline(GRACE_MS)))
    .then(() => {
      throw new DeadlineError();
    });
  return Promise.race([work, expiry]);
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
    } else {
      signal.addEventListener('abort', () => resolve(), { once: true });
    }
  });
}
