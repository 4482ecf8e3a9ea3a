import type { Kysely, Transaction } from 'kysely';
import type { IncidentTransaction, IncidentWish } from '../escalation/incident-store.ts';
import type { Incident, TimelineEvent } from '../model/incident.ts';
import { alertCounts, knownAlerts } from './alert-rows.ts';
import { chunks } from './chunks.ts';
import { openKey, readIncident, readIncidents, readTimelineEvent } from './incident-rows.ts';
import { PendingWrites } from './pending-writes.ts';
import type { Database } from './schema.ts';

const VALUES_PER_LIST = 5_000;

/** Runs `work` with the reads and writes of one transaction over either database; all that is written stands when this resolves. */
export async function withIncidents<T>(tx: Transaction<Database>, work: (incidents: IncidentTransaction) => Promise<T>): Promise<T> {
  const writes = new PendingWrites(tx);
  const result = await work(incidentTransaction(tx, writes));
  await writes.flush();
  return result;
}

/** Whatever is read has seen what was written before. */
function incidentTransaction(tx: Transaction<Database>, writes: PendingWrites): IncidentTransaction {
  return {
    incident: async (id) => {
      await writes.flush();
      return one(tx, id);
    },
    incidentsOf: async (wish) => {
      await writes.flush();
      return incidentsOf(tx, wish);
    },
    knownAlerts: async (wanted, now) => {
      await writes.flush();
      return knownAlerts(tx, wanted, now);
    },
    alertCounts: async (incidentIds) => {
      await writes.flush();
      return alertCounts(tx, incidentIds);
    },
    timelineOf: async (incidentId, limit) => {
      await writes.flush();
      return timelineOf(tx, incidentId, limit);
    },
    insert: async (incident) => writes.insert(incident),
    update: async (incident, seenRevision) => writes.update(incident, seenRevision),
    addAlerts: async (source, alerts) => writes.addAlerts(source, alerts),
    resolveAlerts: async (source, keys, at) => writes.resolveAlerts(source, keys, at),
    resolveAlertsOf: async (incidentId, at) => {
      await writes.flush();
      await tx
        .updateTable('alerts')
        .set({ status: 'resolved', resolved_at: at })
        .where('incident_id', '=', incidentId)
        .where('status', '=', 'firing')
        .execute();
    },
    record: async (events) => writes.record(events),
    enqueue: async (drafts, at) => writes.enqueue(drafts, at),
  };
}

/** The newest events of an incident in the order they happened. */
export async function timelineOf(db: Kysely<Database>, incidentId: string, limit: number): Promise<readonly TimelineEvent[]> {
  const rows = await db
    .selectFrom('timeline')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(readTimelineEvent).reverse();
}

async function one(tx: Kysely<Database>, id: string): Promise<Incident | null> {
  const row = await tx.selectFrom('incidents').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : readIncident(row);
}

async function incidentsOf(tx: Kysely<Database>, { ids, groups, resolvedSince }: IncidentWish): Promise<readonly Incident[]> {
  const found = new Map<string, Incident>();
  const [first = [], ...rest] = chunks(ids, VALUES_PER_LIST);
  for (const wish of [{ ids: first, groups, resolvedSince }, ...rest.map((some) => ({ ids: some, groups: [], resolvedSince }))]) {
    const openKeys = new Set(wish.groups.map(({ source, groupKey }) => openKey(source, groupKey)));
    const rows = await rowsOf(tx, wish);
    // An open incident stands in the way of another of its group, so not being able to read it is told; others are left out.
    const { incidents } = readIncidents(rows.filter((row) => row.open_key === null || !openKeys.has(row.open_key)));
    const open = rows.filter((row) => row.open_key !== null && openKeys.has(row.open_key)).map(readIncident);
    for (const incident of [...incidents, ...open]) {
      found.set(incident.id, incident);
    }
  }
  return [...found.values()];
}

/** All in one statement; each condition has an index of its own. */
async function rowsOf(tx: Kysely<Database>, { ids, groups, resolvedSince }: IncidentWish) {
  const openKeys = groups.map(({ source, groupKey }) => openKey(source, groupKey));
  const groupKeys = groups.map(({ groupKey }) => groupKey);
  return tx
    .selectFrom('incidents')
    .selectAll()
    .where((eb) =>
      eb.or([
        ...(ids.length === 0 ? [] : [eb('id', 'in', ids)]),
        ...(groups.length === 0
          ? []
          : [eb('open_key', 'in', openKeys), eb.and([eb('resolved_at', '>=', resolvedSince), eb('group_key', 'in', groupKeys)])]),
      ]),
    )
    .execute();
}
