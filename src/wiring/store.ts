import { openSharedClock, type SharedClock } from '../clients/shared-clock.ts';
import type { Config, Environment } from '../config/config.ts';
import type { Clock, Logger } from '../ports.ts';
import { createAuditLog } from '../store/audit.ts';
import { createCheckMemory } from '../store/check-memory.ts';
import { DataDirectoryInUse, type OpenDatabase, openPostgres, openSqlite, pingDatabase, postgresTime } from '../store/database.ts';
import { createDrillStore } from '../store/drills.ts';
import { createEvidenceBook } from '../store/evidence-book.ts';
import { createIncidentHistory } from '../store/incident-history.ts';
import { createIncidentStore } from '../store/incidents.ts';
import { createOperationStore } from '../store/operations.ts';
import { createOutboxStore } from '../store/outbox.ts';
import { createOverrideStore } from '../store/overrides.ts';
import { createQuarantine } from '../store/quarantine.ts';
import { createReportStore } from '../store/reports.ts';
import { createScheduleRuns } from '../store/schedule-runs.ts';
import { createSeenRequests } from '../store/seen-requests.ts';
import { createSettingsStore } from '../store/settings.ts';
import { createSharedMessages } from '../store/shared-messages.ts';
import { createSilenceNoticeBook } from '../store/silence-notices.ts';
import { createWatchdogBook } from '../store/watchdog-book.ts';

/** Everything that the product remembers. */
export type Store = Awaited<ReturnType<typeof openStore>>;

/**
 * Opens the configured database and brings its schema up to date. `clock` is the time that everybody who uses the store goes by: that of
 * the PostgreSQL server, else this process' own.
 *
 * @throws Error with one sentence for people.
 */
export async function openStore({ environment }: Pick<Config, 'environment'>, processClock: Clock, logger: Logger) {
  const database = await openDatabase(environment, logger);
  const { db, dialect } = database;
  const shared = dialect === 'postgres' ? await openDatabaseClock(db, processClock, logger) : null;
  const clock: Clock = shared ?? processClock;
  const settings = createSettingsStore(db);
  const outbox = createOutboxStore(database);
  if (dialect === 'sqlite') {
    // The data directory is ours alone, so whoever held messages is dead, and its channels need not wait for a lease to end.
    await outbox.takeOver();
  }
  return {
    dialect,
    clock,
    audit: createAuditLog(db),
    checkMemory: createCheckMemory(db, clock),
    drills: createDrillStore(db),
    incidents: createIncidentStore(db),
    history: createIncidentHistory(db),
    operations: createOperationStore(db),
    outbox,
    overrides: createOverrideStore(settings),
    quarantine: createQuarantine(db),
    reports: createReportStore(db),
    scheduleRuns: createScheduleRuns(db),
    seenRequests: createSeenRequests(db),
    settings,
    sharedMessages: createSharedMessages(db),
    silenceNotices: createSilenceNoticeBook(settings),
    evidence: createEvidenceBook(settings),
    watchdogs: createWatchdogBook(settings),
    ping: () => pingDatabase(db),
    close: async () => {
      shared?.stop();
      await database.close();
    },
  };
}

function openDatabaseClock(db: OpenDatabase['db'], base: Clock, logger: Logger): Promise<SharedClock> {
  return openSharedClock({ ask: () => postgresTime(db), base, monotonicMs: () => performance.now(), logger });
}

async function openDatabase({ databaseUrl, dataDirectory }: Environment, logger: Logger): Promise<OpenDatabase> {
  try {
    return await (databaseUrl === null ? openSqlite(dataDirectory) : openPostgres(databaseUrl, logger));
  } catch (error) {
    if (error instanceof DataDirectoryInUse) {
      throw error;
    }
    throw new Error(
      databaseUrl === null
        ? `The data directory ${dataDirectory} cannot be used: ${reasonOf(error)}. Set DATA_DIR to a directory that this process may write to.`
        : `The database that DATABASE_URL names cannot be used: ${reasonOf(error)}.`,
      { cause: error },
    );
  }
}

/** A host with several addresses that all refuse gives an error without words, only a code. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  return error.message !== '' || !('code' in error) ? error.message : String(error.code);
}
