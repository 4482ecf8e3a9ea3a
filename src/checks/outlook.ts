import { say } from '../messages/say.ts';
import type { Evidence, HealthStatus, Outlook } from '../model/health.ts';
import type { Forecast, Reach } from '../model/outlook.ts';
import { type DurationMs, days } from '../model/time.ts';

/** Shares of the capacity at which somebody should know, and must act. Source: the operations manual's capacity alerts. */
export const WARNING = 0.8;
export const CRITICAL = 0.9;

/** Ordering disk takes weeks: what is full within these times is a matter of today. */
const CRITICAL_WITHIN_MS = days(30);
const WARNING_WITHIN_MS = days(90);

const HORIZON_DAYS = 365;

/** Amount after a time from now. */
export type Course = (aheadMs: DurationMs) => Forecast;

type Subject = Pick<Outlook, 'name' | 'unit' | 'now' | 'capacity' | 'source'>;

/** Follows a course to both limits, and judges how soon that is. Without a course only the present counts. */
export function outlookOf(subject: Subject, course: Course | null): Outlook {
  const { now, capacity } = subject;
  const until = (share: number): Reach | null => (course === null || capacity === null ? null : reach(course, capacity * share));
  const untilWarning = until(WARNING);
  const untilCritical = until(CRITICAL);
  return {
    ...subject,
    in90d: course?.(days(90)) ?? null,
    in180d: course?.(days(180)) ?? null,
    untilWarning,
    untilCritical,
    status: now === null ? 'unknown' : judge(capacity === null ? 0 : now / capacity, untilWarning, untilCritical),
  };
}

function judge(share: number, untilWarning: Reach | null, untilCritical: Reach | null): HealthStatus {
  if (share >= CRITICAL || (untilCritical !== null && untilCritical.middleMs < CRITICAL_WITHIN_MS)) {
    return 'critical';
  }
  return share >= WARNING || (untilWarning !== null && untilWarning.middleMs < WARNING_WITHIN_MS) ? 'warning' : 'ok';
}

/** Days are as exact as anybody orders disk by. */
function reach(course: Course, limit: number): Reach | null {
  const ahead = Array.from({ length: HORIZON_DAYS + 1 }, (_, day) => course(days(day)));
  const first = (side: keyof Forecast): DurationMs | null => {
    const day = ahead.findIndex((forecast) => forecast[side] >= limit);
    return day === -1 ? null : days(day);
  };
  const middleMs = first('middle');
  return middleMs === null ? null : { middleMs, earliestMs: first('high') ?? middleMs, latestMs: first('low') };
}

/** The outlook as facts, one number each, so that a file can carry them. */
export function outlookEvidence(outlook: Outlook): readonly Evidence[] {
  const { name, unit, now, in90d, in180d, untilWarning, untilCritical, status, source } = outlook;
  if (now === null) {
    return [{ label: name, value: say('evidence.no-figures'), unit: 'text', source, status }];
  }
  const ahead = (aheadMs: DurationMs, found: Forecast | null): readonly Evidence[] =>
    found === null ? [] : [{ label: say('evidence.ahead', { subject: name, aheadMs }), value: found.middle, unit, source }];
  const until = (share: number, found: Reach | null): readonly Evidence[] =>
    found === null
      ? []
      : [{ label: say('evidence.until', { subject: name, percent: share * 100 }), value: found.middleMs / 1_000, unit: 'seconds', source }];
  return [
    { label: say('evidence.now', { subject: name }), value: now, unit, source, status },
    ...ahead(days(90), in90d),
    ...ahead(days(180), in180d),
    ...until(WARNING, untilWarning),
    ...until(CRITICAL, untilCritical),
  ];
}
