import type { Phrase } from './phrase.ts';
import type { EpochMs } from './time.ts';

/** How hard an effect is to undo; decides who may run it and how it is confirmed. */
export type Risk = 'read' | 'reversible' | 'destructive';

/** One change of one object, from what the plan saw to what it will set. */
export interface Change {
  /** Cluster and object, e.g. `cluster-01 / monitoring / deployment/thanos-query`. */
  readonly object: string;
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/** What an action will do, worked out by reading only and shown before anything changes. */
export interface Plan {
  readonly actionId: string;
  readonly title: Phrase;
  /** What the button that starts it says; names the cluster when there is one. */
  readonly confirm: Phrase;
  readonly risk: Risk;
  readonly changes: readonly Change[];
  /** Facts to weigh before confirming: no restart, drift from git, what is left out. */
  readonly notes: readonly Phrase[];
  /** Command that undoes it, when there is one. */
  readonly undo: {
    readonly actionId: string;
    readonly params: unknown;
    readonly command: string;
    /** What the button says. */
    readonly label: Phrase;
  } | null;
  /** Patch to commit to git so that the next apply does not revert the change. */
  readonly gitPatch: string | null;
  /** What must still be true at confirmation, e.g. the object's resourceVersion; compared by value. */
  readonly precondition: Readonly<Record<string, string | number>>;
  /** What the plan saw and verification compares with afterwards. It may change before the confirmation without a new plan. */
  readonly baseline: Readonly<Record<string, readonly string[]>>;
}

export type OperationStatus = 'planned' | 'running' | 'succeeded' | 'failed' | 'unknown' | 'cancelled' | 'expired';

/** One plan and what became of it. The id stands in the buttons. */
export interface Operation {
  readonly id: string;
  readonly revision: number;
  readonly status: OperationStatus;
  readonly actionId: string;
  readonly params: unknown;
  readonly plan: Plan;
  readonly requestedBy: string;
  readonly channel: string;
  readonly createdAt: EpochMs;
  readonly expiresAt: EpochMs;
  readonly confirmedBy: string | null;
  readonly startedAt: EpochMs | null;
  readonly finishedAt: EpochMs | null;
  readonly steps: readonly OperationStep[];
  readonly result: Phrase | null;
  /** The channel message that shows progress and result. */
  readonly message: { readonly channel: string; readonly ts: string } | null;
  /** Operation that undid this one. */
  readonly undoneBy: string | null;
}

export interface OperationStep {
  readonly id: string;
  readonly title: Phrase;
  readonly status: 'waiting' | 'running' | 'done' | 'failed';
  readonly detail: Phrase | null;
}

/** One line of the audit: who did what to what, and what came of it. */
export interface AuditEntry {
  readonly at: EpochMs;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly outcome: 'allowed' | 'refused' | 'succeeded' | 'failed' | 'unknown';
  readonly details: Readonly<Record<string, string | number | null>>;
}
