import { type RawBuilder, sql } from 'kysely';

type ColumnType = 'text' | 'bigint';

/**
 * Rows as a table that a statement can join: `name(columns) as (values …)`, to stand after `with`. PostgreSQL learns the types from the
 * first row.
 */
export function valuesTable<Column extends string>(
  name: string,
  types: Readonly<Record<Column, ColumnType>>,
  rows: readonly Readonly<Record<Column, string | number | null>>[],
): RawBuilder<unknown> {
  const columns = columnsOf(types);
  const values = rows.map(
    (row, index) =>
      sql`(${sql.join(columns.map((column) => (index === 0 ? sql`cast(${row[column]} as ${sql.raw(types[column])})` : sql`${row[column]}`)))})`,
  );
  return sql`${sql.ref(name)}(${sql.join(columns.map((column) => sql.ref(column)))}) as (values ${sql.join(values)})`;
}

/** The columns of such a table, typed by their names. */
export function columnsOf<Column extends string>(types: Readonly<Record<Column, ColumnType>>): readonly Column[] {
  const columns: Column[] = [];
  for (const column in types) {
    columns.push(column);
  }
  return columns;
}
