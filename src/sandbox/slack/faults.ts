import type { Identifiers } from './identifiers.ts';

/** How Slack misbehaves on demand. Times are real, so that a fast sandbox clock does not shorten them. */
export type FaultEffect =
  | { readonly kind: 'rate-limited'; readonly retryAfterSeconds: number }
  | { readonly kind: 'server-error'; readonly status?: number }
  | { readonly kind: 'slow'; readonly delayMs: number }
  | { readonly kind: 'hang' }
  /** Connection reset, nothing was done. */
  | { readonly kind: 'drop-before' }
  /** Connection reset after the work was done: the caller cannot know. */
  | { readonly kind: 'drop-after' }
  | { readonly kind: 'half-body' }
  /** A proxy's page with status 200. */
  | { readonly kind: 'html' }
  | { readonly kind: 'error'; readonly error: string };

export interface FaultOrder {
  /** A method name, `response_url`, or `*` for everything. */
  readonly method: string;
  readonly effect: FaultEffect;
  /** How many calls it hits; all until it is cleared when neither this nor a duration is given. */
  readonly count?: number;
  readonly durationMs?: number;
}

interface Fault extends FaultOrder {
  readonly id: string;
  remaining: number;
  readonly endsAtMs: number;
  hits: number;
}

/** A fault as people and the JSON API see it. */
export interface FaultSnapshot {
  readonly id: string;
  readonly method: string;
  readonly effect: FaultEffect;
  /** Calls that it has hit. */
  readonly hits: number;
  /** Calls that it still hits; `null` for all of them. */
  readonly callsLeft: number | null;
  /** Real milliseconds until it ends; `null` when only calls or a person end it. */
  readonly msLeft: number | null;
}

/** Orders to misbehave; the oldest that fits a call is used. */
export class Faults {
  private list: Fault[] = [];
  private readonly realNowMs: () => number;
  private readonly identifiers: Identifiers;
  private readonly changed: () => void;

  /** @param changed runs after every order, hit and end that somebody asked for. */
  constructor(realNowMs: () => number, identifiers: Identifiers, changed: () => void) {
    this.realNowMs = realNowMs;
    this.identifiers = identifiers;
    this.changed = changed;
  }

  order(order: FaultOrder): FaultSnapshot {
    const endsAtMs = order.durationMs === undefined ? Number.POSITIVE_INFINITY : this.realNowMs() + order.durationMs;
    const fault: Fault = {
      ...order,
      id: this.identifiers.next('X'),
      remaining: order.count ?? Number.POSITIVE_INFINITY,
      endsAtMs,
      hits: 0,
    };
    this.list.push(fault);
    this.changed();
    return this.snapshot(fault);
  }

  /** Those that still have an effect. */
  active(): readonly FaultSnapshot[] {
    return this.alive().map((fault) => this.snapshot(fault));
  }

  /** The effect on one call of a method; counts as one hit. */
  take(method: string): FaultEffect | undefined {
    const fault = this.alive().find((candidate) => candidate.method === '*' || candidate.method === method);
    if (fault === undefined) {
      return undefined;
    }
    fault.remaining -= 1;
    fault.hits += 1;
    this.changed();
    return fault.effect;
  }

  /** @returns `false` when no fault with the id still has an effect. */
  end(id: string): boolean {
    const isThere = this.alive().some((fault) => fault.id === id);
    this.list = this.list.filter((fault) => fault.id !== id);
    this.changed();
    return isThere;
  }

  /** @returns how many had still an effect. */
  clear(): number {
    const { length } = this.alive();
    this.list = [];
    this.changed();
    return length;
  }

  private alive(): readonly Fault[] {
    this.list = this.list.filter((fault) => fault.remaining > 0 && fault.endsAtMs > this.realNowMs());
    return this.list;
  }

  private snapshot({ id, method, effect, hits, remaining, endsAtMs }: Fault): FaultSnapshot {
    return { id, method, effect, hits, callsLeft: whole(remaining), msLeft: whole(endsAtMs - this.realNowMs()) };
  }
}

const whole = (value: number): number | null => (Number.isFinite(value) ? Math.ceil(value) : null);
