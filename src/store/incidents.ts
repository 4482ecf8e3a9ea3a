import type { Kysely } from 'kysely';
import { type IncidentStore, StoreConflict } from '../escalation/incident-store.ts';
import type { Incident, IncidentStatus } from '../model/incident.ts';
import type { MessageAddress } from '../model/message.ts';
import { alertCounts, firingOf } from './alert-rows.ts';
import { isConflict } from './conflict.ts';
import { readAlert, readIncident, readIncidents } from './incident-rows.ts';
import { timelineOf, withIncidents } from './incident-transaction.ts';
import type { Database } from './schema.ts';

/** Incidents, their alerts and their timeline over either database. */
export function createIncidentStore(db: Kysely<Database>): IncidentStore {
  return {
    transaction: async (work) => {
      try {
        return await db.transaction().execute((tx) => withIncidents(tx, work));
      } catch (error) {
        throw isConflict(error) ? new StoreConflict('the database undid the transaction in favour of another') : error;
      }
    },
    get: async (id) => {
      const row = await db.selectFrom('incidents').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : readIncident(row);
    },
    byMessage: (address) => byMessage(db, address),
    alertsOf: async (incidentId, limit) => {
      const rows = await db
        .selectFrom('alerts')
        .selectAll()
        .where('incident_id', '=', incidentId)
        .orderBy('status')
        .orderBy('first_seen_at')
        .orderBy('fingerprint')
        .limit(limit)
        .execute();
      return rows.map(readAlert);
    },
    alertCounts: async (incidentId) => (await alertCounts(db, [incidentId])).get(incidentId) ?? { firing: 0, resolved: 0 },
    firingOf: (incidentIds) => firingOf(db, incidentIds),
    timelineOf: (incidentId, limit) => timelineOf(db, incidentId, limit),
    listOpen: ({ limit, after }) => listOpen(db, limit, after),
    listOpened: async ({ from, until, limit }) => {
      const rows = await db
        .selectFrom('incidents')
        .selectAll()
        .where('opened_at', '>=', from)
        .where('opened_at', '<', until)
        .orderBy('opened_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute();
      return readIncidents(rows).incidents;
    },
    childrenOf: async (parentId, limit) => {
      const rows = await db
        .selectFrom('incidents')
        .selectAll()
        .where('parent_id', '=', parentId)
        .orderBy('opened_at')
        .limit(limit)
        .execute();
      return readIncidents(rows).incidents;
    },
    countChildren: async (parentId) => {
      const row = await db
        .selectFrom('incidents')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('parent_id', '=', parentId)
        .executeTakeFirst();
      return Number(row?.count ?? 0);
    },
    listDue: async (now, limit, except) => {
      const due = db.selectFrom('incidents').selectAll().where('next_due_at', '<=', now).orderBy('next_due_at').limit(limit);
      return readIncidents(await (except.length === 0 ? due : due.where('id', 'not in', [...except])).execute());
    },
    countOverdue: async (before) => {
      const row = await db
        .selectFrom('incidents')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('next_due_at', '<', before)
        .executeTakeFirst();
      return Number(row?.count ?? 0);
    },
    countOpen: () => countOpen(db),
    setMessage: async (incidentId, address) => {
      await db
        .updateTable('incidents')
        .set({ message_channel: address?.channel ?? null, message_ts: address?.ts ?? null })
        .where('id', '=', incidentId)
        .execute();
    },
  };
}

/** The channel message, or a call that stands in the channel beside it. */
async function byMessage(db: Kysely<Database>, { channel, ts }: MessageAddress): Promise<Incident | null> {
  const shown = await db
    .selectFrom('incidents')
    .selectAll()
    .where('message_ts', '=', ts)
    .where('message_channel', '=', channel)
    .executeTakeFirst();
  const row =
    shown ??
    (await db
      .selectFrom('outbox')
      .innerJoin('incidents', 'incidents.id', 'outbox.incident_id')
      .selectAll('incidents')
      .where('outbox.message_ts', '=', ts)
      .where('outbox.message_channel', '=', channel)
      .where('outbox.kind', '=', 'page')
      .executeTakeFirst());
  return row === undefined ? null : readIncident(row);
}

async function listOpen(
  db: Kysely<Database>,
  limit: number,
  after: Pick<Incident, 'openedAt' | 'id'> | undefined,
): Promise<readonly Incident[]> {
  const open = db.selectFrom('incidents').selectAll().where('open_key', 'is not', null).orderBy('opened_at').orderBy('id').limit(limit);
  const page =
    after === undefined
      ? open
      : open.where((eb) =>
          eb.or([eb('opened_at', '>', after.openedAt), eb.and([eb('opened_at', '=', after.openedAt), eb('id', '>', after.id)])]),
        );
  return readIncidents(await page.execute()).incidents;
}

async function countOpen(db: Kysely<Database>): Promise<{ readonly triggered: number; readonly acknowledged: number }> {
  const rows = await db
    .selectFrom('incidents')
    .select((eb) => ['status', eb.fn.countAll<number>().as('count')])
    .where('open_key', 'is not', null)
    .groupBy('status')
    .execute();
  const count = (status: IncidentStatus): number => Number(rows.find((row) => row.status === status)?.count ?? 0);
  return { triggered: count('triggered'), acknowledged: count('acknowledged') };
}
