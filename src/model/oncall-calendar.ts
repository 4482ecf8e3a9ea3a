/** Why a schedule's calendar file could not be used. `no-calendar`: something else, or only the first part of one. */
export type CalendarProblem = 'missing' | 'unreadable' | 'no-calendar' | 'too-large' | 'too-many';

/** Turns are looked for this far ahead. */
export const CALENDAR_DAYS = 60;

/** More than these is a mistake: the file is read again and again, and every call looks through its turns. */
export const CALENDAR_MOST_BYTES = 5 * 1_024 ** 2;
export const CALENDAR_MOST_TURNS = 2_000;
