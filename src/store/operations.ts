import type { Kysely } from 'kysely';
import type { OperationStore } from '../actions/operation-store.ts';
import { operationFrom, rowFrom } from './operation-rows.ts';
import type { Database } from './schema.ts';

/** Operations in the database. Each transition is one conditional update, so two processes cannot both make it. */
export function createOperationStore(db: Kysely<Database>): OperationStore {
  const planned = (id: string) => db.updateTable('operations').where('id', '=', id).where('status', '=', 'planned');
  const held = (id: string, owner: string) =>
    db.updateTable('operations').where('id', '=', id).where('status', '=', 'running').where('lease_owner', '=', owner);

  return {
    async create(operation) {
      await db.insertInto('operations').values(rowFrom(operation)).execute();
    },

    async byId(id) {
      const row = await db.selectFrom('operations').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : operationFrom(row);
    },

    async recent(limit) {
      const rows = await db.selectFrom('operations').selectAll().orderBy('created_at', 'desc').orderBy('id').limit(limit).execute();
      return rows.map(operationFrom);
    },

    async startedBetween(from, until, limit) {
      const rows = await db
        .selectFrom('operations')
        .selectAll()
        .where('started_at', '>=', from)
        .where('started_at', '<=', until)
        .orderBy('started_at')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(operationFrom);
    },

    async running() {
      const rows = await db.selectFrom('operations').selectAll().where('status', '=', 'running').orderBy('created_at').execute();
      return rows.map(operationFrom);
    },

    async begin(id, revision, { confirmedBy, at, steps, lease }) {
      const row = await planned(id)
        .where('revision', '=', revision)
        .where('expires_at', '>', at)
        .set({
          status: 'running',
          revision: revision + 1,
          confirmed_by: confirmedBy,
          started_at: at,
          steps: JSON.stringify(steps),
          lease_owner: lease.owner,
          lease_until: lease.until,
        })
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? null : operationFrom(row);
    },

    async awaitApproval(id, revision, confirmedBy, expiresAt) {
      const row = await planned(id)
        .where('revision', '=', revision)
        .where('confirmed_by', 'is', null)
        .set({ revision: revision + 1, confirmed_by: confirmedBy, expires_at: expiresAt })
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? null : operationFrom(row);
    },

    async close(id, status, at) {
      const row = await planned(id)
        .set((eb) => ({ status, finished_at: at, revision: eb('revision', '+', 1) }))
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? null : operationFrom(row);
    },

    async renew(id, lease, steps) {
      const { numUpdatedRows } = await held(id, lease.owner)
        .set({ lease_until: lease.until, steps: JSON.stringify(steps) })
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    async saveMessage(id, { channel, ts }) {
      await db.updateTable('operations').where('id', '=', id).set({ message_channel: channel, message_ts: ts }).execute();
    },

    async finish(id, owner, { status, result, steps, at }) {
      const row = await held(id, owner)
        .set((eb) => ({
          status,
          result: JSON.stringify(result),
          steps: JSON.stringify(steps),
          finished_at: at,
          revision: eb('revision', '+', 1),
          lease_owner: null,
          lease_until: null,
        }))
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? null : operationFrom(row);
    },

    async release(id, owner) {
      await held(id, owner).set({ lease_until: 0 }).execute();
    },

    async takeOver(now, lease) {
      const rows = await db
        .updateTable('operations')
        .where('status', '=', 'running')
        .where('lease_until', '<=', now)
        .set({ lease_owner: lease.owner, lease_until: lease.until })
        .returningAll()
        .execute();
      return rows.map(operationFrom);
    },

    async setUndoneBy(id, from, to) {
      const { numUpdatedRows } = await db
        .updateTable('operations')
        .where('id', '=', id)
        .where('undone_by', from === null ? 'is' : '=', from)
        .set({ undone_by: to })
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    async expire(now) {
      const rows = await db
        .updateTable('operations')
        .where('status', '=', 'planned')
        .where('expires_at', '<=', now)
        .set((eb) => ({ status: 'expired', finished_at: now, revision: eb('revision', '+', 1) }))
        .returningAll()
        .execute();
      return rows.map(operationFrom);
    },
  };
}
