import type { Evidence, Unit } from '../model/health.ts';
import { formatBytes, formatRatio } from '../model/size.ts';
import { localTime, roughDuration } from '../model/time.ts';

/** A measured value with its unit, as people read it. */
export function formatMeasure(value: number | string, unit: Unit, timeZone: string): string {
  if (typeof value === 'string') {
    return value;
  }
  switch (unit) {
    case 'seconds':
      return Math.abs(value) < 60 ? `${rounded(value)}s` : roughDuration(value * 1_000);
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

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** A number with as many digits as somebody compares by: `18`, `1.8`, `0.052`, `3,276,800`. */
function rounded(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 100) {
    return size >= 10_000 ? WHOLE.format(value) : String(Math.round(value));
  }
  return String(size >= 1 ? Number(value.toFixed(1)) : Number(value.toPrecision(2)));
}

export function formatEvidence(evidence: Evidence, timeZone: string): string {
  return `${evidence.label}: ${formatMeasure(evidence.value, evidence.unit, timeZone)}`;
}
