import { type DurationMs, days, type EpochMs, minutes, parseDuration } from '../model/time.ts';
import { dayOf, type FloatingMs, floatingOf, instantOf, readFloating } from './local-calendar.ts';

/** A time as people write it, before it is known when they wrote it. */
export type SpokenTime =
  | { readonly kind: 'now' }
  | { readonly kind: 'after'; readonly durationMs: DurationMs }
  /** The next time that the clock shows this; minutes since midnight. */
  | { readonly kind: 'clock'; readonly minute: number }
  /** `day` 0 is today. */
  | { readonly kind: 'day'; readonly day: number; readonly minute: number }
  | { readonly kind: 'date'; readonly floating: FloatingMs };

const DAYS: Readonly<Record<string, number>> = { today: 0, 오늘: 0, tomorrow: 1, 내일: 1, 모레: 2 };

const UNITS: readonly (readonly [words: RegExp, unit: string])[] = [
  [/시간|hours?|hrs?/g, 'h'],
  [/분|minutes?|mins?/g, 'm'],
  [/일|days?/g, 'd'],
  [/주|weeks?/g, 'w'],
];

const DAY_AND_CLOCK = /^(?:(today|tomorrow|오늘|내일|모레|\d{4}-\d{2}-\d{2})[ t])?(.+)$/;

/** Reads `2h`, `2 hours`, `1시간 30분` and `2시간 동안`. `null` when it is no duration. */
export function readSpokenDuration(text: string): DurationMs | null {
  const written = text.trim().toLowerCase().replace(/동안$/, '');
  return parseDuration(UNITS.reduce((rest, [words, unit]) => rest.replaceAll(words, unit), written).replaceAll(/\s+/g, ''));
}

/**
 * Reads `now`, `18:00`, `6pm`, `오후 6시 30분`, any of these after `tomorrow`, `내일` or `2026-11-24`, and `4h` or `4시간`. `null` when it is
 * none of these.
 */
export function readSpokenTime(text: string): SpokenTime | null {
  const written = text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  if (written === 'now' || written === '지금') {
    return { kind: 'now' };
  }
  const durationMs = readSpokenDuration(written);
  if (durationMs !== null) {
    return { kind: 'after', durationMs };
  }
  const [, day, clock = ''] = DAY_AND_CLOCK.exec(written) ?? [];
  const minute = minuteOf(clock);
  if (minute === null) {
    return null;
  }
  if (day === undefined) {
    return { kind: 'clock', minute };
  }
  const named = DAYS[day];
  return named === undefined ? dateAt(day, minute) : { kind: 'day', day: named, minute };
}

/**
 * The instant that is meant.
 *
 * @param reference - From where durations count and after which a bare `18:00` lies; `now` unless the time ends something.
 */
export function resolveSpokenTime(
  time: SpokenTime,
  { now, reference = now, timeZone }: { readonly now: EpochMs; readonly reference?: EpochMs; readonly timeZone: string },
): EpochMs {
  const midnight = (at: EpochMs): FloatingMs => dayOf(floatingOf(at, timeZone));
  switch (time.kind) {
    case 'now':
      return now;
    case 'after':
      return reference + time.durationMs;
    case 'clock': {
      const today = instantOf(midnight(reference) + minutes(time.minute), timeZone);
      return today > reference ? today : instantOf(midnight(reference) + days(1) + minutes(time.minute), timeZone);
    }
    case 'day':
      return instantOf(midnight(now) + days(time.day) + minutes(time.minute), timeZone);
    case 'date':
      return instantOf(time.floating, timeZone);
  }
}

/** 24:00 is the midnight that ends a day. */
function minuteOf(clock: string): number | null {
  const [, korean, hour = '', minute, spokenMinute, english] =
    /^(?:(오전|오후) ?)?(\d{1,2})(?::(\d{2})|시(?: ?(\d{1,2})분)?)?(?: ?(am|pm))?$/.exec(clock) ?? [];
  const half = korean ?? english;
  const isHourAlone = half === undefined && minute === undefined && !clock.includes('시');
  const total = hourOf(Number(hour), half) * 60 + Number(minute ?? spokenMinute ?? 0);
  return hour === '' || isHourAlone || Number(minute ?? spokenMinute ?? 0) >= 60 || !(total <= 1_440) ? null : total;
}

/** On a clock of twelve hours, 12 stands for the hour that begins each half. */
function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) {
    return hour;
  }
  return hour < 1 || hour > 12 ? Number.NaN : (hour % 12) + (half === 'pm' || half === '오후' ? 12 : 0);
}

function dateAt(date: string, minute: number): SpokenTime | null {
  const floating = readFloating(`${date}T00:00`);
  // A date that does not exist reads as another.
  return floating === null || !new Date(floating).toISOString().startsWith(date)
    ? null
    : { kind: 'date', floating: floating + minutes(minute) };
}
