import type { Level } from '../model/incident.ts';
import { days, type EpochMs } from '../model/time.ts';
import { levelsOf } from './policy.ts';
import { onCallUser, overrideOf, type Roster, recipientsOf, timeZoneOf } from './roster.ts';
import { turnAt } from './rotation.ts';
import { boundaries, readHours } from './working-hours.ts';

/** A stretch of time in which a level resolves to nobody, so that its calls go to another. */
export interface Gap {
  readonly levelIndex: number;
  readonly from: EpochMs;
  readonly until: EpochMs;
}

/** Who has a schedule's turn, and who comes next. */
export interface OnCall {
  readonly schedule: string;
  readonly userId: string;
  /** Stands in for the one whose turn it is. */
  readonly isOverride: boolean;
  /** `null`: nobody else takes over within the next year. */
  readonly next: { readonly at: EpochMs; readonly userId: string } | null;
}

/** How far ahead a hand-over is looked for, in changes of turn or override. */
const HAND_OVERS_AHEAD = 60;

/** Finds when a level resolves to nobody in the days ahead. Rotations never do; hours and the ends of overrides can. */
export function gaps(roster: Roster, from: EpochMs, dayCount: number): readonly Gap[] {
  const until = from + days(dayCount);
  const levels = levelsOf(roster.escalation);
  const changes = [from, ...changesBetween(roster, from, until)];
  return levels.flatMap((_, levelIndex) =>
    merge(
      changes
        .map((at, index) => ({ levelIndex, from: at, until: changes[index + 1] ?? until }))
        .filter((span) => isEmpty(roster, levels, levelIndex, span.from)),
    ),
  );
}

/** Everybody who has a turn now, by schedule. */
export function onCallNow(roster: Roster, at: EpochMs): readonly OnCall[] {
  return Object.keys(roster.escalation.schedules).flatMap((schedule) => {
    const userId = onCallUser(roster, schedule, at);
    return userId === null
      ? []
      : [{ schedule, userId, isOverride: overrideOf(roster, schedule, at) !== null, next: nextHandOver(roster, schedule, at) }];
  });
}

/** When a schedule next passes to another person, overrides included. `null` when it does not. */
export function nextHandOver(roster: Roster, schedule: string, at: EpochMs): { readonly at: EpochMs; readonly userId: string } | null {
  const rotation = roster.escalation.schedules[schedule];
  const present = onCallUser(roster, schedule, at);
  let time = at;
  for (let step = 0; rotation !== undefined && step < HAND_OVERS_AHEAD; step += 1) {
    const turnEnd = turnAt(rotation, time, roster.timezone)?.until ?? Number.POSITIVE_INFINITY;
    const overrides = roster.overrides.filter(({ subject }) => subject === schedule).flatMap(({ from, until }) => [from, until]);
    time = Math.min(turnEnd, ...overrides.filter((change) => change > time));
    const userId = Number.isFinite(time) ? onCallUser(roster, schedule, time) : present;
    if (userId !== null && userId !== present) {
      return { at: time, userId };
    }
  }
  return null;
}

function isEmpty(roster: Roster, levels: readonly Level[], levelIndex: number, at: EpochMs): boolean {
  return recipientsOf(roster, levels, levelIndex, at).empty;
}

function changesBetween(roster: Roster, from: EpochMs, until: EpochMs): readonly EpochMs[] {
  const byHours = Object.values(roster.escalation.team).flatMap((member) => {
    const hours = member.hours === undefined ? null : readHours(member.hours);
    return hours === null ? [] : boundaries(hours, from, until, timeZoneOf(roster, member));
  });
  const byOverrides = roster.overrides.flatMap((override) => [override.from, override.until]).filter((at) => at > from && at < until);
  return [...new Set([...byHours, ...byOverrides])].sort((a, b) => a - b);
}

/** Joins spans that touch. */
function merge(spans: readonly Gap[]): readonly Gap[] {
  const merged: Gap[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last !== undefined && last.until === span.from) {
      merged[merged.length - 1] = { ...last, until: span.until };
    } else {
      merged.push(span);
    }
  }
  return merged;
}
