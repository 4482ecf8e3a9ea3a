import type { Severity } from '../model/incident.ts';
import type { DurationMs } from '../model/time.ts';

/** What an address outside of Slack is told. Facts only: whoever takes it decides what to do. */
export interface OutsideCall {
  /** Same for repetitions of one call, so that the other side can drop them. */
  readonly id: string;
  readonly incident: string;
  readonly status: 'triggered' | 'acknowledged' | 'resolved';
  readonly severity: Severity;
  readonly cluster: string;
  readonly title: string;
  readonly summary: string;
  readonly level: number;
  /** RFC 3339. */
  readonly openedAt: string;
  readonly link: string | null;
}

export type OutsideOutcome =
  | { readonly kind: 'taken' }
  | { readonly kind: 'retry'; readonly reason: string; readonly afterMs: DurationMs | null }
  | { readonly kind: 'refused'; readonly reason: string };

/** Calls people on a path that does not depend on Slack: an https address or `mailto:`. Never throws. */
export interface OutsideCaller {
  call(url: string, body: OutsideCall): Promise<OutsideOutcome>;
}
