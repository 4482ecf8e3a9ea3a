import { CronExpressionParser } from 'cron-parser';
import type { EpochMs } from '../model/time.ts';

/** The newest time of a cron expression that is not after an instant. */
export function latestSlot(cron: string, timeZone: string, now: EpochMs): EpochMs {
  // `prev` is strictly before its date; times of cron have whole seconds.
  return CronExpressionParser.parse(cron, { currentDate: new Date(now + 1), tz: timeZone })
    .prev()
    .getTime();
}

/** The times of a cron expression on both sides of an instant: the newest that is not after it, and the one after that. */
export interface SlotsAround {
  readonly latest: EpochMs;
  readonly next: EpochMs;
}

/** Finds them, and remembers them until time has left them: to find the last quarter, the parser goes back day by day. */
export function createCronSlots(cron: string, timeZone: string): (now: EpochMs) => SlotsAround {
  let known: SlotsAround | null = null;
  return (now) => {
    if (known === null || now < known.latest || now >= known.next) {
      const next = CronExpressionParser.parse(cron, { currentDate: new Date(now), tz: timeZone }).next();
      known = { latest: latestSlot(cron, timeZone, now), next: next.getTime() };
    }
    return known;
  };
}
