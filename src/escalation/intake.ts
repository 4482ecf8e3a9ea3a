import type { EpochMs } from '../model/time.ts';
import type { NewId } from '../ports.ts';
import { coalesce } from './coalesce.ts';
import type { IncidentStore, IncidentTransaction } from './incident-store.ts';
import { takeRound } from './intake-round.ts';
import type { AlertPayload } from './payload.ts';
import { type Receipt, roundsOf } from './receipt.ts';
import { retryConflicts } from './retry.ts';
import type { Override } from './roster.ts';
import type { EscalationConfig } from './transition.ts';

/** Notifications that come at once share a commit and its statements, which is what costs. */
const RECEIPTS_PER_COMMIT = 50;

export interface IntakeDependencies {
  readonly store: IncidentStore;
  readonly config: EscalationConfig;
  readonly overrides: () => Promise<readonly Override[]>;
  readonly newId: NewId;
  /** Called after a commit that may have queued something to say. */
  readonly onCommit?: () => void;
}

export interface Intake {
  /**
   * Takes one notification. When this resolves, everything that follows from it is on disk.
   *
   * @param source - Which Alertmanager sent it: the path's cluster, or `default`.
   * @returns ids of the incidents that the notification belongs to.
   */
  take(payload: AlertPayload, source: string, at: EpochMs): Promise<readonly string[]>;
}

export function createIntake({ store, config, overrides, newId, onCommit }: IntakeDependencies): Intake {
  const together = (receipts: readonly Receipt[]): Promise<readonly (readonly string[])[]> =>
    store.transaction((tx) => takeAll(tx, receipts));
  const alone = async (receipt: Receipt): Promise<readonly string[]> => (await retryConflicts(() => together([receipt]))).flat();
  const commit = coalesce(together, alone, RECEIPTS_PER_COMMIT);
  return {
    take: async (payload, source, at) => {
      const roster = { timezone: config.timezone, escalation: config.escalation, overrides: await overrides() };
      const ids = await commit({ payload, source, at, surroundings: { config, roster }, newId });
      onCommit?.();
      return ids;
    },
  };
}

async function takeAll(tx: IncidentTransaction, receipts: readonly Receipt[]): Promise<readonly (readonly string[])[]> {
  const taken = new Map<number, readonly string[]>();
  for (const round of roundsOf(receipts)) {
    const answers = await takeRound(
      tx,
      receipts.filter((_, index) => round.includes(index)),
    );
    for (const [place, index] of round.entries()) {
      taken.set(index, answers[place] ?? []);
    }
  }
  return receipts.map((_, index) => taken.get(index) ?? []);
}
