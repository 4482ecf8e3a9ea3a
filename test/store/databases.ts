import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, sql } from 'kysely';
import { Secret } from '../../src/model/secret.ts';
import type { Logger } from '../../src/ports.ts';
import { migrate, type OpenDatabase, openPostgres, openSqlite } from '../../src/store/database.ts';
import type { Database } from '../../src/store/schema.ts';

/** A kind of database that the store must work on, and how to open an empty one. */
export interface TestDatabase {
  readonly name: string;
  open(): Promise<OpenDatabase>;
}

/** PostgreSQL hands out bigint as text; ours are milliseconds, which a number holds exactly. */
const INT8 = 20;

export const quietLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => quietLogger,
};

/** Every kind of database that can be had here. Set `TEST_DATABASE_URL` to add a real PostgreSQL server; its public schema is emptied. */
export const openTestDatabases: readonly TestDatabase[] = [
  { name: 'SQLite', open: openTemporarySqlite },
  { name: 'PGlite', open: openPglite },
  ...(process.env['TEST_DATABASE_URL'] === undefined
    ? []
    : [{ name: 'PostgreSQL', open: () => openEmptyPostgres(process.env['TEST_DATABASE_URL'] ?? '') }]),
];

const SQLITE_FILE = 'thanos-chatops.db';

let emptySqlite: Promise<Buffer> | null = null;

/** The file of an embedded database with the schema up to date. Made once for each file of tests: the schema is most of an opening. */
async function makeEmptySqlite(): Promise<Buffer> {
  const directory = mkdtempSync(join(tmpdir(), 'thanos-chatops-'));
  const opened = await openSqlite(directory);
  await opened.close();
  const file = readFileSync(join(directory, SQLITE_FILE));
  rmSync(directory, { recursive: true });
  return file;
}

/** The embedded database in a directory that is removed when it is closed. */
export async function openTemporarySqlite(): Promise<OpenDatabase> {
  emptySqlite ??= makeEmptySqlite();
  const empty = await emptySqlite;
  const directory = mkdtempSync(join(tmpdir(), 'thanos-chatops-'));
  writeFileSync(join(directory, SQLITE_FILE), empty);
  const opened = await openSqlite(directory);
  // In a test processes die and power never fails: waiting for the disk at every commit would be most of its time.
  await sql`pragma synchronous = off`.execute(opened.db);
  return {
    ...opened,
    close: async () => {
      await opened.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function openPglite(): Promise<OpenDatabase> {
  const pglite = await PGlite.create({ parsers: { [INT8]: Number } });
  const db = new Kysely<Database>({ dialect: new PGliteDialect({ pglite }) });
  await migrate(db);
  return { db, dialect: 'postgres', close: () => db.destroy() };
}

async function openEmptyPostgres(url: string): Promise<OpenDatabase> {
  const opened = await openPostgres(new Secret(url), quietLogger);
  await sql`drop schema public cascade`.execute(opened.db);
  await sql`create schema public`.execute(opened.db);
  await migrate(opened.db);
  return opened;
}
