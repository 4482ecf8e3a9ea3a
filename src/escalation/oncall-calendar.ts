import { days, type EpochMs } from '../model/time.ts';
import { type ContentLine, readLines, readText, writeLines, writeText } from './icalendar-text.ts';
import { floatingOf, instantOf, readFloating, weekdayOf } from './local-calendar.ts';
import type { Override } from './roster.ts';

/** Somebody's turn as a calendar says it. */
export interface CalendarShift {
  readonly uid: string;
  /** What stands in the summary: a Slack user id, or a name that the caller knows. */
  readonly person: string;
  readonly from: EpochMs;
  readonly until: EpochMs;
}

/** What was read, and the events that could not be, by UID or number, so that they are not lost in silence. */
export interface CalendarReading {
  readonly shifts: readonly CalendarShift[];
  readonly unread: readonly string[];
}

/** An event that began before this is a mistake in the file, and its repetitions would take long to count. */
const EARLIEST = Date.UTC(1990, 0, 1);

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/**
 * Reads shifts out of an iCalendar file that overlap a window. Understood are VEVENT with DTSTART and DTEND, in UTC, with TZID of an IANA zone, or floating in `timeZone`, and RRULE of FREQ=DAILY or WEEKLY with INTERVAL, BYDAY, COUNT, UNTIL.
 */
export function readCalendar(text: string, window: { readonly from: EpochMs; readonly until: EpochMs }, timeZone: string): CalendarReading {
  const events = eventsOf(readLines(text));
  const readings = events.map((lines, index) => ({ lines, index, shifts: shiftsOf(lines, window, timeZone) }));
  return {
    shifts: readings.flatMap(({ shifts }) => shifts ?? []).toSorted((a, b) => a.from - b.from),
    unread: readings.filter(({ shifts }) => shifts === null).map(({ lines, index }) => valueOfLine(lines, 'UID') ?? `event ${index + 1}`),
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

/** `null` when the event cannot be read; an empty list when it lies outside of the window. */
function shiftsOf(
  lines: readonly ContentLine[],
  window: { readonly from: EpochMs; readonly until: EpochMs },
  timeZone: string,
): readonly CalendarShift[] | null {
  const start = momentOf(find(lines, 'DTSTART'), timeZone);
  const end = momentOf(find(lines, 'DTEND'), timeZone);
  const rule = find(lines, 'RRULE');
  const lengthMs = end === null ? null : end.floating - (start?.floating ?? 0);
  if (start === null || end === null || lengthMs === null || lengthMs <= 0 || end.timeZone !== start.timeZone) {
    return null;
  }
  const repetition = rule === undefined ? null : repetitionOf(rule.value, start.timeZone);
  if (start.floating < EARLIEST || (rule !== undefined && repetition === null)) {
    return null;
  }
  const starts = repetition === null ? [start.floating] : occurrences(start, repetition, window.until);
  const uid = valueOfLine(lines, 'UID') ?? '';
  const person = readText(valueOfLine(lines, 'SUMMARY') ?? '').trim();
  return starts
    .filter((floating) => floating + lengthMs > window.from - days(2))
    .map((floating) => ({ uid, person, from: instantOf(floating, start.timeZone), until: instantOf(floating + lengthMs, start.timeZone) }))
    .filter(({ from, until }) => until > window.from && from < window.until);
}

/** A wall-clock reading and its zone. */
interface CalendarMoment {
  readonly floating: number;
  readonly timeZone: string;
}

function momentOf(line: ContentLine | undefined, defaultZone: string): CalendarMoment | null {
  const match = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z)?)?$/.exec(line?.value.trim() ?? '');
  if (match === null) {
    return null;
  }
  const [, year, month, day, hour = '00', minute = '00', second = '00', isUtc] = match;
  const floating = readFloating(`${year}-${month}-${day}T${hour}:${minute}:${second}`);
  const timeZone = isUtc === undefined ? (line?.parameters.get('TZID') ?? defaultZone) : 'UTC';
  return floating === null || !isKnownZone(timeZone) ? null : { floating, timeZone };
}

interface Repetition {
  readonly frequency: 'DAILY' | 'WEEKLY';
  readonly interval: number;
  /** 1 = Monday … 7 = Sunday; `null`: every day, or the weekday of the start. */
  readonly weekdays: readonly number[] | null;
  readonly count: number;
  /** Instant of the last start that is allowed. */
  readonly until: EpochMs;
}

/** `null` for rules that are not understood: a wrong guess would page the wrong person. */
function repetitionOf(rule: string, timeZone: string): Repetition | null {
  const parts = new Map(rule.split(';').map((part) => [part.split('=')[0]?.toUpperCase() ?? '', part.split('=')[1] ?? ''] as const));
  const frequency = parts.get('FREQ')?.toUpperCase();
  const interval = Number(parts.get('INTERVAL') ?? 1);
  const count = Number(parts.get('COUNT') ?? Number.POSITIVE_INFINITY);
  const until = parts.has('UNTIL') ? endOf(parts.get('UNTIL') ?? '', timeZone) : Number.POSITIVE_INFINITY;
  const weekdays =
    parts
      .get('BYDAY')
      ?.split(',')
      .map((name) => WEEKDAYS.indexOf(name) + 1) ?? null;
  const isKnown = [...parts.keys()].every((name) => ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'WKST'].includes(name));
  const isSound = Number.isInteger(interval) && interval > 0 && count > 0 && until !== null && weekdays?.includes(0) !== true;
  // The start of the week matters only where several weekdays meet a longer interval.
  const isWeekClear = (parts.get('WKST') ?? 'MO') === 'MO' || interval === 1;
  return isKnown && isSound && isWeekClear && (frequency === 'DAILY' || frequency === 'WEEKLY')
    ? { frequency, interval, weekdays, count, until: until ?? 0 }
    : null;
}

/** Starts of a repeating event up to an instant, as wall-clock readings. */
function occurrences(start: CalendarMoment, rule: Repetition, until: EpochMs): readonly number[] {
  const starts: number[] = [];
  const end = floatingOf(Math.min(until, rule.until), start.timeZone);
  for (let day = start.floating; day <= end && starts.length < rule.count; day += days(1)) {
    if (isOn(rule, start.floating, day)) {
      starts.push(day);
    }
  }
  return starts;
}

function isOn({ frequency, interval, weekdays }: Repetition, start: number, day: number): boolean {
  if (frequency === 'DAILY') {
    return Math.round((day - start) / days(1)) % interval === 0 && weekdays?.includes(weekdayOf(day)) !== false;
  }
  const firstMonday = start - days(weekdayOf(start) - 1);
  const week = Math.floor(Math.round((day - firstMonday) / days(1)) / 7);
  return week % interval === 0 && (weekdays ?? [weekdayOf(start)]).includes(weekdayOf(day));
}

/** UNTIL is an instant, or a day that is included whole. */
function endOf(value: string, timeZone: string): EpochMs | null {
  const moment = momentOf({ name: 'UNTIL', parameters: new Map(), value }, timeZone);
  if (moment === null) {
    return null;
  }
  return instantOf(moment.floating, moment.timeZone) + (value.includes('T') ? 0 : days(1) - 1);
}

function find(lines: readonly ContentLine[], name: string): ContentLine | undefined {
  return lines.find((line) => line.name === name);
}

function valueOfLine(lines: readonly ContentLine[], name: string): string | null {
  return find(lines, name)?.value ?? null;
}

function utc(at: EpochMs): string {
  return `${new Date(at).toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}Z`;
}

function isKnownZone(timeZone: string): boolean {
  try {
    floatingOf(0, timeZone);
    return true;
  } catch {
    return false;
  }
}
