/** The process died here. */
export class Crash extends Error {
  constructor(point: string) {
    super(`crashed at ${point}`);
    this.name = 'Crash';
  }
}

/**
 * Counts the calls to everything outside of the core and dies at one of them, before or after the call has had its effect. Once dead,
 * every further call fails too: nothing runs in a process that is gone.
 */
export class Executioner {
  readonly #at: number;
  readonly #when: 'before' | 'after';
  #calls = 0;
  isDead = false;

  constructor(at: number, when: 'before' | 'after') {
    this.#at = at;
    this.#when = when;
  }

  get calls(): number {
    return this.#calls;
  }

  /** Wraps an object whose methods are all asynchronous. */
  watch<T extends object>(name: string, target: T): T {
    return new Proxy(target, {
      get: (object, property, receiver) => {
        const value: unknown = Reflect.get(object, property, receiver);
        return typeof value === 'function'
          ? (...args: readonly unknown[]) => this.#call(`${name}.${String(property)}`, () => Reflect.apply(value, object, args))
          : value;
      },
    });
  }

  async #call(point: string, run: () => unknown): Promise<unknown> {
    if (this.isDead) {
      throw new Crash(point);
    }
    this.#calls += 1;
    const isMine = this.#calls === this.#at;
    if (isMine && this.#when === 'before') {
      this.isDead = true;
      throw new Crash(point);
    }
    const result = await run();
    if (isMine) {
      this.isDead = true;
      throw new Crash(point);
    }
    return result;
  }
}
