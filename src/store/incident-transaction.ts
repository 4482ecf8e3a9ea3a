import type { Kysely, Transaction } from 'kysely';
import { type IncidentTransaction, type KnownAlert, StoreConflict, type StoredAlert } from '../escalation/incident-store.ts';
import type { Incident, TimelineEvent } from '../model/incident.ts';
import { days, type EpochMs } from '../model/time.ts';
import { incidentColumns, openKey, readAlertStatus, readIncident, readTimelineEvent } from './incident-rows.ts';
import { insertDrafts } from './outbox-rows.ts';
import type { Database } from './schema.ts';

/** How long the end of an alert is remembered, so that a late beginning of the same alert opens nothing. */
const MEMORY_MS = days(30);

/** SQLite takes 32,766 values in one statement. */
const ROWS_PER_INSERT = 1_000;
const VALUES_PER_LIST = 5_000;

/** The reads and writes of one transaction over either database. */
export function incidentTransaction(tx: Transaction<Database>): IncidentTransaction {
  return {
    incident: (id) => one(tx, id),
    openIncident: (source, groupKey) => openIncident(tx, source, groupKey),
    lastResolved: (source, groupKey, since) => lastResolved(tx, source, groupKey, since),
    knownAlerts: (source, fingerprints, now) => knownAlerts(tx, source, fingerprints, now),
    alertCounts: (incidentId) => alertCounts(tx, incidentId),
    timelineOf: (incidentId, limit) => timelineOf(tx, incidentId, limit),
    insert: (incident) => insert(tx, incident),
    update: (incident, seenRevision) => update(tx, incident, seenRevision),
    addAlerts: (source, alerts) => addAlerts(tx, source, alerts),
    resolveAlerts: (source, keys, at) => resolveAlerts(tx, source, keys, at),
    resolveAlertsOf: async (incidentId, at) => {
      await tx
        .updateTable('alerts')
        .set({ status: 'resolved', resolved_at: at })
        .where('incident_id', '=', incidentId)
        .where('status', '=', 'firing')
        .execute();
    },
    record: async (events) => {
      for (const chunk of chunks(events, ROWS_PER_INSERT)) {
        const rows = chunk.map((event) => ({
          incident_id: event.incidentId,
          at: event.at,
          kind: event.kind,
          actor: event.actor,
          details: JSON.stringify(event.details),
        }));
        await tx.insertInto('timeline').values(rows).execute();
      }
    },
    enqueue: (drafts, at) => insertDrafts(tx, drafts, at),
  };
}

/** Cuts a list into pieces of at most `size`. */
export function chunks<T>(values: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) => values.slice(index * size, (index + 1) * size));
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

/** How many alerts of an incident fire and how many have ended. */
export async function alertCounts(
  db: Kysely<Database>,
  incidentId: string,
): Promise<{ readonly firing: number; readonly resolved: number }> {
  const rows = await db
    .selectFrom('alerts')
    .select((eb) => ['status', eb.fn.countAll<number>().as('count')])
    .where('incident_id', '=', incidentId)
    .groupBy('status')
    .execute();
  const count = (status: string): number => Number(rows.find((row) => row.status === status)?.count ?? 0);
  return { firing: count('firing'), resolved: count('resolved') };
}

async function one(tx: Kysely<Database>, id: string): Promise<Incident | null> {
  const row = await tx.selectFrom('incidents').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : readIncident(row);
}

async function openIncident(tx: Transaction<Database>, source: string, groupKey: string): Promise<Incident | null> {
  const row = await tx.selectFrom('incidents').selectAll().where('open_key', '=', openKey(source, groupKey)).executeTakeFirst();
  return row === undefined ? null : readIncident(row);
}

async function lastResolved(tx: Transaction<Database>, source: string, groupKey: string, since: EpochMs): Promise<Incident | null> {
  const row = await tx
    .selectFrom('incidents')
    .selectAll()
    .where('resolved_at', '>=', since)
    .where('source', '=', source)
    .where('group_key', '=', groupKey)
    .orderBy('resolved_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : readIncident(row);
}

async function knownAlerts(
  tx: Transaction<Database>,
  source: string,
  fingerprints: readonly string[],
  now: EpochMs,
): Promise<readonly KnownAlert[]> {
  const known: KnownAlert[] = [];
  for (const chunk of chunks([...new Set(fingerprints)], VALUES_PER_LIST)) {
    const rows = await tx
      .selectFrom('alerts')
      .select(['fingerprint', 'starts_at', 'status', 'incident_id'])
      .where('source', '=', source)
      .where('fingerprint', 'in', chunk)
      .where((eb) => eb.or([eb('status', '=', 'firing'), eb('resolved_at', '>', now - MEMORY_MS)]))
      .execute();
    known.push(
      ...rows.map((row) => ({
        fingerprint: row.fingerprint,
        startsAt: row.starts_at,
        status: readAlertStatus(row.status),
        incidentId: row.incident_id === '' ? null : row.incident_id,
      })),
    );
  }
  return known;
}

async function insert(tx: Transaction<Database>, incident: Incident): Promise<void> {
  const result = await tx
    .insertInto('incidents')
    .values({ ...incidentColumns(incident), message_channel: incident.message?.channel ?? null, message_ts: incident.message?.ts ?? null })
    .onConflict((conflict) => conflict.column('open_key').doNothing())
    .executeTakeFirst();
  if (Number(result.numInsertedOrUpdatedRows ?? 0) !== 1) {
    throw new StoreConflict(`group of ${incident.source} already has an open incident`);
  }
}

async function update(tx: Transaction<Database>, incident: Incident, seenRevision: number): Promise<void> {
  const result = await tx
    .updateTable('incidents')
    .set(incidentColumns(incident))
    .where('id', '=', incident.id)
    .where('revision', '=', seenRevision)
    .executeTakeFirst();
  if (Number(result.numUpdatedRows) !== 1) {
    throw new StoreConflict(`${incident.id} is no longer at revision ${seenRevision}`);
  }
}

async function addAlerts(tx: Transaction<Database>, source: string, alerts: readonly StoredAlert[]): Promise<void> {
  for (const chunk of chunks(alerts, ROWS_PER_INSERT)) {
    const rows = chunk.map((alert) => ({
      source,
      fingerprint: alert.fingerprint,
      starts_at: alert.startsAt,
      incident_id: alert.incidentId ?? '',
      status: alert.status,
      labels: JSON.stringify(alert.labels),
      annotations: JSON.stringify(alert.annotations),
      generator_url: alert.generatorUrl,
      first_seen_at: alert.firstSeenAt,
      resolved_at: alert.resolvedAt,
    }));
    // A key that is stored already is older than the memory above: the alert has come back to life with its old start.
    await tx
      .insertInto('alerts')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['source', 'fingerprint', 'starts_at']).doUpdateSet((eb) => ({
          incident_id: eb.ref('excluded.incident_id'),
          status: eb.ref('excluded.status'),
          resolved_at: eb.ref('excluded.resolved_at'),
        })),
      )
      .execute();
  }
}

async function resolveAlerts(
  tx: Transaction<Database>,
  source: string,
  keys: readonly Pick<KnownAlert, 'fingerprint' | 'startsAt'>[],
  at: EpochMs,
): Promise<void> {
  for (const [startsAt, sameStart] of Map.groupBy(keys, (key) => key.startsAt)) {
    for (const chunk of chunks(sameStart, VALUES_PER_LIST)) {
      await tx
        .updateTable('alerts')
        .set({ status: 'resolved', resolved_at: at })
        .where('source', '=', source)
        .where('starts_at', '=', startsAt)
        .where(
          'fingerprint',
          'in',
          chunk.map((key) => key.fingerprint),
        )
        .execute();
    }
  }
}
