import type { Kysely } from 'kysely';
import type { ScheduleHistory, ScheduleRuns } from '../digest/schedule-runs.ts';
import type { Database } from './schema.ts';

/** Keeps schedule runs: one row for each schedule and time. */
export function createScheduleRuns(db: Kysely<Database>): ScheduleRuns & ScheduleHistory {
  const ours = (schedule: string, slot: number, owner: string) =>
    db
      .updateTable('schedule_runs')
      .where('schedule', '=', schedule)
      .where('slot', '=', slot)
      .where('owner', '=', owner)
      .where('status', '=', 'running');

  return {
    async lastSlot(schedule) {
      const row = await db
        .selectFrom('schedule_runs')
        .select((select) => select.fn.max('slot').as('slot'))
        .where('schedule', '=', schedule)
        .executeTakeFirst();
      return row?.slot ?? null;
    },
    since: (from) =>
      db
        .selectFrom('schedule_runs')
        .select(['schedule', 'slot', 'status'])
        .where('finished_at', '>=', from)
        .where('status', '!=', 'skipped')
        .orderBy('slot')
        .execute(),
    async skip(schedule, slot, at) {
      await db
        .insertInto('schedule_runs')
        .values({ schedule, slot, status: 'skipped', owner: '', lease_until: at, started_at: at, finished_at: at, result: null })
        .onConflict((conflict) => conflict.columns(['schedule', 'slot']).doNothing())
        .execute();
    },
    async claim({ schedule, slot, owner, now, leaseMs }) {
      const lease_until = now + leaseMs;
      const inserted = await db
        .insertInto('schedule_runs')
        .values({ schedule, slot, status: 'running', owner, lease_until, started_at: now, finished_at: null, result: null })
        .onConflict((conflict) => conflict.columns(['schedule', 'slot']).doNothing())
        .executeTakeFirst();
      if (Number(inserted.numInsertedOrUpdatedRows) === 1) {
        return true;
      }
      // The lease is part of the condition, so of several that see it lapse only one gets it.
      const taken = await db
        .updateTable('schedule_runs')
        .set({ owner, lease_until, started_at: now })
        .where('schedule', '=', schedule)
        .where('slot', '=', slot)
        .where('status', '=', 'running')
        .where('lease_until', '<', now)
        .executeTakeFirst();
      return Number(taken.numUpdatedRows) === 1;
    },
    async renew(schedule, slot, owner, leaseUntil) {
      const renewed = await ours(schedule, slot, owner).set({ lease_until: leaseUntil }).executeTakeFirst();
      return Number(renewed.numUpdatedRows) === 1;
    },
    async finish(schedule, slot, owner, { status, at, result }) {
      await ours(schedule, slot, owner).set({ status, finished_at: at, result }).execute();
    },
  };
}
