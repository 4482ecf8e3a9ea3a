import { dayMs, type EpochMs } from './time.ts';

export interface TimedEvent {
  readonly timeMs: EpochMs;
}

const keptMs = 20 * dayMs;

/** Things that happened, in order; forgets what is older than twenty days. */
export class EventLog<T extends TimedEvent> {
  readonly #events: T[] = [];

  add(event: T): void {
    this.#events.push(event);
    const first = this.#events[0];
    if (first !== undefined && first.timeMs < event.timeMs - 2 * keptMs) this.#events.splice(0, this.#indexAfter(event.timeMs - keptMs));
  }

  between(startMs: EpochMs, endMs: EpochMs): readonly T[] {
    return this.#events.slice(this.#indexAfter(startMs), this.#indexAfter(endMs));
  }

  count(startMs: EpochMs, endMs: EpochMs): number {
    return Math.max(0, this.#indexAfter(endMs) - this.#indexAfter(startMs));
  }

  lastAt(timeMs: EpochMs): T | undefined {
    return this.#events[this.#indexAfter(timeMs) - 1];
  }

  #indexAfter(timeMs: EpochMs): number {
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#events[middle]?.timeMs ?? Number.POSITIVE_INFINITY) <= timeMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
