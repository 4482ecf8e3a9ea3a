import { type DurationMs, days, type EpochMs } from '../model/time.ts';
import { type CalendarMoment, instantOfMoment, momentOf, momentsOf, readCalendarDuration, readingIn } from './calendar-moment.ts';
import { occurrences, type Repetition, repetitionOf } from './calendar-repetition.ts';
import { type ContentLine, readText } from './icalendar-text.ts';
import { type FloatingMs, instantOf } from './local-calendar.ts';

/** Somebody's turn as a calendar says it. */
export interface CalendarShift {
  readonly uid: string;
  /** What stands in the summary: a Slack user id, or a name that the caller knows. */
  readonly person: string;
  readonly from: EpochMs;
  readonly until: EpochMs;
}

/** One VEVENT: a turn, turns that repeat, or what becomes of one of those. */
export interface CalendarEvent {
  readonly uid: string;
  readonly person: string;
  readonly start: CalendarMoment;
  readonly lengthMs: DurationMs;
  readonly repetition: Repetition | null;
  /** Starts at which it does not repeat after all. */
  readonly exceptions: ReadonlySet<EpochMs>;
  /** Start of the repetition of the same UID in whose place it stands. */
  readonly replaces: EpochMs | null;
  readonly isCancelled: boolean;
}

/** An event that began before this is a mistake in the file, and its repetitions would take long to count. */
const EARLIEST: FloatingMs = Date.UTC(1990, 0, 1);

/** A wall-clock reading and an instant compared as numbers can differ by this much, whatever the zone. */
const ZONE_MARGIN_MS = days(2);

/** `null` when it is not understood: half of an event would page the wrong person. */
export function readEvent(lines: readonly ContentLine[], timeZone: string): CalendarEvent | null {
  const start = momentOf(find(lines, 'DTSTART'), timeZone);
  const rule = find(lines, 'RRULE');
  const replaced = find(lines, 'RECURRENCE-ID');
  const lengthMs = start === null ? null : lengthOf(lines, start, timeZone);
  const repetition = rule === undefined || start === null ? null : repetitionOf(rule.value, start.timeZone);
  const exceptions = exceptionsOf(lines, timeZone);
  const replaces = momentOf(replaced, timeZone);
  const isOdd =
    (rule !== undefined && repetition === null) ||
    (replaced !== undefined && (replaces === null || replaced.parameters.has('RANGE'))) ||
    lines.some(({ name }) => name === 'RDATE' || name === 'EXRULE');
  if (start === null || start.floating < EARLIEST || lengthMs === null || lengthMs <= 0 || exceptions === null || isOdd) {
    return null;
  }
  return {
    uid: valueOfLine(lines, 'UID') ?? '',
    person: readText(valueOfLine(lines, 'SUMMARY') ?? '').trim(),
    start,
    lengthMs,
    repetition,
    exceptions,
    replaces: replaces === null ? null : instantOfMoment(replaces),
    isCancelled: valueOfLine(lines, 'STATUS')?.trim().toUpperCase() === 'CANCELLED',
  };
}

/** The turns of an event that overlap a window, without those at the instants of `replaced`. */
export function shiftsOf(
  { uid, person, start, lengthMs, repetition, exceptions, isCancelled }: CalendarEvent,
  window: { readonly from: EpochMs; readonly until: EpochMs },
  replaced: ReadonlySet<EpochMs>,
): readonly CalendarShift[] {
  const notBefore = window.from - lengthMs - ZONE_MARGIN_MS;
  const starts = repetition === null ? [start.floating] : occurrences(start, repetition, notBefore, window.until);
  return (isCancelled ? [] : starts)
    .filter((floating) => floating > notBefore && floating < window.until + ZONE_MARGIN_MS)
    .map((floating) => ({ uid, person, from: instantOf(floating, start.timeZone), until: instantOf(floating + lengthMs, start.timeZone) }))
    .filter(
      ({ from, until }) => until > Math.max(from, window.from) && from < window.until && !exceptions.has(from) && !replaced.has(from),
    );
}

export function valueOfLine(lines: readonly ContentLine[], name: string): string | null {
  return find(lines, name)?.value ?? null;
}

/** On the clock of the start's zone, so that a turn ends at the same time of day all year. */
function lengthOf(lines: readonly ContentLine[], start: CalendarMoment, timeZone: string): DurationMs | null {
  const duration = valueOfLine(lines, 'DURATION');
  if (duration !== null) {
    return readCalendarDuration(duration);
  }
  if (start.isDate && find(lines, 'DTEND') === undefined) {
    return days(1);
  }
  const end = momentOf(find(lines, 'DTEND'), timeZone);
  return end === null ? null : readingIn(end, start.timeZone) - start.floating;
}

/** `null` when one of them cannot be read. */
function exceptionsOf(lines: readonly ContentLine[], timeZone: string): ReadonlySet<EpochMs> | null {
  const lists = lines.filter(({ name }) => name === 'EXDATE').map((line) => momentsOf(line, timeZone));
  return lists.every((list) => list !== null) ? new Set(lists.flat().map(instantOfMoment)) : null;
}

function find(lines: readonly ContentLine[], name: string): ContentLine | undefined {
  return lines.find((line) => line.name === name);
}
