import type { Kysely } from 'kysely';
import type { EpochMs } from '../model/time.ts';
import type { Database } from './schema.ts';

/** More of a body than this is not kept. */
const KEPT_BYTES = 64 * 1_024;

/** Rows beyond this many are forgotten, oldest first: a sender gone wrong must not fill the disk. */
const KEPT_ROWS = 1_000;

export interface QuarantinedBody {
  readonly at: EpochMs;
  readonly source: string;
  readonly reason: string;
  readonly body: Uint8Array;
}

/** Webhook bodies that could not be read, as they came, for a person to look at. */
export interface Quarantine {
  add(entry: QuarantinedBody): Promise<void>;
  count(): Promise<number>;
}

export function createQuarantine(db: Kysely<Database>): Quarantine {
  return {
    add: async ({ at, source, reason, body }) => {
      const kept = Buffer.from(body.subarray(0, KEPT_BYTES)).toString('base64');
      const { id } = await db
        .insertInto('quarantine')
        .values({ at, source, reason, body: kept, size_bytes: body.byteLength })
        .returning('id')
        .executeTakeFirstOrThrow();
      await db
        .deleteFrom('quarantine')
        .where('id', '<=', Number(id) - KEPT_ROWS)
        .execute();
    },
    count: async () => {
      const row = await db
        .selectFrom('quarantine')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirst();
      return Number(row?.count ?? 0);
    },
  };
}
