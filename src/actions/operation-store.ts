import type { Phrase } from '../model/phrase.ts';
import type { Operation, OperationStatus, OperationStep } from '../model/plan.ts';
import type { EpochMs } from '../model/time.ts';

/** Who works on a running operation, and until when others leave it alone. */
export interface Lease {
  readonly owner: string;
  readonly until: EpochMs;
}

/**
 * Where operations are remembered. Every change names what it expects to find; `null` or `false` means that somebody else was
 * quicker.
 */
export interface OperationStore {
  create(operation: Operation): Promise<void>;
  byId(id: string): Promise<Operation | null>;
  recent(limit: number): Promise<readonly Operation[]>;
  /** Operations that were started in a window, oldest first. */
  startedBetween(from: EpochMs, until: EpochMs, limit: number): Promise<readonly Operation[]>;
  running(): Promise<readonly Operation[]>;
  /** planned → running. The one gate that lets an operation run; it opens once. */
  begin(
    id: string,
    revision: number,
    start: { readonly confirmedBy: string; readonly at: EpochMs; readonly steps: readonly OperationStep[]; readonly lease: Lease },
  ): Promise<Operation | null>;
  /** Notes who confirmed a destructive plan; it stays planned until a second person approves. */
  awaitApproval(id: string, revision: number, confirmedBy: string, expiresAt: EpochMs): Promise<Operation | null>;
  /** planned → cancelled or expired. */
  close(id: string, status: 'cancelled' | 'expired', at: EpochMs): Promise<Operation | null>;
  /** Extends the lease and saves the steps. `false`: the lease is lost, stop. */
  renew(id: string, lease: Lease, steps: readonly OperationStep[]): Promise<boolean>;
  saveMessage(id: string, message: { readonly channel: string; readonly ts: string }): Promise<void>;
  /** running → final, only for the owner of the lease. */
  finish(
    id: string,
    owner: string,
    end: {
      readonly status: Extract<OperationStatus, 'succeeded' | 'failed' | 'unknown'>;
      readonly result: Phrase;
      readonly steps: readonly OperationStep[];
      readonly at: EpochMs;
    },
  ): Promise<Operation | null>;
  /** Gives up the lease, so that another process takes over at once. */
  release(id: string, owner: string): Promise<void>;
  /** Takes running operations whose lease has expired. */
  takeOver(now: EpochMs, lease: Lease): Promise<readonly Operation[]>;
  /** Compare-and-set of the operation that undoes this one. */
  setUndoneBy(id: string, from: string | null, to: string): Promise<boolean>;
  /** planned and past its time → expired. */
  expire(now: EpochMs): Promise<readonly Operation[]>;
}
