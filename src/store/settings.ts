import type { Kysely } from 'kysely';
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
}

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
  };
}
