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

export interface Fault extends FaultOrder {
  readonly id: string;
  remaining: number;
  readonly endsAtMs: number;
}

/** Orders to misbehave; the oldest that fits a call is used. */
export class Faults {
  private list: Fault[] = [];
  private readonly realNowMs: () => number;
  private readonly identifiers: Identifiers;

  constructor(realNowMs: () => number, identifiers: Identifiers) {
    this.realNowMs = realNowMs;
    this.identifiers = identifiers;
  }

  order(order: FaultOrder): Fault {
    const endsAtMs = order.durationMs === undefined ? Number.POSITIVE_INFINITY : this.realNowMs() + order.durationMs;
    const fault: Fault = { ...order, id: this.identifiers.next('X'), remaining: order.count ?? Number.POSITIVE_INFINITY, endsAtMs };
    this.list.push(fault);
    return fault;
  }

  /** Those that still have an effect. */
  active(): readonly Fault[] {
    this.list = this.list.filter((fault) => fault.remaining > 0 && fault.endsAtMs > this.realNowMs());
    return this.list;
  }

  /** The effect on one call of a method; counts as one hit. */
  take(method: string): FaultEffect | undefined {
    const fault = this.active().find((candidate) => candidate.method === '*' || candidate.method === method);
    if (fault !== undefined) {
      fault.remaining -= 1;
    }
    return fault?.effect;
  }

  clear(): void {
    this.list = [];
  }
}
