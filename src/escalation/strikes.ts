import { type EpochMs, minutes } from '../model/time.ts';

/** What fails this often is left alone for a while, so that it cannot hold up the others. */
const STRIKES = 3;
const PARKED_MS = minutes(10);

/** Counts failures by id and says what to leave alone. Forgotten on restart, which is a fresh chance. */
export class Strikes {
  readonly #counts = new Map<string, number>();
  readonly #parkedUntil = new Map<string, EpochMs>();

  /** Counts one failure. `true` when the id is now left alone. */
  add(id: string, now: EpochMs): boolean {
    const count = (this.#counts.get(id) ?? 0) + 1;
    this.#counts.set(id, count);
    if (count < STRIKES) {
      return false;
    }
    this.park(id, now);
    return true;
  }

  park(id: string, now: EpochMs): void {
    this.#counts.delete(id);
    this.#parkedUntil.set(id, now + PARKED_MS);
  }

  forget(id: string): void {
    this.#counts.delete(id);
    this.#parkedUntil.delete(id);
  }

  parkedAt(now: EpochMs): readonly string[] {
    for (const [id, until] of this.#parkedUntil) {
      if (until <= now) {
        this.#parkedUntil.delete(id);
      }
    }
    return [...this.#parkedUntil.keys()];
  }
}
