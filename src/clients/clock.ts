import type { DurationMs } from '../model/time.ts';
import type { Clock } from '../ports.ts';

/** Timers of Node beyond this fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: startTimer,
};

function startTimer(durationMs: DurationMs, callback: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = (leftMs: DurationMs): void => {
    const stepMs = Math.min(leftMs, LONGEST_TIMER_MS);
    timer = setTimeout(() => (leftMs > stepMs ? wait(leftMs - stepMs) : callback()), stepMs);
  };
  wait(Math.max(0, durationMs));
  return () => clearTimeout(timer);
}
