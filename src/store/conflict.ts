/** SQLSTATE class 40: the server undid the transaction because another one won (deadlock, serialisation). */
const ROLLED_BACK = /^40/;

/** Unique key already taken, in the words of each database. */
const TAKEN = new Set(['23505', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY']);

/** Whether a database error means "somebody else was faster", so that reading again and deciding again can work. */
export function isConflict(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  return ROLLED_BACK.test(code) || TAKEN.has(code);
}
