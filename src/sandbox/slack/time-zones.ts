import type { EpochMs } from '../../model/time.ts';

/** Seconds that a zone is ahead of UTC at an instant. */
export function utcOffsetSeconds(timezone: string, at: EpochMs): number {
  const formatter = new Intl.DateTimeFormat('en-US', { timeZone: timezone, timeZoneName: 'longOffset' });
  const name = formatter.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(name);
  if (match === null) {
    return 0;
  }
  const size = Number(match[2]) * 3_600 + Number(match[3]) * 60;
  return match[1] === '-' ? -size : size;
}
