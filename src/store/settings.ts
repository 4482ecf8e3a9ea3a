import { type Kysely, sql } from 'kysely';
import type { z } from 'zod';
import type { EpochMs } from '../model/time.ts';
import type { Database } from './schema.ts';

/** Small facts that outlive a restart, each under a key, as JSON. */
export interface SettingsStore {
  /** `null` when nothing was stored or what was stored does not fit `shape`. */
  get<T>(key: string, shape: z.ZodType<T>): Promise<T | null>;
  set(key: string, value: unknown, at: EpochMs): Promise<void>;
  /** Stores the value only when the key has none. `false`: somebody was first. */
  setOnce(key: string, value: unknown, at: EpochMs): Promise<boolean>;
  delete(key: string): Promise<void>;
  /** Keys that begin with `prefix`, oldest first. */
  keys(prefix: string, limit: number): Promise<readonly string[]>;
  /**
   * Replaces what is stored by what `work` makes of it (`null`: nothing is stored yet) and returns that. Two at once lose nothing: who
   * comes second works on the result of the first, so `work` may run again.
   *
   * @throws Error when what is stored does not fit `shape`: it is not overwritten.
   */
  change<T>(key: string, shape: z.ZodType<T>, at: EpochMs, work: (current: T | null) => T): Promise<T>;
}

/** A race is lost to somebody who made progress; this many in a row means that something else is wrong. */
const ROUNDS = 50;

export function createSettingsStore(db: Kysely<Database>): SettingsStore {
  return {
    get: async (key, shape) => {
      const row = await db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst();
      const parsed = row === undefined ? undefined : shape.safeParse(JSON.parse(row.value));
      return parsed?.success === true ? parsed.data : null;
    },
    set: async (key, value, at) => {
      await db
        .insertInto('settings')
        .values({ key, value: JSON.stringify(value), updated_at: at })
        .onConflict((conflict) =>
          conflict.column('key').doUpdateSet((eb) => ({ value: eb.ref('excluded.value'), updated_at: eb.ref('excluded.updated_at') })),
        )
        .execute();
    },
    setOnce: async (key, value, at) => {
      const result = await db
        .insertInto('settings')
        .values({ key, value: JSON.stringify(value), updated_at: at })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .executeTakeFirst();
      return Number(result.numInsertedOrUpdatedRows ?? 0) === 1;
    },
    delete: async (key) => {
      await db.deleteFrom('settings').where('key', '=', key).execute();
    },
    keys: async (prefix, limit) => {
      const rows = await db
        .selectFrom('settings')
        .select('key')
        .where(sql<string>`substr(key, 1, ${prefix.length})`, '=', prefix)
        .orderBy('updated_at')
        .orderBy('key')
        .limit(limit)
        .execute();
      return rows.map(({ key }) => key);
    },
    change: async (key, shape, at, work) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const row = await db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst();
        const next = work(row === undefined ? null : shape.parse(JSON.parse(row.value)));
        if (await replace(db, key, row?.value ?? null, JSON.stringify(next), at)) {
          return next;
        }
      }
      throw new Error(`setting ${key} kept changing`);
    },
  };
}

/** Stores a value only where the one that was seen still stands. */
async function replace(db: Kysely<Database>, key: string, seen: string | null, value: string, at: EpochMs): Promise<boolean> {
  if (seen === null) {
    const inserted = await db
      .insertInto('settings')
      .values({ key, value, updated_at: at })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .executeTakeFirst();
    return Number(inserted.numInsertedOrUpdatedRows ?? 0) === 1;
  }
  const updated = await db
    .updateTable('settings')
    .set({ value, updated_at: at })
    .where('key', '=', key)
    .where('value', '=', seen)
    .executeTakeFirst();
  return Number(updated.numUpdatedRows) === 1;
}
