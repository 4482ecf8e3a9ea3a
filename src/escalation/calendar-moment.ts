import { type DurationMs, days, type EpochMs, hours, minutes, seconds } from '../model/time.ts';
import type { ContentLine } from './icalendar-text.ts';
import { type FloatingMs, floatingOf, instantOf, isTimeZone, readFloating } from './local-calendar.ts';

/** A wall-clock reading and its zone, as a calendar writes them. */
export interface CalendarMoment {
  readonly floating: FloatingMs;
  readonly timeZone: string;
  /** A whole day; then the reading is its midnight. */
  readonly isDate: boolean;
}

/** Reads the value of a date or time property: UTC, `TZID` of an IANA zone, or the default zone. `null` for anything else. */
export function momentOf(line: ContentLine | undefined, defaultZone: string): CalendarMoment | null {
  return line === undefined ? null : readMoment(line.value, line.parameters, defaultZone);
}

/** Reads a property that may list several. `null` when one of them cannot be read. */
export function momentsOf(line: ContentLine, defaultZone: string): readonly CalendarMoment[] | null {
  const moments = line.value.split(',').map((value) => readMoment(value, line.parameters, defaultZone));
  return moments.every((moment) => moment !== null) ? moments : null;
}

/** Reads `P1W`, `P1D` or `PT12H30M`. `null` for anything else. Source: RFC 5545 section 3.3.6. */
export function readCalendarDuration(text: string): DurationMs | null {
  const match = /^\+?P(?:(\d+)W|(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?)$/.exec(text.trim());
  const [week = 0, day = 0, hour = 0, minute = 0, second = 0] = (match ?? []).slice(1).map((part) => Number(part ?? 0));
  return match === null ? null : days(week * 7 + day) + hours(hour) + minutes(minute) + seconds(second);
}

/** The reading of the same instant on the clock of a zone. */
export function readingIn({ floating, timeZone: own }: CalendarMoment, timeZone: string): FloatingMs {
  return own === timeZone ? floating : floatingOf(instantOf(floating, own), timeZone);
}

export function instantOfMoment({ floating, timeZone }: CalendarMoment): EpochMs {
  return instantOf(floating, timeZone);
}

function readMoment(value: string, parameters: ReadonlyMap<string, string>, defaultZone: string): CalendarMoment | null {
  const match = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z)?)?$/.exec(value.trim());
  if (match === null) {
    return null;
  }
  const [, year, month, day, hour, minute = '00', second = '00', isUtc] = match;
  const floating = readFloating(`${year}-${month}-${day}T${hour ?? '00'}:${minute}:${second}`);
  const timeZone = isUtc === undefined ? (parameters.get('TZID') ?? defaultZone) : 'UTC';
  return floating === null || !isTimeZone(timeZone) ? null : { floating, timeZone, isDate: hour === undefined };
}
