import type { Kysely } from 'kysely';
import type { SeenRequests } from '../ports.ts';
import type { Database } from './schema.ts';

const PREFIX = 'seen/';

/** Deliveries from Slack, remembered where every replica looks. Old ones are forgotten as new ones come. */
export function createSeenRequests(db: Kysely<Database>): SeenRequests {
  return {
    async isFirst(key, now, windowMs) {
      await db
        .deleteFrom('settings')
        .where('key', 'like', `${PREFIX}%`)
        .where('updated_at', '<', now - windowMs)
        .execute();
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('settings')
        .values({ key: `${PREFIX}${key}`, value: 'true', updated_at: now })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .executeTakeFirstOrThrow();
      return numInsertedOrUpdatedRows === 1n;
    },
  };
}
