import { days, type EpochMs } from '../model/time.ts';
import { type CalendarMoment, instantOfMoment, momentOf } from './calendar-moment.ts';
import { type FloatingMs, floatingOf, weekdayOf } from './local-calendar.ts';

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** When an event comes again. */
export interface Repetition {
  readonly frequency: 'DAILY' | 'WEEKLY';
  readonly interval: number;
  /** 1 = Monday … 7 = Sunday; `null`: every day, or the weekday of the start. */
  readonly weekdays: readonly number[] | null;
  readonly count: number;
  /** Instant of the last start that is allowed. */
  readonly until: EpochMs;
}

/** `null` for rules that are not understood: a wrong guess would page the wrong person. */
export function repetitionOf(rule: string, timeZone: string): Repetition | null {
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

/**
 * Starts of a repeating event up to an instant, as wall-clock readings. A rule that counts chosen weekdays is followed from its beginning,
 * any other from `notBefore`, so that one that began years ago costs no more than a new one.
 */
export function occurrences(start: CalendarMoment, rule: Repetition, notBefore: FloatingMs, until: EpochMs): readonly FloatingMs[] {
  const isCounted = rule.weekdays !== null && Number.isFinite(rule.count);
  const passedDays = isCounted ? 0 : Math.max(0, Math.floor((notBefore - start.floating) / days(1)));
  const starts: FloatingMs[] = [];
  const end = Math.min(floatingOf(Math.min(until, rule.until), start.timeZone), lastOf(start, rule));
  for (let day = start.floating + days(passedDays); day <= end && starts.length < rule.count; day += days(1)) {
    if (isOn(rule, start.floating, day)) {
      starts.push(day);
    }
  }
  return starts;
}

/** Where the count says it without counting; else beyond everything. */
function lastOf({ floating }: CalendarMoment, { frequency, interval, weekdays, count }: Repetition): FloatingMs {
  return weekdays === null ? floating + (count - 1) * interval * days(frequency === 'DAILY' ? 1 : 7) : Number.POSITIVE_INFINITY;
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
  return moment === null ? null : instantOfMoment(moment) + (moment.isDate ? days(1) - 1 : 0);
}
