import type { EpochMs } from '../model/time.ts';

/**
 * A wall-clock reading without a zone, as the milliseconds that the same reading would have in UTC. Adding whole days to it keeps the
 * time of day, which adding them to an instant does not when daylight saving time begins or ends.
 */
export type FloatingMs = number;

const DAY_MS = 86_400_000;
const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** Wall clock of an instant in a time zone, to the second. */
export function floatingOf(at: EpochMs, timeZone: string): FloatingMs {
  const parts = new Map(
    formatFor(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}

/**
 * The instant of a wall-clock reading. A reading that occurs twice is its first occurrence; one that the clock jumps over counts from
 * the offset before the jump, as RFC 5545 section 3.3.5 says.
 */
export function instantOf(floating: FloatingMs, timeZone: string): EpochMs {
  const offsetBefore = offsetAt(floating - DAY_MS, timeZone);
  const offsetAfter = offsetAt(floating + DAY_MS, timeZone);
  const candidates = [floating - offsetBefore, floating - offsetAfter].filter((at) => floatingOf(at, timeZone) === floating);
  return candidates.length === 0 ? floating - offsetBefore : Math.min(...candidates);
}

/** Reads `2026-01-05T09:00`, with or without seconds. `null` when it is not such a text. */
export function readFloating(text: string): FloatingMs | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(text)) {
    return null;
  }
  const floating = Date.parse(`${text}${text.length === 16 ? ':00' : ''}Z`);
  return Number.isNaN(floating) ? null : floating;
}

/** 1 = Monday … 7 = Sunday. */
export function weekdayOf(floating: FloatingMs): number {
  return ((Math.floor(floating / DAY_MS) + 3) % 7) + 1;
}

/** Midnight that begins the day of a reading. */
export function dayOf(floating: FloatingMs): FloatingMs {
  return Math.floor(floating / DAY_MS) * DAY_MS;
}

export function isTimeZone(text: string): boolean {
  try {
    formatFor(text);
    return true;
  } catch {
    return false;
  }
}

function offsetAt(at: EpochMs, timeZone: string): number {
  const whole = Math.floor(at / 1_000) * 1_000;
  return floatingOf(whole, timeZone) - whole;
}

/** Formats are costly to make and hold no state. */
function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(timeZone);
  if (known !== undefined) {
    return known;
  }
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  });
  FORMATS.set(timeZone, format);
  return format;
}
