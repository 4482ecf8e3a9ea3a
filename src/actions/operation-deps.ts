import type { Phrase } from '../model/phrase.ts';
import type { AuditEntry, Operation } from '../model/plan.ts';
import type { Access, Clock, Logger, NewId } from '../ports.ts';
import type { Action, ActionWorld } from './action.ts';
import type { AuditLog } from './audit-log.ts';
import type { OperationStore } from './operation-store.ts';

/** Shows operations to people. Never throws: that Slack is away must not stop a run. */
export interface OperationAnnouncer {
  /** Posts or edits the channel message; edits are spaced and may be folded into the next. */
  show(operation: Operation): void;
  /** Shows the final state and keeps trying for a while. */
  settle(operation: Operation): Promise<void>;
}

/** What running operations needs of the world. */
export interface OperationDeps {
  readonly actions: readonly Action[];
  readonly world: ActionWorld;
  readonly store: OperationStore;
  readonly audit: AuditLog;
  readonly access: Access;
  readonly announcer: OperationAnnouncer;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
  /** Names this process in leases. */
  readonly owner: string;
}

/** The action of an id. An operation of a removed action is our bug, not the person's. */
export function actionOf(deps: Pick<OperationDeps, 'actions'>, id: string): Action {
  const action = deps.actions.find((candidate) => candidate.id === id);
  if (action === undefined) {
    throw new RangeError(`no action ${id}`);
  }
  return action;
}

/** Writes the audit line of something that happened to an operation. */
export function auditOperation(
  deps: Pick<OperationDeps, 'audit' | 'clock'>,
  operation: Operation,
  actor: string,
  outcome: AuditEntry['outcome'],
  reason: Phrase | null,
): Promise<void> {
  const [change] = operation.plan.changes;
  return deps.audit.append({
    at: deps.clock.now(),
    actor,
    action: operation.actionId,
    subject: change?.object ?? operation.actionId,
    outcome,
    details: {
      operation: operation.id,
      channel: operation.channel,
      from: change?.from ?? null,
      to: change?.to ?? null,
      reason: reason?.id ?? null,
    },
  });
}
