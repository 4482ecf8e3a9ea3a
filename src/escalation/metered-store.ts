import { isDrill } from '../model/drill.ts';
import type { Incident, TimelineEvent } from '../model/incident.ts';
import type { DurationMs } from '../model/time.ts';
import type { IncidentStore, IncidentTransaction } from './incident-store.ts';

/** Counts how fast people are. */
export interface ResponseMeter {
  /** Somebody acknowledged for the first time. */
  acknowledged(afterMs: DurationMs): void;
  /** An incident ended; one that is opened again ends again. */
  resolved(afterMs: DurationMs): void;
}

/** Events that are looked through for an earlier acknowledgement. */
const EVENTS = 1_000;

/** A store that tells of acknowledgements and ends once they are committed, whoever caused them. Drills and quiet incidents do not count. */
export function meteredStore(store: IncidentStore, meter: ResponseMeter): IncidentStore {
  return {
    ...store,
    transaction: async (work) => {
      const { result, tally } = await store.transaction(async (tx) => {
        const watched = watch(tx);
        return { result: await work(watched.tx), tally: watched.tally };
      });
      for (const { kind, afterMs } of tally) {
        meter[kind](afterMs);
      }
      return result;
    },
  };
}

interface Counted {
  readonly kind: keyof ResponseMeter;
  readonly afterMs: DurationMs;
}

function watch(tx: IncidentTransaction): { readonly tx: IncidentTransaction; readonly tally: readonly Counted[] } {
  const tally: Counted[] = [];
  const saved = new Map<string, Incident>();
  const count = async (event: TimelineEvent): Promise<void> => {
    const incident = saved.get(event.incidentId);
    if (incident === undefined || incident.parentId !== null || incident.escalation.isQuiet || isDrill(incident)) {
      return;
    }
    const isFirst = async (): Promise<boolean> => !(await tx.timelineOf(incident.id, EVENTS)).some(({ kind }) => kind === 'acknowledged');
    if (event.kind === 'resolved' || (event.kind === 'acknowledged' && (await isFirst()))) {
      tally.push({ kind: event.kind, afterMs: event.at - incident.openedAt });
    }
  };
  return {
    tally,
    tx: {
      ...tx,
      update: async (incident, seenRevision) => {
        await tx.update(incident, seenRevision);
        saved.set(incident.id, incident);
      },
      record: async (events) => {
        for (const event of events) {
          await count(event);
        }
        await tx.record(events);
      },
    },
  };
}
