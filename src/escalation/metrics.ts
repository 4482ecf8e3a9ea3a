import type { DurationMs } from '../model/time.ts';
import type { IntentKind } from './intent.ts';
import type { ParkedIn } from './parking.ts';

/** How a call for a level ended. */
export type PageOutcome = 'delivered' | 'refused' | 'dropped';

/** Numbers that operators watch. The escalation only reports; `handlers/metrics.ts` counts. */
export interface EscalationMetrics {
  timerLateness(latenessMs: DurationMs): void;
  ambiguousSend(kind: IntentKind): void;
  /** How many incidents a part of the escalation leaves alone at present, because their turn fails. */
  parked(part: ParkedIn, count: number): void;
  /** `level` as people say it. */
  page(level: number, outcome: PageOutcome): void;
}
