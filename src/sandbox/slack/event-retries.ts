import type { EpochMs } from '../../model/time.ts';
import type { JsonObject } from './json.ts';

/** Slack repeats an event that was not acknowledged at once, after a minute and after five more, in the workspace's time. */
const DELAYS_MS = [0, 60_000, 300_000] as const;

/** Why an event comes again. */
export interface Retry {
  /** 1 to 3. */
  readonly attempt: number;
  /** `http_timeout`, `http_error`, `connection_failed` or, in Socket Mode, `timeout`. */
  readonly reason: string;
}

export interface RepeatedEvent extends Retry {
  readonly payload: JsonObject;
  readonly dueAt: EpochMs;
}

/** Events that nobody took, until they are due again. */
export class EventRetries {
  private waiting: RepeatedEvent[] = [];
  private readonly now: () => EpochMs;

  constructor(now: () => EpochMs) {
    this.now = now;
  }

  /** Plans the next delivery; there is none after the third. @param attempt how often it was repeated until now. */
  plan(payload: JsonObject, attempt: number, reason: string): void {
    const delayMs = DELAYS_MS[attempt];
    if (delayMs !== undefined) {
      this.waiting.push({ payload, attempt: attempt + 1, reason, dueAt: this.now() + delayMs });
    }
  }

  takeDue(): readonly RepeatedEvent[] {
    const now = this.now();
    const due = this.waiting.filter(({ dueAt }) => dueAt <= now);
    this.waiting = this.waiting.filter(({ dueAt }) => dueAt > now);
    return due;
  }
}
