import type SqliteDatabase from 'better-sqlite3';
import type { SqliteDatabase as KyselySqlite, SqliteStatement } from 'kysely';

/** Statements of lists of many lengths come once and are long; the others are few. */
const LONGEST_CACHED = 2_000;
const KEPT = 300;

/** Keeps prepared statements: preparing costs as much as running most of ours. */
export function withStatementCache(file: SqliteDatabase.Database): KyselySqlite {
  const statements = new Map<string, SqliteStatement>();
  const remember = (sql: string, statement: SqliteStatement): void => {
    const [oldest] = statements.keys();
    if (statements.size >= KEPT && oldest !== undefined) {
      statements.delete(oldest);
    }
    statements.set(sql, statement);
  };
  return {
    close: () => {
      statements.clear();
      file.close();
    },
    prepare: (sql) => {
      const known = statements.get(sql);
      const statement = known ?? file.prepare(sql);
      if (known === undefined && sql.length <= LONGEST_CACHED) {
        remember(sql, statement);
      }
      return statement;
    },
  };
}
