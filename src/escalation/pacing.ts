import { type DurationMs, type EpochMs, seconds } from '../model/time.ts';

/** Slack takes about one message a second in a channel and forgives short bursts. */
const BURST = 3;
const REFILL_MS = seconds(1);

interface Bucket {
  readonly tokens: number;
  readonly at: EpochMs;
  readonly pausedUntil: EpochMs;
}

/** Says which lanes may be used. Slack counts in real time, so the instants here are those of the real clock. */
export class Pacing {
  readonly #buckets = new Map<string, Bucket>();
  readonly #burst: number;
  readonly #refillMs: DurationMs;

  constructor(burst = BURST, refillMs = REFILL_MS) {
    this.#burst = burst;
    this.#refillMs = refillMs;
  }

  /** Counts one message into a lane. */
  use(lane: string, now: EpochMs): void {
    const { pausedUntil } = this.#at(lane, now);
    this.#buckets.set(lane, { tokens: this.#at(lane, now).tokens - 1, at: now, pausedUntil });
  }

  /** Slack asked to wait (429 with `Retry-After`): this lane only, the others go on. */
  pause(lane: string, now: EpochMs, durationMs: DurationMs): void {
    this.#buckets.set(lane, { tokens: Math.min(1, this.#at(lane, now).tokens), at: now, pausedUntil: now + durationMs });
  }

  /** Lanes that may not be used at `now`. Forgets those that are as good as new. */
  closedAt(now: EpochMs): readonly string[] {
    const closed: string[] = [];
    for (const lane of [...this.#buckets.keys()]) {
      const bucket = this.#at(lane, now);
      if (bucket.tokens < 1 || bucket.pausedUntil > now) {
        closed.push(lane);
      } else if (bucket.tokens >= this.#burst) {
        this.#buckets.delete(lane);
      }
    }
    return closed;
  }

  #at(lane: string, now: EpochMs): Bucket {
    const bucket = this.#buckets.get(lane);
    if (bucket === undefined) {
      return { tokens: this.#burst, at: now, pausedUntil: 0 };
    }
    const tokens = Math.min(this.#burst, bucket.tokens + Math.max(0, now - bucket.at) / this.#refillMs);
    return { ...bucket, tokens, at: now };
  }
}
