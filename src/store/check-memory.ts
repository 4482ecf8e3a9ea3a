import type { Kysely } from 'kysely';
import type { CheckMemory } from '../checks/memory.ts';
import type { Clock } from '../ports.ts';
import type { Database } from './schema.ts';

/** Below SQLite's limit of variables in one statement. */
const CHUNK = 200;
const NAMESPACE = 'check/';

/** Keeps what checks remember in the settings table. */
export function createCheckMemory(db: Kysely<Database>, clock: Clock): CheckMemory {
  return {
    async read(prefix) {
      const start = NAMESPACE + prefix;
      const rows = await db.selectFrom('settings').select(['key', 'value']).where('key', 'like', `${start}%`).execute();
      // LIKE ignores case on SQLite, and a prefix may hold its wildcards.
      return new Map(rows.filter((row) => row.key.startsWith(start)).map((row) => [row.key.slice(NAMESPACE.length), row.value]));
    },
    async write(entries) {
      const rows = [...entries].map(([key, value]) => ({ key: NAMESPACE + key, value, updated_at: clock.now() }));
      for (const chunk of chunks(rows)) {
        await db
          .insertInto('settings')
          .values(chunk)
          .onConflict((conflict) =>
            conflict.column('key').doUpdateSet((row) => ({ value: row.ref('excluded.value'), updated_at: row.ref('excluded.updated_at') })),
          )
          .execute();
      }
    },
    async forget(keys) {
      for (const chunk of chunks(keys.map((key) => NAMESPACE + key))) {
        await db
          .deleteFrom('settings')
          .where('key', 'in', [...chunk])
          .execute();
      }
    },
  };
}

function chunks<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / CHUNK) }, (_, index) => items.slice(index * CHUNK, (index + 1) * CHUNK));
}
