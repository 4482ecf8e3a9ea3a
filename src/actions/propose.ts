import { say } from '../messages/say.ts';
import { UserError } from '../model/errors.ts';
import type { Operation, Plan } from '../model/plan.ts';
import { minutes } from '../model/time.ts';
import { authorise } from './authorise.ts';
import { actionOf, type OperationDeps } from './operation-deps.ts';

/** How long a plan waits for its confirmation. */
export const PLAN_LIFETIME_MS = minutes(5);

/** Who asks for what, and where the answer belongs. */
export interface Proposal {
  readonly actionId: string;
  readonly params: unknown;
  readonly userId: string;
  readonly channel: string;
}

/**
 * Works out what an action would do and remembers the plan for five minutes. Changes nothing.
 *
 * @throws UserError when the person may not, the request makes no sense or the same object is being changed.
 */
export async function propose(deps: OperationDeps, proposal: Proposal, signal: AbortSignal): Promise<Operation> {
  const action = actionOf(deps, proposal.actionId);
  await authorise(deps, proposal.userId, action.access, { action: action.id, subject: action.id });
  const now = deps.clock.now();
  const plan = await action.plan(proposal.params, { world: deps.world, now, signal });
  await refuseWhileBusy(deps, plan);
  const operation = plannedOperation(deps.newId('op'), proposal, plan, now);
  await deps.store.create(operation);
  return operation;
}

/** Proposes the change back. One successful undo for each operation. @throws UserError */
export async function proposeUndo(
  deps: OperationDeps,
  request: { readonly operationId: string; readonly userId: string; readonly channel: string },
  signal: AbortSignal,
): Promise<Operation> {
  const original = await deps.store.byId(request.operationId);
  if (original === null) {
    throw new UserError(say('operation.noSuch', { id: request.operationId }));
  }
  const { undo } = original.plan;
  if (original.status !== 'succeeded' || undo === null) {
    throw new UserError(say('operation.cannotUndo', { id: original.id, status: original.status }));
  }
  await refuseWhenUndone(deps, original);
  const operation = await propose(deps, { ...request, actionId: undo.actionId, params: undo.params }, signal);
  if (!(await deps.store.setUndoneBy(original.id, original.undoneBy, operation.id))) {
    await deps.store.close(operation.id, 'cancelled', deps.clock.now());
    throw new UserError(say('operation.undoInProgress', { id: original.id }));
  }
  return operation;
}

/** Refuses a plan for an object that a running operation is changing. @throws UserError */
export async function refuseWhileBusy(deps: Pick<OperationDeps, 'store'>, plan: Plan): Promise<void> {
  const objects = new Set(plan.changes.map(({ object }) => object));
  const busy = (await deps.store.running()).find((running) => running.plan.changes.some(({ object }) => objects.has(object)));
  if (busy !== undefined) {
    throw new UserError(say('operation.busy', { id: busy.id, by: busy.confirmedBy ?? busy.requestedBy }));
  }
}

async function refuseWhenUndone(deps: OperationDeps, original: Operation): Promise<void> {
  const earlier = original.undoneBy === null ? null : await deps.store.byId(original.undoneBy);
  const isTaken = earlier !== null && ['running', 'succeeded', 'unknown'].includes(earlier.status);
  if (isTaken) {
    throw new UserError(say('operation.alreadyUndone', { id: original.id, by: earlier.id }));
  }
}

function plannedOperation(id: string, { actionId, params, userId, channel }: Proposal, plan: Plan, now: number): Operation {
  return {
    id,
    revision: 1,
    status: 'planned',
    actionId,
    params,
    plan,
    requestedBy: userId,
    channel,
    createdAt: now,
    expiresAt: now + PLAN_LIFETIME_MS,
    confirmedBy: null,
    startedAt: null,
    finishedAt: null,
    steps: [],
    result: null,
    message: null,
    undoneBy: null,
  };
}
