import type { IncidentTransaction } from '../escalation/incident-store.ts';
import type { Drill } from '../model/drill.ts';

/** Reads and writes of one transaction over drills and incidents. */
export interface DrillTransaction {
  readonly incidents: IncidentTransaction;
  byId(id: string): Promise<Drill | null>;
  running(): Promise<Drill | null>;
  /** @throws StoreConflict when another drill runs or this one is stored already. */
  insert(drill: Drill): Promise<void>;
  /** Saves over the revision that was read. @throws StoreConflict when it is no longer the stored one. */
  update(drill: Drill, seenRevision: number): Promise<void>;
}

/** What is remembered of drills. Implemented by `store/drills.ts`. */
export interface DrillStore {
  /** Runs `work` in one transaction. Rejects with what `work` threw, after undoing its writes. */
  transaction<T>(work: (tx: DrillTransaction) => Promise<T>): Promise<T>;
  byId(id: string): Promise<Drill | null>;
  running(): Promise<Drill | null>;
  /** Newest first. */
  recent(limit: number): Promise<readonly Drill[]>;
}
