import type { EpochMs } from '../model/time.ts';
import type { NewId } from '../ports.ts';
import type { AlertPayload } from './payload.ts';
import type { Surroundings } from './transition.ts';

/** One notification with what it is judged by. */
export interface Receipt {
  readonly payload: AlertPayload;
  /** Which Alertmanager sent it. */
  readonly source: string;
  readonly at: EpochMs;
  readonly surroundings: Surroundings;
  readonly newId: NewId;
}

/**
 * Puts notifications that speak of the same group or the same alert into rounds that follow one another, in their order. Those of one
 * round do not touch, so they can be read, judged and written together.
 *
 * @returns indexes of the receipts, round by round.
 */
export function roundsOf(receipts: readonly Pick<Receipt, 'payload' | 'source'>[]): readonly (readonly number[])[] {
  const next = new Map<string, number>();
  const placed = receipts.map((receipt, index) => {
    const names = namesOf(receipt);
    const round = names.reduce((latest, name) => Math.max(latest, next.get(name) ?? 0), 0);
    for (const name of names) {
      next.set(name, round + 1);
    }
    return { round, index };
  });
  return [...Map.groupBy(placed, ({ round }) => round)].sort(([a], [b]) => a - b).map(([, members]) => members.map(({ index }) => index));
}

function namesOf({ payload, source }: Pick<Receipt, 'payload' | 'source'>): readonly string[] {
  const series = payload.alerts.map(({ fingerprint }) => `alert\0${source}\0${fingerprint}`);
  return [`group\0${source}\0${payload.groupKey}`, ...series];
}
