import type { EpochMs } from '../model/time.ts';
import type { CalendarShift } from './calendar-event.ts';
import { nextHandOver } from './coverage.ts';
import { writeShifts } from './oncall-calendar.ts';
import { onCallUser, type Roster } from './roster.ts';

/** Who really has a schedule's turns in a window, overrides included: one shift for each person in a row. */
function shiftsAhead(
  roster: Roster,
  schedule: string,
  window: { readonly from: EpochMs; readonly until: EpochMs },
): readonly CalendarShift[] {
  const shifts: CalendarShift[] = [];
  let at = window.from;
  while (at < window.until) {
    const person = onCallUser(roster, schedule, at);
    const next = nextHandOver(roster, schedule, at);
    if (person === null) {
      break;
    }
    const until = Math.min(next?.at ?? window.until, window.until);
    shifts.push({ uid: `${schedule}-${at}@thanos-chatops`, person, from: at, until });
    at = until;
  }
  return shifts;
}

/** A schedule's coming turns as an iCalendar file. The user id stands in each summary, so that the file can be read back. */
export function exportSchedule(roster: Roster, schedule: string, window: { readonly from: EpochMs; readonly until: EpochMs }): string {
  const people = Object.entries(roster.escalation.schedules[schedule]?.people ?? {});
  const nameOf = (userId: string): string => {
    const name = people.find(([, id]) => id === userId)?.[0];
    return name === undefined ? `${schedule}: ${userId}` : `${schedule}: ${name} (${userId})`;
  };
  const shifts = shiftsAhead(roster, schedule, window).map((shift) => ({ ...shift, person: nameOf(shift.person) }));
  return writeShifts(schedule, shifts, window.from);
}
