import type { EpochMs } from '../model/time.ts';

/** A clock of the sandbox as its servers see it. */
export interface WatchedClock {
  now(): EpochMs;
  /** Simulated time per real time; a clock that does not say stands still until it is moved. */
  speed?(): number;
}

/** Real time by which a guess may be wrong before it is worth telling anybody. */
const TOLERANCE_MS = 250;

/** Notices when time was moved, stopped or set to another speed, so that whoever counts along hears of nothing else. */
export class ClockWatch {
  private readonly clock: WatchedClock;
  private readonly realNow: () => number;
  private told: { readonly now: EpochMs; readonly real: number; readonly speed: number };

  constructor(clock: WatchedClock, realNow: () => number = () => performance.now()) {
    this.clock = clock;
    this.realNow = realNow;
    this.told = this.reading();
  }

  /** Whether counting on from the last reading that was told would now be wrong. Tells once for each time. */
  hasMoved(): boolean {
    const reading = this.reading();
    const guess = this.told.now + (reading.real - this.told.real) * this.told.speed;
    const isRight = reading.speed === this.told.speed && Math.abs(guess - reading.now) <= TOLERANCE_MS * Math.max(1, reading.speed);
    this.told = isRight ? this.told : reading;
    return !isRight;
  }

  private reading(): { readonly now: EpochMs; readonly real: number; readonly speed: number } {
    return { now: this.clock.now(), real: this.realNow(), speed: this.clock.speed?.() ?? 0 };
  }
}
