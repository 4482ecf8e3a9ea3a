import type { Unit } from '../model/health.ts';
import type { Locale } from '../model/phrase.ts';
import { formatBytes, formatRatio } from '../model/size.ts';
import { type DurationMs, localTime, minutes, roughDuration, seconds } from '../model/time.ts';
import { durationWords } from './catalogue/ko/durations.ts';
import type { View } from './view.ts';

const DURATIONS: Readonly<Record<Locale, (durationMs: DurationMs) => string>> = { en: roughDuration, ko: durationWords };
const SECOND: Readonly<Record<Locale, string>> = { en: 's', ko: '초' };

/** From here on nobody compares by seconds: an hour less two seconds is an hour. */
const WHOLE_MINUTES_MS = minutes(10);

/** A measured value with its unit, as people read it. */
export function formatMeasure(value: number, unit: Unit, { locale, timeZone }: View): string {
  switch (unit) {
    case 'seconds':
      return formatSeconds(value, locale);
    case 'bytes':
      return formatBytes(value);
    case 'ratio':
      return formatRatio(value);
    case 'timestamp': {
      const local = localTime(value, timeZone);
      return `${local.date} ${local.time} ${local.zone}`;
    }
    case 'count':
    case 'text':
      return rounded(value);
  }
}

function formatSeconds(value: number, locale: Locale): string {
  const durationMs = seconds(value);
  if (Math.abs(durationMs) < minutes(1)) {
    return `${rounded(value)}${SECOND[locale]}`;
  }
  const isLong = Math.abs(durationMs) >= WHOLE_MINUTES_MS;
  return DURATIONS[locale](isLong ? minutes(Math.round(durationMs / minutes(1))) : durationMs);
}

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** A number with as many digits as somebody compares by: `18`, `1.8`, `0.052`, `3,276,800`. */
function rounded(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 100) {
    return size >= 10_000 ? WHOLE.format(value) : String(Math.round(value));
  }
  return String(size >= 1 ? Number(value.toFixed(1)) : Number(value.toPrecision(2)));
}
