import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import pg from 'pg';

/** Reads rows of a store behind the product's back. SQLite's file is locked while the product runs. */
export type ReadRows = (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;

export function sqliteRows(directory: string): ReadRows {
  return async (sql) => {
    // Not read only: after a kill the log of the last commits must be applied first.
    const file = new SqliteDatabase(join(directory, 'state', 'thanos-chatops.db'));
    try {
      return file.prepare<[], Record<string, unknown>>(sql).all();
    } finally {
      file.close();
    }
  };
}

export function postgresRows(url: string): ReadRows {
  return async (sql) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  };
}

/** The only number of the only row. */
export async function count(rows: ReadRows, sql: string): Promise<number> {
  return Number(Object.values((await rows(sql))[0] ?? {})[0]);
}
