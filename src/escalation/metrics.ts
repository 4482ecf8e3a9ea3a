import type { DurationMs } from '../model/time.ts';
import type { IntentKind } from './intent.ts';

/** How a call for a level ended. */
export type PageOutcome = 'delivered' | 'refused' | 'dropped';

/** Numbers that operators watch. The escalation only reports; `handlers/metrics.ts` counts. */
export interface EscalationMetrics {
  timerLateness(latenessMs: DurationMs): void;
  ambiguousSend(kind: IntentKind): void;
  /** `level` as people say it. */
  page(level: number, outcome: PageOutcome): void;
}
