import { sql } from 'kysely';
import type { OpenDatabase } from '../../src/store/database.ts';

/** Makes the database refuse rows whose column contains a text, as it refuses what it cannot hold. */
export async function refuse(
  { db, dialect }: OpenDatabase,
  table: 'alerts' | 'incidents' | 'outbox',
  column: string,
  text: string,
): Promise<void> {
  const pattern = sql.lit(`%${text}%`);
  if (dialect === 'postgres') {
    await sql`alter table ${sql.table(table)} add constraint ${sql.ref(`refuse_${table}`)} check (${sql.ref(column)} not like ${pattern}) not valid`.execute(
      db,
    );
    return;
  }
  for (const event of ['insert', 'update']) {
    await sql`create trigger ${sql.ref(`refuse_${table}_${event}`)} before ${sql.raw(event)} on ${sql.table(table)}
      when new.${sql.ref(column)} like ${pattern} begin select raise(abort, 'refused'); end`.execute(db);
  }
}
