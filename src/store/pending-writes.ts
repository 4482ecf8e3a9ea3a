import type { Insertable, Kysely } from 'kysely';
import type { StoredAlert } from '../escalation/incident-store.ts';
import type { OutboxDraft } from '../escalation/intent.ts';
import type { Incident, TimelineEvent } from '../model/incident.ts';
import type { EpochMs } from '../model/time.ts';
import { type AlertKey, alertKeyOf, resolveAlerts, upsertAlerts } from './alert-rows.ts';
import { insertIncidents, type RevisedIncident, updateIncidents } from './incident-writes.ts';
import { insertDrafts, type QueuedDraft } from './outbox-rows.ts';
import type { Database } from './schema.ts';

const ROWS_PER_INSERT = 1_000;

/**
 * The writes of one transaction, held back until something is read or all is done: however many incidents it moves, it takes one
 * statement for each kind of row. What is not written for good takes no order among kinds, so they are written in a fixed one, sorted by
 * key, and two processes wait for each other's rows instead of deadlocking.
 */
export class PendingWrites {
  readonly #tx: Kysely<Database>;
  readonly #inserts = new Map<string, Incident>();
  readonly #updates = new Map<string, RevisedIncident>();
  readonly #alerts = new Map<string, AlertKey & { readonly alert: StoredAlert }>();
  readonly #resolved = new Map<string, AlertKey & { readonly at: EpochMs }>();
  readonly #events: TimelineEvent[] = [];
  readonly #drafts: QueuedDraft[] = [];

  constructor(tx: Kysely<Database>) {
    this.#tx = tx;
  }

  insert(incident: Incident): void {
    this.#inserts.set(incident.id, incident);
  }

  /** A second change of the same incident stands for both; what must still be in the store is what the first was made from. */
  update(incident: Incident, seenRevision: number): void {
    if (this.#inserts.get(incident.id)?.revision === seenRevision) {
      this.#inserts.set(incident.id, incident);
      return;
    }
    const earlier = this.#updates.get(incident.id);
    const isNext = earlier?.incident.revision === seenRevision;
    this.#updates.set(incident.id, { incident, seenRevision: isNext ? earlier.seenRevision : seenRevision });
  }

  addAlerts(source: string, alerts: readonly StoredAlert[]): void {
    for (const alert of alerts) {
      const key = { source, fingerprint: alert.fingerprint, startsAt: alert.startsAt };
      this.#resolved.delete(alertKeyOf(key));
      this.#alerts.set(alertKeyOf(key), { ...key, alert });
    }
  }

  resolveAlerts(source: string, keys: readonly Omit<AlertKey, 'source'>[], at: EpochMs): void {
    for (const { fingerprint, startsAt } of keys) {
      const key = { source, fingerprint, startsAt };
      this.#resolved.set(alertKeyOf(key), { ...key, at });
    }
  }

  record(events: readonly TimelineEvent[]): void {
    this.#events.push(...events);
  }

  enqueue(drafts: readonly OutboxDraft[], at: EpochMs): void {
    this.#drafts.push(...drafts.map((draft) => ({ draft, at })));
  }

  /** @throws StoreConflict when somebody else changed one of the incidents, or opened one for the same group. */
  async flush(): Promise<void> {
    await insertIncidents(this.#tx, sortedTake(this.#inserts));
    await updateIncidents(this.#tx, sortedTake(this.#updates));
    await upsertAlerts(this.#tx, sortedTake(this.#alerts));
    await resolveAlerts(this.#tx, sortedTake(this.#resolved));
    await insertEvents(this.#tx, this.#events.splice(0));
    await insertDrafts(this.#tx, this.#drafts.splice(0));
  }
}

function sortedTake<T>(pending: Map<string, T>): readonly T[] {
  if (pending.size === 0) {
    return [];
  }
  const values = [...pending].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
  pending.clear();
  return values;
}

async function insertEvents(tx: Kysely<Database>, events: readonly TimelineEvent[]): Promise<void> {
  for (let start = 0; start < events.length; start += ROWS_PER_INSERT) {
    const rows = events.slice(start, start + ROWS_PER_INSERT).map(eventColumns);
    await tx.insertInto('timeline').values(rows).execute();
  }
}

function eventColumns({ incidentId, at, kind, actor, details }: TimelineEvent): Insertable<Database['timeline']> {
  return { incident_id: incidentId, at, kind, actor, details: JSON.stringify(details) };
}
