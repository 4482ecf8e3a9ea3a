import type { CalendarProblem } from '../model/oncall-calendar.ts';
import type { EpochMs } from '../model/time.ts';
import { overridesOf, readCalendar } from './oncall-calendar.ts';
import type { Override } from './roster.ts';
import type { Rotation } from './rotation.ts';

/** What the calendar of one schedule says, and what of it could not be used. */
export interface ScheduleCalendar {
  readonly overrides: readonly Override[];
  /** Events that are not understood or name nobody who is known, by UID or summary. */
  readonly unread: readonly string[];
}

const USER_ID = /\b[UW][A-Z0-9]{5,}\b/g;

/**
 * Reads a schedule's calendar. An event's summary names its person as `people` of the schedule writes it, or holds a Slack user id. Only
 * people of the schedule count: a calendar that others can write to must not decide who may be called and who may acknowledge.
 */
export function readScheduleCalendar(
  text: string,
  schedule: string,
  { people = {}, users, timezone }: Rotation,
  window: { readonly from: EpochMs; readonly until: EpochMs; readonly timeZone: string },
): ScheduleCalendar | CalendarProblem {
  const known = new Set([...users, ...Object.values(people)]);
  const userIdOf = (person: string): string | null =>
    (Object.hasOwn(people, person) ? people[person] : undefined) ?? person.match(USER_ID)?.find((id) => known.has(id)) ?? null;
  const reading = readCalendar(text, window, timezone ?? window.timeZone);
  if (typeof reading === 'string') {
    return reading;
  }
  const { shifts, unread } = reading;
  const strangers = shifts.filter(({ person }) => userIdOf(person) === null).map(({ person, uid }) => person || uid);
  return { overrides: overridesOf(shifts, schedule, userIdOf), unread: [...new Set([...unread, ...strangers])] };
}
