import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Message } from '../model/message.ts';
import type { SharedMessages } from '../ports.ts';
import type { Database } from './schema.ts';

const PREFIX = 'shared/';

/** Messages are written by this program only; the shape is checked as far as the renderer relies on it. */
const message = z.custom<Message>(
  (value) => z.looseObject({ text: z.array(z.unknown()), blocks: z.array(z.unknown()) }).safeParse(value).success,
);
const shape = z.object({ userId: z.string(), message, pages: z.array(message).default([]) });

/** Answers that may still be shared. Taking one removes it, so that two clicks post once. */
export function createSharedMessages(db: Kysely<Database>): SharedMessages {
  return {
    async keep(id, shared, expiresAt) {
      await db
        .insertInto('settings')
        .values({ key: `${PREFIX}${id}`, value: JSON.stringify({ ...shared, expiresAt }), updated_at: expiresAt })
        .execute();
    },

    async read(id, now) {
      const key = `${PREFIX}${id}`;
      const row = await db.selectFrom('settings').select('value').where('key', '=', key).where('updated_at', '>=', now).executeTakeFirst();
      const parsed = row === undefined ? undefined : shape.safeParse(JSON.parse(row.value));
      return parsed?.success === true ? parsed.data : null;
    },

    async take(id, now) {
      await db.deleteFrom('settings').where('key', 'like', `${PREFIX}%`).where('updated_at', '<', now).execute();
      const row = await db.deleteFrom('settings').where('key', '=', `${PREFIX}${id}`).returning('value').executeTakeFirst();
      const parsed = row === undefined ? undefined : shape.safeParse(JSON.parse(row.value));
      return parsed?.success === true ? parsed.data : null;
    },
  };
}
