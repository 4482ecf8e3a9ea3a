import type { Operation, OperationStep } from '../model/plan.ts';
import { seconds } from '../model/time.ts';
import type { Progress } from './action.ts';
import type { OperationDeps } from './operation-deps.ts';
import type { Lease } from './operation-store.ts';

/** After this long without a heartbeat another process takes over. */
export const LEASE_MS = seconds(60);
const HEARTBEAT_MS = seconds(15);

/** A running operation that this process holds: its steps as they stand, saved with each heartbeat. */
export interface HeldOperation {
  readonly progress: Progress;
  /** Aborts when the lease is lost or the process hands over. */
  readonly signal: AbortSignal;
  current(): Operation;
  /** Stops the heartbeat after the last save has ended. */
  drop(): Promise<void>;
}

export function leaseNow({ clock, owner }: Pick<OperationDeps, 'clock' | 'owner'>): Lease {
  return { owner, until: clock.now() + LEASE_MS };
}

/** Keeps the lease of an operation alive until dropped. Losing it aborts the run: somebody else has taken over. */
export function hold(deps: OperationDeps, operation: Operation, handOver: AbortSignal): HeldOperation {
  const lost = new AbortController();
  let current = operation;
  let lastSave: Promise<void> = Promise.resolve();
  let cancelTimer = (): void => {};
  const save = (): void => {
    lastSave = lastSave.then(() => renew(deps, current, lost));
  };
  const beat = (): void => {
    save();
    cancelTimer = deps.clock.after(HEARTBEAT_MS, beat);
  };
  cancelTimer = deps.clock.after(HEARTBEAT_MS, beat);
  return {
    signal: AbortSignal.any([lost.signal, handOver]),
    current: () => current,
    progress: (step) => {
      const steps = withStep(current.steps, step);
      if (JSON.stringify(steps) !== JSON.stringify(current.steps)) {
        current = { ...current, steps };
        save();
        deps.announcer.show(current);
      }
    },
    drop: () => {
      cancelTimer();
      return lastSave;
    },
  };
}

async function renew(deps: OperationDeps, operation: Operation, lost: AbortController): Promise<void> {
  try {
    if (!(await deps.store.renew(operation.id, leaseNow(deps), operation.steps))) {
      lost.abort(new Error('lease lost'));
    }
  } catch (error) {
    // The lease runs on while the store is away; the next heartbeat tells whether it was lost meanwhile.
    deps.logger.warn({ err: error, operationId: operation.id }, 'could not renew the lease of an operation');
  }
}

function withStep(steps: readonly OperationStep[], { id, status, detail }: Parameters<Progress>[0]): readonly OperationStep[] {
  return steps.map((step) => (step.id === id ? { ...step, status, detail: detail ?? step.detail } : step));
}
