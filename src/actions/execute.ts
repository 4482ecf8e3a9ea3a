import { say } from '../messages/say.ts';
import { UpstreamError, UserError } from '../model/errors.ts';
import type { Phrase, Words } from '../model/phrase.ts';
import type { Operation } from '../model/plan.ts';
import { seconds } from '../model/time.ts';
import type { RunContext, Verification } from './action.ts';
import { type HeldOperation, hold } from './lease.ts';
import { actionOf, auditOperation, type OperationDeps } from './operation-deps.ts';
import { wait } from './wait.ts';

const VERIFY_EVERY_MS = seconds(2);

/** How a run ended, in the words of the store. */
interface Ending {
  readonly status: 'succeeded' | 'failed' | 'unknown';
  readonly result: Phrase;
}

/**
 * Carries a begun operation to its end: execute, then read the world until the goal holds or the deadline passes.
 *
 * With `resumed`, another process has begun it and nobody knows how far it came: the world is only read, never changed again.
 * Aborting `handOver` gives the lease up and leaves the rest to the next process.
 */
export async function carryOut(deps: OperationDeps, operation: Operation, handOver: AbortSignal, resumed: boolean): Promise<void> {
  const held = hold(deps, operation, handOver);
  try {
    deps.announcer.show(operation);
    const ending = await endingOf(deps, operation, held, resumed);
    await held.drop();
    await finish(deps, held.current(), ending);
  } catch (error) {
    await held.drop();
    await letGo(deps, operation, error, handOver);
  }
}

async function endingOf(deps: OperationDeps, operation: Operation, held: HeldOperation, resumed: boolean): Promise<Ending> {
  if (!resumed) {
    const failure = await execute(deps, operation, held);
    if (failure !== null) {
      return failure;
    }
  }
  return verifyUntilDeadline(deps, operation, held);
}

/** `null`: done, or it may have been done and the answer was lost; either way the world has to tell. */
async function execute(deps: OperationDeps, operation: Operation, held: HeldOperation): Promise<Ending | null> {
  const action = actionOf(deps, operation.actionId);
  try {
    await action.execute(operation.params, contextOf(deps, operation, held), held.progress);
    return null;
  } catch (error) {
    held.signal.throwIfAborted();
    if (error instanceof UserError) {
      return { status: 'failed', result: error.phrase };
    }
    if (error instanceof UpstreamError) {
      deps.logger.warn({ err: error, operationId: operation.id }, 'operation met an upstream failure');
      return refusalOf(error);
    }
    throw error;
  }
}

/** A failure after which surely nothing was changed. */
function refusalOf(error: UpstreamError): Ending | null {
  switch (error.code) {
    case 'conflict':
      return { status: 'failed', result: say('operation.drifted') };
    case 'unauthorized':
    case 'forbidden':
    case 'not-found':
    case 'invalid':
      return { status: 'failed', result: say('operation.refusedUpstream', placeOf(error)) };
    default:
      return null;
  }
}

async function verifyUntilDeadline(deps: OperationDeps, operation: Operation, held: HeldOperation): Promise<Ending> {
  const action = actionOf(deps, operation.actionId);
  const deadlineAt = (operation.startedAt ?? operation.createdAt) + action.deadlineMs;
  let failures = 0;
  for (;;) {
    const seen = await look(deps, operation, held);
    if (seen.kind === 'reached') {
      return { status: 'succeeded', result: seen.result };
    }
    // A write whose answer was lost can still land a moment later, so one look is not enough to call it failed.
    failures = seen.kind === 'failed' ? failures + 1 : 0;
    if (failures >= 2 || (seen.kind !== 'unreadable' && deps.clock.now() >= deadlineAt)) {
      return { status: 'failed', result: seen.result };
    }
    if (deps.clock.now() >= deadlineAt) {
      return { status: 'unknown', result: seen.result };
    }
    await wait(deps.clock, VERIFY_EVERY_MS, held.signal);
  }
}

async function look(
  deps: OperationDeps,
  operation: Operation,
  held: HeldOperation,
): Promise<Verification | { readonly kind: 'unreadable'; readonly result: Phrase }> {
  try {
    return await actionOf(deps, operation.actionId).verify(operation.params, contextOf(deps, operation, held), held.progress);
  } catch (error) {
    held.signal.throwIfAborted();
    if (error instanceof UpstreamError) {
      return { kind: 'unreadable', result: say('operation.cannotTell', placeOf(error)) };
    }
    throw error;
  }
}

async function finish(deps: OperationDeps, operation: Operation, ending: Ending): Promise<void> {
  const steps = operation.steps.map((step) =>
    step.status === 'running' ? { ...step, status: ending.status === 'succeeded' ? ('done' as const) : ('failed' as const) } : step,
  );
  const finished = await deps.store.finish(operation.id, deps.owner, { ...ending, steps, at: deps.clock.now() });
  if (finished === null) {
    return;
  }
  await auditOperation(deps, finished, finished.confirmedBy ?? finished.requestedBy, ending.status, ending.result);
  await deps.announcer.settle(finished);
}

/** The process stops, the lease is lost, or we have a bug: whatever it is, the operation must not stay running for ever. */
async function letGo(deps: OperationDeps, operation: Operation, error: unknown, handOver: AbortSignal): Promise<void> {
  if (handOver.aborted) {
    await deps.store.release(operation.id, deps.owner);
    return;
  }
  deps.logger.error({ err: error, operationId: operation.id }, 'operation stopped half way');
  await finish(deps, operation, { status: 'unknown', result: say('operation.stoppedHalfWay', { id: operation.id }) });
}

function contextOf(deps: OperationDeps, operation: Operation, held: HeldOperation): RunContext {
  return {
    world: deps.world,
    now: deps.clock.now(),
    signal: held.signal,
    operationId: operation.id,
    by: operation.confirmedBy ?? operation.requestedBy,
    startedAt: operation.startedAt ?? operation.createdAt,
    plan: operation.plan,
  };
}

function placeOf(error: UpstreamError): { place: string; reason: Words } {
  const { system, cluster } = error.details;
  return { place: cluster === undefined ? system : `${system} (${cluster})`, reason: error.said };
}
