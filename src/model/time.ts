/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;

/** A length of time in milliseconds. */
export type DurationMs = number;

export const seconds = (count: number): DurationMs => count * 1_000;
export const minutes = (count: number): DurationMs => count * 60_000;
export const hours = (count: number): DurationMs => count * 3_600_000;
export const days = (count: number): DurationMs => count * 86_400_000;

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
};

/**
 * Reads a Prometheus duration such as `5m`, `1h30m` or `7d`.
 *
 * @returns milliseconds, or `null` when the text is not a duration.
 */
export function parseDuration(text: string): DurationMs | null {
  if (!/^(\d+(ms|[smhdwy]))+$/.test(text)) {
    return null;
  }
  let total = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|[smhdwy])/g)) {
    total += Number(count) * (UNIT_MS[unit ?? ''] ?? Number.NaN);
  }
  return total;
}

/** Shortest exact form of a duration in the units people say: `90s`, `5m`, `1h30m`, `7d`. */
export function formatDuration(durationMs: DurationMs): string {
  const whole = Math.round(Math.abs(durationMs) / 1_000);
  if (whole === 0) {
    return `${Math.round(Math.abs(durationMs))}ms`;
  }
  const parts: readonly [number, string][] = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor((whole % 86_400) / 3_600), 'h'],
    [Math.floor((whole % 3_600) / 60), 'm'],
    [whole % 60, 's'],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count}${unit}`)
    .join('');
}

/** A duration cut to its largest unit and the one below it, for reading at a glance: `3d4h`, `12m`. */
export function roughDuration(durationMs: DurationMs): string {
  const exact = formatDuration(Math.max(1_000, durationMs));
  return /\d+d(\d+h)?|\d+h(\d+m)?|\d+m(\d+s)?|\d+s/.exec(exact)?.[0] ?? exact;
}

/** Wall-clock parts of an instant in an IANA time zone. */
export interface LocalTime {
  /** `2026-11-22` */
  readonly date: string;
  /** `09:05` */
  readonly time: string;
  /** 1 = Monday … 7 = Sunday */
  readonly weekday: number;
  /** Short zone name such as `KST` or `GMT+9`. */
  readonly zone: string;
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Converts an instant to the wall clock of a time zone. */
export function localTime(at: EpochMs, timeZone: string): LocalTime {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    weekday: 'short',
    timeZoneName: 'short',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((candidate) => candidate.type === type)?.value ?? '';
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}`,
    weekday: WEEKDAYS.indexOf(part('weekday')) + 1,
    zone: timeZone === 'Asia/Seoul' ? 'KST' : part('timeZoneName'),
  };
}
