/** Network codes of Node, SQLSTATE classes 08 (connection), 53 (resources), 57 (intervention), and what SQLite says of its disk. */
const AWAY = /^(ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|08|53|57|SQLITE_(BUSY|FULL|IOERR|CANTOPEN|READONLY))/;

/** Words of the PostgreSQL driver for losses that it gives no code. */
const AWAY_WORDS = /connection terminated|timeout exceeded when trying to connect|connection ended unexpectedly/i;

/** Whether an error means that the store could not be reached, rather than that we asked it something wrong. */
export function isStoreAway(error: unknown): boolean {
  if (!(error instanceof Error)) {
    return false;
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return AWAY.test(code) || AWAY_WORDS.test(error.message);
}
