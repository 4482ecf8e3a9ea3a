import type { Operation } from './plan.ts';

/** What was changed by the bot's own means while an incident lasted. */
export interface IncidentOperation {
  readonly operation: Operation;
  /** Operation that undid it, when that one succeeded. */
  readonly undoneBy: string | null;
}
