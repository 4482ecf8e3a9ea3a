/**
 * Network codes of Node, SQLSTATE classes 08 (connection), 25 (a transaction cut off for idling, a read-only server), 53 (resources),
 * 55 (not now), 57 (intervention), 58 (its disk), and what SQLite says of its disk.
 */
const AWAY =
  /^(ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|(08|25|53|55|57|58)[0-9A-Z]{3}$|SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|NOMEM))/;

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
