import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { Kysely, PostgresDialect, SqliteDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import type { Secret } from '../model/secret.ts';
import type { EpochMs } from '../model/time.ts';
import type { Logger } from '../ports.ts';
import { MIGRATIONS } from './migrations.ts';
import type { Database } from './schema.ts';
import { withStatementCache } from './statement-cache.ts';

/** An open database of either kind with the schema up to date. */
export interface OpenDatabase {
  readonly db: Kysely<Database>;
  readonly dialect: 'sqlite' | 'postgres';
  close(): Promise<void>;
}

/** Somebody else has the embedded database open, so it works, but not for us. */
export class DataDirectoryInUse extends Error {
  constructor(directory: string) {
    super(`Another process already uses the data directory ${directory}. Stop it first, or set DATABASE_URL to run several.`);
    this.name = 'DataDirectoryInUse';
  }
}

/**
 * Opens the embedded database in a directory. Every commit is on disk before it returns.
 *
 * @throws DataDirectoryInUse when another process has the directory open.
 */
export async function openSqlite(directory: string): Promise<OpenDatabase> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = new SqliteDatabase(join(directory, 'thanos-chatops.db'), { timeout: 500 });
  takeLock(file, directory);
  file.pragma('journal_mode = WAL');
  file.pragma('synchronous = FULL');
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: withStatementCache(file) }) });
  await migrate(db);
  return { db, dialect: 'sqlite', close: () => db.destroy() };
}

/** Opens PostgreSQL 15 or later. A server that goes away and comes back is used again by the next query. */
export async function openPostgres(url: Secret, logger: Logger): Promise<OpenDatabase> {
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: openPool(url, logger) }) });
  await migrate(db);
  return { db, dialect: 'postgres', close: () => db.destroy() };
}

/** Connections to PostgreSQL, opened as they are needed. Losing one never ends the process. */
export function openPool(url: Secret, logger: Logger): pg.Pool {
  // Milliseconds since 1970 fit a double exactly; the driver would hand out bigint columns as strings.
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({
    connectionString: url.reveal(),
    max: 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 10_000,
  });
  // An error that nobody listens to would end the process. The pool listens to its idle connections alone and passes their errors on;
  // one that is lost inside a transaction, between two statements, tells only itself.
  pool.on('connect', (client) => client.on('error', (error) => logger.warn({ err: error }, 'lost a database connection')));
  pool.on('error', (error) => logger.debug({ err: error }, 'lost an idle database connection'));
  return pool;
}

/** Brings the schema up to date. Concurrent starts wait for each other on kysely's migration lock. */
export async function migrate(db: Kysely<Database>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    throw error;
  }
}

/** Proves that the store answers. Rejects when it does not. */
export async function pingDatabase(db: Kysely<Database>): Promise<void> {
  await sql`select 1`.execute(db);
}

/** The time of the database server, to the millisecond. */
export async function postgresTime(db: Kysely<Database>): Promise<EpochMs> {
  const { rows } = await sql<{ readonly now: number }>`
    select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(db);
  const [row] = rows;
  if (row === undefined) {
    throw new Error('the database did not say what time it is');
  }
  return Number(row.now);
}

/** Takes SQLite's own file lock for good: the kernel frees it when the process ends, however it ends. */
function takeLock(file: SqliteDatabase.Database, directory: string): void {
  try {
    file.pragma('locking_mode = EXCLUSIVE');
    file.exec('begin exclusive; commit');
  } catch (error) {
    file.close();
    if (error instanceof SqliteDatabase.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new DataDirectoryInUse(directory);
    }
    throw error;
  }
}
