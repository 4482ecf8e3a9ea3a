import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Config } from '../config/config.ts';
import type { Override } from '../escalation/roster.ts';
import { readScheduleCalendar } from '../escalation/schedule-calendar.ts';
import type { CalendarState } from '../handlers/oncall-desk.ts';
import { CALENDAR_DAYS, CALENDAR_MOST_BYTES, type CalendarProblem } from '../model/oncall-calendar.ts';
import { days, type EpochMs, hours } from '../model/time.ts';
import type { Clock, Logger } from '../ports.ts';

const FRESH_MS = hours(1);

/** Events that the log names when they cannot be used. */
const LOGGED = 20;

/** The calendars of the schedules that have one. */
export interface OncallCalendars {
  overrides(): Promise<readonly Override[]>;
  /** Reads the files now and tells what came of it. */
  read(): Promise<readonly CalendarState[]>;
  states(): readonly CalendarState[];
}

interface Loaded {
  readonly state: CalendarState;
  readonly overrides: readonly Override[];
}

/**
 * Reads the calendars at the first use and again every hour, so that a file that is replaced is noticed. A file that cannot be read keeps
 * what was read last, or leaves the rotation as it is: a wrong calendar must never keep anybody from being called.
 */
export function createOncallCalendars({
  config,
  clock,
  logger,
}: {
  readonly config: Pick<Config, 'escalation' | 'timezone'> & { readonly environment: Pick<Config['environment'], 'configFile'> };
  readonly clock: Clock;
  readonly logger: Logger;
}): OncallCalendars {
  const files = Object.entries(config.escalation.schedules).flatMap(([schedule, rotation]) =>
    rotation.calendar === undefined
      ? []
      : [{ schedule, rotation, file: resolve(dirname(config.environment.configFile), rotation.calendar) }],
  );
  let loaded: readonly Loaded[] = [];
  let readAt: EpochMs | null = null;

  const load = async ({ schedule, rotation, file }: (typeof files)[number], now: EpochMs): Promise<Loaded> => {
    const window = { from: now - days(1), until: now + days(CALENDAR_DAYS), timeZone: config.timezone };
    const text = await textOf(file);
    const reading = typeof text === 'string' ? text : readScheduleCalendar(text.content, schedule, rotation, window);
    if (typeof reading === 'string') {
      logger.error({ schedule, file, problem: reading }, 'calendar cannot be used');
      const before = loaded.find(({ state }) => state.schedule === schedule)?.overrides ?? [];
      return { overrides: before, state: { schedule, file, shifts: before.length, unread: [], problem: reading } };
    }
    const { overrides, unread } = reading;
    if (unread.length > 0) {
      logger.warn({ schedule, file, unread: unread.slice(0, LOGGED), count: unread.length }, 'calendar has events that cannot be used');
    }
    return { overrides, state: { schedule, file, shifts: overrides.length, unread, problem: null } };
  };
  const read = async (): Promise<readonly CalendarState[]> => {
    const now = clock.now();
    readAt = now;
    loaded = await Promise.all(files.map((file) => load(file, now)));
    return loaded.map(({ state }) => state);
  };
  return {
    read,
    states: () => loaded.map(({ state }) => state),
    overrides: async () => {
      if (files.length > 0 && (readAt === null || clock.now() - readAt >= FRESH_MS)) {
        await read();
      }
      return loaded.flatMap(({ overrides }) => overrides);
    },
  };
}

async function textOf(file: string): Promise<{ readonly content: string } | CalendarProblem> {
  try {
    return (await stat(file)).size > CALENDAR_MOST_BYTES ? 'too-large' : { content: await readFile(file, 'utf8') };
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'missing' : 'unreadable';
  }
}
