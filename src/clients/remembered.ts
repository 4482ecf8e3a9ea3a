import type { DurationMs, EpochMs } from '../model/time.ts';
import type { Clock } from '../ports.ts';

/**
 * Remembers answers of a system by key: fresh ones are not asked for again, old ones stand in while the system is away, and callers who
 * ask at once share one request.
 */
export class Remembered<Value> {
  readonly #clock: Clock;
  readonly #freshMs: DurationMs;
  readonly #usableMs: DurationMs;
  readonly #answers = new Map<string, { readonly value: Value; readonly at: EpochMs }>();
  readonly #pending = new Map<string, Promise<Value | null>>();

  constructor(clock: Clock, ages: { readonly freshMs: DurationMs; readonly usableMs: DurationMs }) {
    this.#clock = clock;
    this.#freshMs = ages.freshMs;
    this.#usableMs = ages.usableMs;
  }

  /** `null` when the system cannot say and nothing usable is remembered. */
  async get(key: string, ask: () => Promise<Value>): Promise<Value | null> {
    const known = this.#answers.get(key);
    if (known !== undefined && this.#clock.now() - known.at < this.#freshMs) {
      return known.value;
    }
    const pending = this.#pending.get(key) ?? this.#ask(key, ask);
    this.#pending.set(key, pending);
    return await pending;
  }

  async #ask(key: string, ask: () => Promise<Value>): Promise<Value | null> {
    try {
      const value = await ask();
      this.#answers.set(key, { value, at: this.#clock.now() });
      return value;
    } catch {
      const known = this.#answers.get(key);
      return known !== undefined && this.#clock.now() - known.at < this.#usableMs ? known.value : null;
    } finally {
      this.#pending.delete(key);
    }
  }
}
