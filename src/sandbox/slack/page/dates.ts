/** Whose clock and language dates are shown in. */
export interface Viewer {
  readonly timezone: string;
  readonly locale: string;
  /** EpochMs of the workspace. */
  readonly now: number;
}

const DAY_MS = 86_400_000;

const shown = (atMs: number, viewer: Viewer, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(viewer.locale, { timeZone: viewer.timezone, ...options }).format(atMs);

/** Calendar day in the viewer's zone: `2026-11-22`. */
export const dayOf = (atMs: number, timezone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short' }).format(atMs);

export const timeOf = (atMs: number, viewer: Viewer): string => shown(atMs, viewer, { hour: 'numeric', minute: '2-digit' });

/** A clock's face: hours and minutes alone. */
export const clockOf = (atMs: number, viewer: Viewer): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: viewer.timezone, timeStyle: 'short' }).format(atMs);

/** `today`, `yesterday` or `tomorrow` in the viewer's language, or `null` for any other day. */
function nearDay(atMs: number, viewer: Viewer): string | null {
  const difference = Math.round((Date.parse(dayOf(atMs, viewer.timezone)) - Date.parse(dayOf(viewer.now, viewer.timezone))) / DAY_MS);
  return Math.abs(difference) > 1 ? null : new Intl.RelativeTimeFormat(viewer.locale, { numeric: 'auto' }).format(difference, 'day');
}

const LONG: Intl.DateTimeFormatOptions = { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' };
const MEDIUM: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'long', day: 'numeric' };
const SHORT: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'short', day: 'numeric' };

export const longDate = (atMs: number, viewer: Viewer): string => nearDay(atMs, viewer) ?? shown(atMs, viewer, LONG);

function ago(atMs: number, viewer: Viewer): string {
  const seconds = Math.round((atMs - viewer.now) / 1_000);
  const format = new Intl.RelativeTimeFormat(viewer.locale, { numeric: 'auto' });
  const size = Math.abs(seconds);
  if (size < 60) {
    return format.format(seconds, 'second');
  }
  if (size < 3_600) {
    return format.format(Math.round(seconds / 60), 'minute');
  }
  return size < 86_400 ? format.format(Math.round(seconds / 3_600), 'hour') : format.format(Math.round(seconds / 86_400), 'day');
}

const TOKENS: Readonly<Record<string, (atMs: number, viewer: Viewer) => string>> = {
  date_num: (atMs, viewer) => dayOf(atMs, viewer.timezone),
  date: (atMs, viewer) => shown(atMs, viewer, MEDIUM),
  date_short: (atMs, viewer) => shown(atMs, viewer, SHORT),
  date_long: (atMs, viewer) => shown(atMs, viewer, LONG),
  date_pretty: (atMs, viewer) => nearDay(atMs, viewer) ?? shown(atMs, viewer, MEDIUM),
  date_short_pretty: (atMs, viewer) => nearDay(atMs, viewer) ?? shown(atMs, viewer, SHORT),
  date_long_pretty: longDate,
  day_divider_pretty: longDate,
  time: timeOf,
  time_secs: (atMs, viewer) => shown(atMs, viewer, { hour: 'numeric', minute: '2-digit', second: '2-digit' }),
  ago,
};

/** Fills the tokens of a date format in. @returns the fallback when the format names a token that Slack does not have. */
export function formatDate(atSeconds: number, format: string, fallback: string, viewer: Viewer): string {
  const names = [...format.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  if (names.length === 0 || names.some((name) => TOKENS[name] === undefined)) {
    return fallback;
  }
  return format.replace(/\{(\w+)\}/g, (_, name: string) => TOKENS[name]?.(atSeconds * 1_000, viewer) ?? '');
}
