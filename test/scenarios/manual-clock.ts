import type { DurationMs, EpochMs } from '../../src/model/time.ts';
import type { Clock } from '../../src/ports.ts';

/** Time that stands still until a test moves it. */
export class ManualClock implements Clock {
  #now: EpochMs;
  readonly #timers = new Set<{ readonly dueAt: EpochMs; readonly callback: () => void }>();

  constructor(now: EpochMs) {
    this.#now = now;
  }

  now(): EpochMs {
    return this.#now;
  }

  after(durationMs: DurationMs, callback: () => void): () => void {
    const timer = { dueAt: this.#now + durationMs, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  advance(durationMs: DurationMs): void {
    const until = this.#now + durationMs;
    for (;;) {
      const [next] = [...this.#timers].filter(({ dueAt }) => dueAt <= until).toSorted((a, b) => a.dueAt - b.dueAt);
      if (next === undefined) {
        break;
      }
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.dueAt);
      next.callback();
    }
    this.#now = until;
  }
}
