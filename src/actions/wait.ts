import type { DurationMs } from '../model/time.ts';
import type { Clock } from '../ports.ts';

/** Resolves after a duration of the clock's own time. @throws the signal's reason as soon as it aborts. */
export function wait(clock: Clock, durationMs: DurationMs, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      cancel();
      reject(signal.reason);
    };
    const cancel = clock.after(durationMs, () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
    signal.addEventListener('abort', stop, { once: true });
  });
}
