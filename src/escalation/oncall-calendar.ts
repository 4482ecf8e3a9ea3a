import { CALENDAR_MOST_TURNS, type CalendarProblem } from '../model/oncall-calendar.ts';
import type { EpochMs } from '../model/time.ts';
import { type CalendarEvent, type CalendarShift, readEvent, shiftsOf, valueOfLine } from './calendar-event.ts';
import { type ContentLine, readLines, writeLines, writeText } from './icalendar-text.ts';
import type { Override } from './roster.ts';

/** What was read, and the events that could not be, by UID or number, so that they are not lost in silence. */
export interface CalendarReading {
  readonly shifts: readonly CalendarShift[];
  readonly unread: readonly string[];
}

/**
 * Reads shifts out of an iCalendar file that overlap a window. Understood are VEVENT with DTSTART and DTEND or DURATION, in UTC, with TZID
 * of an IANA zone, or floating in `timeZone`; RRULE of FREQ=DAILY or WEEKLY with INTERVAL, BYDAY, COUNT, UNTIL; and what takes turns out
 * of those: EXDATE, RECURRENCE-ID and STATUS:CANCELLED.
 */
export function readCalendar(
  text: string,
  window: { readonly from: EpochMs; readonly until: EpochMs },
  timeZone: string,
): CalendarReading | Extract<CalendarProblem, 'no-calendar' | 'too-many'> {
  const lines = readLines(text);
  if (!isWhole(lines)) {
    return 'no-calendar';
  }
  const readings = eventsOf(lines).map((event, index) => ({
    event: readEvent(event, timeZone),
    name: valueOfLine(event, 'UID') ?? `event ${index + 1}`,
  }));
  const events = readings.flatMap(({ event }) => (event === null ? [] : [event]));
  const replaced = replacedIn(events);
  const shifts: CalendarShift[] = [];
  for (const event of events) {
    shifts.push(...shiftsOf(event, window, replacedBy(event, replaced)));
    if (shifts.length > CALENDAR_MOST_TURNS) {
      return 'too-many';
    }
  }
  return {
    shifts: shifts.toSorted((a, b) => a.from - b.from),
    unread: readings.filter(({ event }) => event === null).map(({ name }) => name),
  };
}

/** Shifts as overrides of a schedule. Summaries that `userIdOf` does not know are left out; the caller compares the numbers. */
export function overridesOf(
  shifts: readonly CalendarShift[],
  schedule: string,
  userIdOf: (person: string) => string | null,
): readonly Override[] {
  return shifts.flatMap(({ person, from, until }) => {
    const userId = userIdOf(person);
    return userId === null ? [] : [{ subject: schedule, userId, from, until }];
  });
}

/** Shifts as an iCalendar file, in UTC. `writtenAt` is the stamp that the format asks for. */
export function writeShifts(name: string, shifts: readonly CalendarShift[], writtenAt: EpochMs): string {
  const events = shifts.flatMap(({ uid, person, from, until }) => [
    'BEGIN:VEVENT',
    `UID:${writeText(uid)}`,
    `DTSTAMP:${utc(writtenAt)}`,
    `DTSTART:${utc(from)}`,
    `DTEND:${utc(until)}`,
    `SUMMARY:${writeText(person)}`,
    'END:VEVENT',
  ]);
  const head = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//thanos-chatops//on-call//EN', `X-WR-CALNAME:${writeText(name)}`];
  return writeLines([...head, ...events, 'END:VCALENDAR']);
}

/** Cut off in the middle it would lack turns without anybody noticing. */
function isWhole(lines: readonly ContentLine[]): boolean {
  const isBorder = (line: ContentLine | undefined, name: string): boolean =>
    line?.name === name && line.value.trim().toUpperCase() === 'VCALENDAR';
  return isBorder(lines[0], 'BEGIN') && isBorder(lines.at(-1), 'END');
}

/** Starts of repetitions that another event stands for, by UID. */
function replacedIn(events: readonly CalendarEvent[]): ReadonlyMap<string, ReadonlySet<EpochMs>> {
  const replaced = new Map<string, Set<EpochMs>>();
  for (const { uid, replaces } of events) {
    if (replaces !== null) {
      replaced.set(uid, (replaced.get(uid) ?? new Set()).add(replaces));
    }
  }
  return replaced;
}

/** What stands for a repetition is not replaced by itself. */
function replacedBy({ uid, replaces }: CalendarEvent, replaced: ReadonlyMap<string, ReadonlySet<EpochMs>>): ReadonlySet<EpochMs> {
  return (replaces === null ? replaced.get(uid) : undefined) ?? new Set();
}

function eventsOf(lines: readonly ContentLine[]): readonly (readonly ContentLine[])[] {
  const events: ContentLine[][] = [];
  const open: string[] = [];
  for (const line of lines) {
    if (line.name === 'BEGIN') {
      open.push(line.value.toUpperCase());
      if (open.at(-1) === 'VEVENT') {
        events.push([]);
      }
    } else if (line.name === 'END') {
      open.pop();
    } else if (open.at(-1) === 'VEVENT') {
      events.at(-1)?.push(line);
    }
  }
  return events;
}

function utc(at: EpochMs): string {
  return `${new Date(at).toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}Z`;
}
