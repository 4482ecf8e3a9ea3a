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
      return Math.abs(value) < 1 ? `${Number(value.toPrecision(2))}s` : roughDuration(value * 1_000);
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
      return String(Number(value.toPrecision(12)));
  }
}

export function formatEvidence(evidence: Evidence, timeZone: string): string {
  return `${evidence.label}: ${formatMeasure(evidence.value, evidence.unit, timeZone)}`;
}
