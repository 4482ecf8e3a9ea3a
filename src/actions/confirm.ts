import { say } from '../messages/say.ts';
import { UserError } from '../model/errors.ts';
import type { Phrase } from '../model/phrase.ts';
import type { Operation, Plan } from '../model/plan.ts';
import { authorise } from './authorise.ts';
import { actionOf, auditOperation, type OperationDeps } from './operation-deps.ts';
import type { Lease } from './operation-store.ts';
import { PLAN_LIFETIME_MS, propose, refuseWhileBusy } from './propose.ts';

/** A click on a plan's button. */
export interface PlanClick {
  readonly operationId: string;
  readonly revision: number;
  readonly userId: string;
  readonly signal: AbortSignal;
}

interface Refusal {
  readonly kind: 'refused';
  readonly reason: Phrase;
}

export type ConfirmOutcome =
  | { readonly kind: 'started'; readonly operation: Operation }
  /** Destructive: somebody else has to approve. */
  | { readonly kind: 'awaiting-approval'; readonly operation: Operation }
  /** The world is no longer as planned: here is what the same request would do now. */
  | { readonly kind: 'replanned'; readonly operation: Operation }
  | Refusal;

export type CancelOutcome = { readonly kind: 'cancelled'; readonly operation: Operation } | Refusal;

type LeaseNow = () => Lease;

/** Confirms a plan: checks person, expiry and drift once more, then takes the one slot that lets it run. */
export async function confirm(deps: OperationDeps, lease: LeaseNow, click: PlanClick): Promise<ConfirmOutcome> {
  return refusing<ConfirmOutcome>(async () => {
    const operation = await openPlan(deps, click);
    const action = actionOf(deps, operation.actionId);
    if (operation.requestedBy !== click.userId) {
      return refuse(deps, operation, click.userId, say('operation.notYours', { by: operation.requestedBy }));
    }
    await authorise(deps, click.userId, action.access, { action: action.id, subject: operation.id });
    if (action.risk === 'destructive') {
      const waiting = await deps.store.awaitApproval(operation.id, click.revision, click.userId, deps.clock.now() + PLAN_LIFETIME_MS);
      return waiting === null ? alreadyDecided(deps, operation.id) : { kind: 'awaiting-approval', operation: waiting };
    }
    return start(deps, lease, operation, click);
  });
}

/** The second person's yes to a destructive plan. */
export async function approve(deps: OperationDeps, lease: LeaseNow, click: PlanClick): Promise<ConfirmOutcome> {
  return refusing<ConfirmOutcome>(async () => {
    const operation = await openPlan(deps, click);
    if (operation.confirmedBy === null) {
      return { kind: 'refused', reason: say('operation.notConfirmed', { by: operation.requestedBy }) };
    }
    if (click.userId === operation.requestedBy || click.userId === operation.confirmedBy) {
      return refuse(deps, operation, click.userId, say('operation.selfApproval'));
    }
    await authorise(deps, click.userId, 'approver', { action: operation.actionId, subject: operation.id });
    return start(deps, lease, operation, click);
  });
}

/** Withdraws a plan. The requester may, and anybody who could have confirmed it. */
export async function cancel(deps: OperationDeps, click: PlanClick): Promise<CancelOutcome> {
  return refusing<CancelOutcome>(async () => {
    const operation = await openPlan(deps, click);
    if (operation.requestedBy !== click.userId) {
      await authorise(deps, click.userId, actionOf(deps, operation.actionId).access, { action: operation.actionId, subject: operation.id });
    }
    const closed = await deps.store.close(operation.id, 'cancelled', deps.clock.now());
    return closed === null ? alreadyDecided(deps, operation.id) : { kind: 'cancelled', operation: closed };
  });
}

async function start(deps: OperationDeps, lease: LeaseNow, operation: Operation, click: PlanClick): Promise<ConfirmOutcome> {
  const action = actionOf(deps, operation.actionId);
  const now = deps.clock.now();
  const fresh = await action.plan(operation.params, { world: deps.world, now, signal: click.signal });
  await refuseWhileBusy(deps, fresh);
  if (hasDrifted(operation.plan, fresh)) {
    return replan(deps, operation, click);
  }
  const steps = action.steps(operation.params, operation.plan);
  const running = await deps.store.begin(operation.id, click.revision, { confirmedBy: click.userId, at: now, steps, lease: lease() });
  if (running === null) {
    return alreadyDecided(deps, operation.id);
  }
  await auditOperation(deps, running, click.userId, 'allowed', null);
  return { kind: 'started', operation: running };
}

async function replan(deps: OperationDeps, operation: Operation, click: PlanClick): Promise<ConfirmOutcome> {
  await deps.store.close(operation.id, 'cancelled', deps.clock.now());
  await auditOperation(deps, operation, click.userId, 'refused', say('operation.drifted'));
  const { actionId, params, requestedBy: userId, channel } = operation;
  return { kind: 'replanned', operation: await propose(deps, { actionId, params, userId, channel }, click.signal) };
}

/** Whether the plan would now change something else, or starts from another state. */
function hasDrifted(shown: Plan, fresh: Plan): boolean {
  return sorted(shown.precondition) !== sorted(fresh.precondition) || JSON.stringify(shown.changes) !== JSON.stringify(fresh.changes);
}

async function openPlan(deps: OperationDeps, { operationId, revision, userId }: PlanClick): Promise<Operation> {
  const operation = await deps.store.byId(operationId);
  if (operation === null) {
    throw new UserError(say('operation.noSuch', { id: operationId }));
  }
  if (operation.status === 'planned' && deps.clock.now() >= operation.expiresAt) {
    await deps.store.close(operation.id, 'expired', deps.clock.now());
    await auditOperation(deps, operation, userId, 'refused', say('operation.expired'));
    throw new UserError(say('operation.expired'));
  }
  if (operation.status !== 'planned' || operation.revision !== revision) {
    throw new UserError(decidedPhrase(operation));
  }
  return operation;
}

async function refuse(deps: OperationDeps, operation: Operation, userId: string, reason: Phrase): Promise<Refusal> {
  await auditOperation(deps, operation, userId, 'refused', reason);
  return { kind: 'refused', reason };
}

async function alreadyDecided(deps: OperationDeps, id: string): Promise<Refusal> {
  const current = await deps.store.byId(id);
  return { kind: 'refused', reason: current === null ? say('operation.noSuch', { id }) : decidedPhrase(current) };
}

function decidedPhrase({ status, confirmedBy, requestedBy }: Operation): Phrase {
  switch (status) {
    case 'planned':
      return say('operation.stale');
    case 'expired':
      return say('operation.expired');
    case 'cancelled':
      return say('operation.wasCancelled');
    default:
      return say('operation.alreadyConfirmed', { by: confirmedBy ?? requestedBy, status });
  }
}

async function refusing<T>(attempt: () => Promise<T | Refusal>): Promise<T | Refusal> {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof UserError) {
      return { kind: 'refused', reason: error.phrase };
    }
    throw error;
  }
}

function sorted(facts: Readonly<Record<string, string | number>>): string {
  return JSON.stringify(Object.entries(facts).sort(([a], [b]) => a.localeCompare(b)));
}
