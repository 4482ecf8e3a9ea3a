import type { EpochMs } from '../../model/time.ts';

/** Ids that depend only on the order of requests, so that a test sees the same ones every time. */
export class Identifiers {
  private count = 0;

  /** Next id with Slack's letter in front: `D00000000A1`. */
  next(prefix: string): string {
    this.count += 1;
    return `${prefix}${this.count.toString(36).toUpperCase().padStart(9, '0')}`;
  }
}

/** Message timestamps: seconds with six digits, strictly increasing although the clock may stand still or run fast. */
export class Timestamps {
  private lastMicroseconds = 0;
  private readonly now: () => EpochMs;

  constructor(now: () => EpochMs) {
    this.now = now;
  }

  next(): string {
    this.lastMicroseconds = Math.max(Math.floor(this.now()) * 1_000, this.lastMicroseconds + 1);
    const whole = Math.floor(this.lastMicroseconds / 1_000_000);
    return `${whole}.${String(this.lastMicroseconds % 1_000_000).padStart(6, '0')}`;
  }
}

/** Instant of a message timestamp. */
export const timestampToEpochMs = (ts: string): EpochMs => Math.floor(Number(ts) * 1_000);
