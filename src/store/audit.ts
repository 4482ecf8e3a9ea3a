import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { AuditLog } from '../actions/audit-log.ts';
import type { Database } from './schema.ts';

const outcome = z.enum(['allowed', 'refused', 'succeeded', 'failed', 'unknown']);
const details = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));

/** The audit in the database. There is no way to change or remove a line. */
export function createAuditLog(db: Kysely<Database>): AuditLog {
  return {
    async append(entry) {
      await db
        .insertInto('audit')
        .values({ ...entry, details: JSON.stringify(entry.details) })
        .execute();
    },

    async recent(limit) {
      const rows = await db.selectFrom('audit').selectAll().orderBy('at', 'desc').orderBy('id', 'desc').limit(limit).execute();
      return rows.map(({ at, actor, action, subject, ...row }) => ({
        at,
        actor,
        action,
        subject,
        outcome: outcome.parse(row.outcome),
        details: details.parse(JSON.parse(row.details)),
      }));
    },
  };
}
