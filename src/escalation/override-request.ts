import { say } from '../messages/say.ts';
import { UserError } from '../model/errors.ts';
import { nearest } from '../model/nearest.ts';
import { days, type EpochMs } from '../model/time.ts';
import { type Override, onCallUser, type Roster } from './roster.ts';
import { resolveSpokenTime, type SpokenTime } from './spoken-time.ts';

/** What a person typed: who stands in, for what, from when until when. */
export interface OverrideRequest {
  /** `null`: what there is only one of, else the schedule whose turn the person who asks has. */
  readonly subject: string | null;
  readonly userId: string;
  /** `null`: at once. */
  readonly from: SpokenTime | null;
  readonly until: SpokenTime;
}

const FARTHEST_DAYS = 30;

/** Turns a request of `by` into the override that is meant. @throws UserError that says what to write instead. */
export function overrideFor(request: OverrideRequest, roster: Roster, now: EpochMs, by: string): Override {
  const { userId, from, until } = request;
  const timeZone = roster.timezone;
  const start = from === null ? now : resolveSpokenTime(from, { now, timeZone });
  const subject = request.subject ?? ownSubject(roster, start, by);
  requireSubject(subject, roster);
  const end = resolveSpokenTime(until, { now, reference: start, timeZone });
  if (end <= now || start < now) {
    throw new UserError(say('oncall.inThePast', { at: end <= now ? end : start }));
  }
  if (end <= start) {
    throw new UserError(say('oncall.endsBeforeStart', { from: start, until: end }));
  }
  if (end > now + days(FARTHEST_DAYS)) {
    throw new UserError(say('oncall.tooFar', { until: end, days: FARTHEST_DAYS }));
  }
  return { subject, userId, from: start, until: end };
}

/** Whose place is meant when nobody said it. A guess would call the wrong person, so it must be clear. */
function ownSubject(roster: Roster, at: EpochMs, by: string): string {
  const schedules = Object.keys(roster.escalation.schedules);
  const own = schedules.filter((schedule) => onCallUser(roster, schedule, at) === by);
  const [only] = schedules.length === 1 ? schedules : own.length === 1 ? own : [];
  if (only === undefined) {
    throw new UserError(say('oncall.whichSubject', { known: schedules.length > 0 ? schedules : Object.keys(roster.escalation.team) }));
  }
  return only;
}

/** An override puts one person in the place of whatever it names, so it must not take the place of many. */
function requireSubject(subject: string, { escalation: { schedules, team } }: Roster): void {
  if (Object.hasOwn(schedules, subject)) {
    return;
  }
  const member = Object.hasOwn(team, subject) ? team[subject] : undefined;
  if (member === undefined) {
    const known = [...new Set([...Object.keys(schedules), ...Object.keys(team)])];
    throw new UserError(say('oncall.noSuchSubject', { word: subject, suggestion: nearest(subject, known), known }));
  }
  if (member.schedule === undefined && member.users?.length !== 1) {
    throw new UserError(say('oncall.severalPeople', { subject }));
  }
}
