import type { EscalationState, Level, TimelineKind } from '../model/incident.ts';
import type { DurationMs, EpochMs } from '../model/time.ts';

/** The ladder and its patience, as they stood when the incident opened. */
export interface EscalationPolicy {
  readonly levels: readonly Level[];
  /** How long an acknowledged incident stays quiet before its owner is reminded. */
  readonly reminderMs: DurationMs;
  /** How long after the acknowledgement an unresolved incident pages again. */
  readonly handBackMs: DurationMs;
}

/** What can happen to an incident. `at` is when it happened, not when we saw it. `startLevel` and `toLevel` are level numbers as people say them. */
export type EscalationEvent =
  | { readonly kind: 'opened'; readonly at: EpochMs; readonly startLevel: number; readonly pages: boolean }
  | { readonly kind: 'tick'; readonly at: EpochMs }
  | { readonly kind: 'acknowledged'; readonly at: EpochMs; readonly by: string }
  /** Somebody makes themselves the owner, whoever has it now. */
  | { readonly kind: 'taken-over'; readonly at: EpochMs; readonly by: string }
  | { readonly kind: 'unacknowledged'; readonly at: EpochMs; readonly by: string }
  | { readonly kind: 'escalated'; readonly at: EpochMs; readonly by: string; readonly toLevel: number | null }
  | { readonly kind: 'snoozed'; readonly at: EpochMs; readonly by: string; readonly until: EpochMs }
  | { readonly kind: 'resolved'; readonly at: EpochMs; readonly by: string; readonly cause?: string; readonly note?: string }
  | { readonly kind: 'reopened'; readonly at: EpochMs; readonly by: string }
  /** Silences in Alertmanager cover everything that fires until `until`. Told again, it says when the pause ends now. */
  | { readonly kind: 'silenced'; readonly at: EpochMs; readonly by: string; readonly until: EpochMs; readonly comment: string }
  /** Something that fires is silenced no more. */
  | { readonly kind: 'silence-ended'; readonly at: EpochMs; readonly by: string }
  /** The incident became part of a larger one that is called for already. What somebody has acknowledged stays theirs. */
  | { readonly kind: 'folded'; readonly at: EpochMs; readonly into: string }
  /** It may climb further than before, because it became graver. The level that was called waits no longer than levels on the way do. */
  | { readonly kind: 'widened'; readonly at: EpochMs }
  /** Nobody of the level can be reached now (do-not-disturb), so the level waits no longer than this. */
  | { readonly kind: 'unreachable'; readonly at: EpochMs; readonly levelIndex: number; readonly ackTimeoutMs: DurationMs };

/** Why a level is paged; shown in the message and logged. */
export type PageReason =
  | 'opened'
  | 'ack-timeout'
  | 'escalated'
  | 'repeat'
  | 'handed-back'
  | 'snooze-ended'
  | 'silence-ended'
  | 'unacknowledged'
  | 'reopened';

/** What the shell owes the world; the machine itself does nothing. The shell records a page itself, once it knows the recipients. */
export type Effect =
  /** `lateMs` is set when the page leaves later than it was due, because nobody ran; `skipped` names levels that were never paged. */
  | {
      readonly kind: 'page';
      readonly levelIndex: number;
      readonly reason: PageReason;
      readonly lateMs: DurationMs | null;
      readonly skipped: readonly number[];
      readonly repeats: number;
    }
  | { readonly kind: 'remind'; readonly userId: string }
  | {
      readonly kind: 'record';
      readonly what: TimelineKind;
      readonly actor: string;
      readonly details: Readonly<Record<string, string | number | null>>;
    };

/** The next state and what the shell owes the world. */
export interface Step {
  readonly state: EscalationState;
  readonly effects: readonly Effect[];
}
