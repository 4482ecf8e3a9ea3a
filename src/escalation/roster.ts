import type { Config } from '../config/config.ts';
import type { Level } from '../model/incident.ts';
import type { EpochMs } from '../model/time.ts';
import { turnAt } from './rotation.ts';
import { isWithin, readHours } from './working-hours.ts';

/** Somebody stands in for a schedule or a role for a while. Of several that overlap, the last one in the list counts. */
export interface Override {
  /** Name of a schedule or of a team member. */
  readonly subject: string;
  readonly userId: string;
  readonly from: EpochMs;
  readonly until: EpochMs;
  /** What people call it by to take it back; one that comes from a calendar has none. */
  readonly number?: number;
}

/** Everything that decides who is reachable. */
export interface Roster extends Pick<Config, 'timezone' | 'escalation'> {
  readonly overrides: readonly Override[];
}

/** Someone to page and the names of the roles that led to them. */
export interface Recipient {
  readonly id: string;
  readonly roles: readonly string[];
}

/** People, groups and outside addresses, each once. `id` is a user id, a usergroup id or a URL (`mailto:` for e-mail). */
export interface Recipients {
  readonly users: readonly Recipient[];
  readonly usergroups: readonly Recipient[];
  readonly webhooks: readonly Recipient[];
}

/** Whom a level reaches. */
export interface LevelRecipients {
  readonly recipients: Recipients;
  /** Level whose people these are. It differs from the one asked for when that one resolves to nobody; `null`: no level has anybody. */
  readonly levelIndex: number | null;
  /** The level asked for resolves to nobody now. */
  readonly empty: boolean;
}

type Member = Config['escalation']['team'][string];
type Way = 'users' | 'usergroups' | 'webhooks';
type Contact = readonly [way: Way, id: string, role: string];

const NOBODY: Recipients = { users: [], usergroups: [], webhooks: [] };

/** Whom one member of the team stands for at an instant: nobody outside of their hours. */
export function whoIs(roster: Roster, name: string, at: EpochMs): Recipients {
  return collect(contactsOf(roster, name, at));
}

/**
 * Whom to page for a level: everybody it names, each once. When that is nobody, the next higher level that has somebody takes over, then
 * the nearest lower one, so that a page always reaches a person if any is configured.
 */
export function recipientsOf(roster: Roster, levels: readonly Level[], levelIndex: number, at: EpochMs): LevelRecipients {
  const order = [...levels.keys()].sort((a, b) => distance(a, levelIndex) - distance(b, levelIndex));
  for (const index of order) {
    const recipients = collect((levels[index]?.notify ?? []).flatMap((name) => contactsOf(roster, name, at)));
    if (!isNobody(recipients)) {
      return { recipients, levelIndex: index, empty: index !== levelIndex };
    }
  }
  return { recipients: NOBODY, levelIndex: null, empty: true };
}

function isNobody({ users, usergroups, webhooks }: Recipients): boolean {
  return users.length + usergroups.length + webhooks.length === 0;
}

/** Upwards first; downwards only after all of those. */
function distance(index: number, from: number): number {
  return index >= from ? index - from : 1_000 + from - index;
}

function contactsOf(roster: Roster, name: string, at: EpochMs): readonly Contact[] {
  const member = Object.hasOwn(roster.escalation.team, name) ? roster.escalation.team[name] : undefined;
  const stand = overrideOf(roster, name, at);
  if (stand !== null) {
    return [['users', stand.userId, name]];
  }
  if (member === undefined || !isOnDuty(roster, member, at)) {
    return [];
  }
  if (member.schedule !== undefined) {
    const userId = onCallUser(roster, member.schedule, at);
    return userId === null ? [] : [['users', userId, name]];
  }
  return [
    ...(member.users ?? []).map((id): Contact => ['users', id, name]),
    ...(member.usergroup === undefined ? [] : [['usergroups', member.usergroup, name] as const]),
    ...outsideAddresses(member).map((address): Contact => ['webhooks', address, name]),
  ];
}

/** Addresses of a member that do not depend on Slack. */
export function outsideAddresses({ webhook, email }: Pick<Member, 'webhook' | 'email'>): readonly string[] {
  return [...(webhook === undefined ? [] : [webhook]), ...(email === undefined ? [] : [`mailto:${email}`])];
}

/** Who has a schedule's turn or stands in for it; `null` when there is no such schedule. */
export function onCallUser(roster: Roster, schedule: string, at: EpochMs): string | null {
  const rotation = Object.hasOwn(roster.escalation.schedules, schedule) ? roster.escalation.schedules[schedule] : undefined;
  const standIn = overrideOf(roster, schedule, at)?.userId;
  return standIn ?? (rotation === undefined ? null : (turnAt(rotation, at, roster.timezone)?.userId ?? null));
}

export function overrideOf(roster: Roster, subject: string, at: EpochMs): Override | null {
  return roster.overrides.findLast((each) => each.subject === subject && at >= each.from && at < each.until) ?? null;
}

/** Time zone in which a member's hours are meant. */
export function timeZoneOf(roster: Roster, member: Member): string {
  const schedules = roster.escalation.schedules;
  const own = member.schedule !== undefined && Object.hasOwn(schedules, member.schedule) ? schedules[member.schedule]?.timezone : undefined;
  return own ?? roster.timezone;
}

function isOnDuty(roster: Roster, member: Member, at: EpochMs): boolean {
  const hours = member.hours === undefined ? null : readHours(member.hours);
  return hours === null || isWithin(hours, at, timeZoneOf(roster, member));
}

function collect(contacts: readonly Contact[]): Recipients {
  const pick = (way: Way): readonly Recipient[] => {
    const roles = new Map<string, string[]>();
    for (const [, id, role] of contacts.filter(([each]) => each === way)) {
      roles.set(id, [...new Set([...(roles.get(id) ?? []), role])]);
    }
    return [...roles].map(([id, names]) => ({ id, roles: names }));
  };
  return { users: pick('users'), usergroups: pick('usergroups'), webhooks: pick('webhooks') };
}
