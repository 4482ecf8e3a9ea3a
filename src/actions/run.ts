import type { Operation } from '../model/plan.ts';
import { seconds } from '../model/time.ts';
import { approve, type CancelOutcome, type ConfirmOutcome, cancel, confirm, type PlanClick } from './confirm.ts';
import { carryOut } from './execute.ts';
import { leaseNow } from './lease.ts';
import type { OperationDeps } from './operation-deps.ts';
import { type Proposal, propose, proposeUndo } from './propose.ts';

const SWEEP_EVERY_MS = seconds(15);

/** Takes proposals and clicks, and carries what was confirmed to its end. */
export interface OperationRunner {
  propose(proposal: Proposal, signal: AbortSignal): Promise<Operation>;
  proposeUndo(
    request: { readonly operationId: string; readonly userId: string; readonly channel: string },
    signal: AbortSignal,
  ): Promise<Operation>;
  confirm(click: PlanClick): Promise<ConfirmOutcome>;
  approve(click: PlanClick): Promise<ConfirmOutcome>;
  cancel(click: PlanClick): Promise<CancelOutcome>;
  byId(id: string): Promise<Operation | null>;
  /** Starts looking for operations that a dead process left running. */
  start(): void;
  /** One look for orphans and expired plans; `start` repeats it. */
  sweep(): Promise<void>;
  /** Hands running operations over and waits for them to be let go. */
  stop(): Promise<void>;
  /** Resolves when nothing runs in this process. */
  idle(): Promise<void>;
}

export function createOperationRunner(deps: OperationDeps): OperationRunner {
  const handOver = new AbortController();
  const runs = new Set<Promise<void>>();
  let cancelSweep = (): void => {};

  const run = (operation: Operation, resumed: boolean): void => {
    const started = carryOut(deps, operation, handOver.signal, resumed).catch((error: unknown) => {
      deps.logger.error({ err: error, operationId: operation.id }, 'operation could not be recorded');
    });
    runs.add(started);
    void started.finally(() => runs.delete(started));
  };
  const lease = () => leaseNow(deps);
  const running = (outcome: ConfirmOutcome): ConfirmOutcome => {
    if (outcome.kind === 'started') {
      run(outcome.operation, false);
    }
    if (outcome.kind === 'awaiting-approval') {
      deps.announcer.show(outcome.operation);
    }
    return outcome;
  };
  const sweep = async (): Promise<void> => {
    const now = deps.clock.now();
    for (const expired of await deps.store.expire(now)) {
      if (expired.message !== null) {
        await deps.announcer.settle(expired);
      }
    }
    for (const orphan of await deps.store.takeOver(now, lease())) {
      run(orphan, true);
    }
  };
  const sweepAgain = (): void => {
    cancelSweep = deps.clock.after(SWEEP_EVERY_MS, () => {
      void sweep()
        .catch((error: unknown) => deps.logger.warn({ err: error }, 'could not look for orphaned operations'))
        .finally(() => {
          if (!handOver.signal.aborted) {
            sweepAgain();
          }
        });
    });
  };

  return {
    propose: (proposal, signal) => propose(deps, proposal, signal),
    proposeUndo: (request, signal) => proposeUndo(deps, request, signal),
    confirm: async (click) => running(await confirm(deps, lease, click)),
    approve: async (click) => running(await approve(deps, lease, click)),
    cancel: async (click) => {
      const outcome = await cancel(deps, click);
      // Only a plan that waited for a second person stands in the channel.
      if (outcome.kind === 'cancelled' && outcome.operation.message !== null) {
        await deps.announcer.settle(outcome.operation);
      }
      return outcome;
    },
    byId: (id) => deps.store.byId(id),
    start: sweepAgain,
    sweep,
    stop: async () => {
      cancelSweep();
      handOver.abort(new Error('handing over'));
      await Promise.all(runs);
    },
    idle: async () => {
      while (runs.size > 0) {
        await Promise.all(runs);
      }
    },
  };
}
