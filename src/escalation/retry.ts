import { StoreConflict } from './incident-store.ts';

/** A race is lost to somebody who made progress, so a few rounds are plenty. */
const ROUNDS = 5;

/** Runs `work` again when another process changed the same thing first. Rejects with the last conflict when that never ends. */
export async function retryConflicts<T>(work: () => Promise<T>, rounds = ROUNDS): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StoreConflict) || rounds <= 1) {
      throw error;
    }
    return retryConflicts(work, rounds - 1);
  }
}
