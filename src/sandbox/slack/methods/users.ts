import type { Arguments } from '../arguments.ts';
import type { Core } from '../core.ts';
import type { JsonObject } from '../json.ts';
import type { Person } from '../people.ts';
import { SlackError } from '../slack-error.ts';
import { utcOffsetSeconds } from '../time-zones.ts';
import type { Method } from './method.ts';

function wirePerson(core: Core, person: Person, withLocale: boolean): JsonObject {
  return {
    id: person.id,
    team_id: core.app.teamId,
    name: person.name,
    real_name: person.realName,
    deleted: person.deactivated,
    tz: person.timezone,
    tz_label: person.timezone,
    tz_offset: utcOffsetSeconds(person.timezone, core.now()),
    profile: { real_name: person.realName, display_name: person.displayName, title: person.title, team: core.app.teamId },
    is_admin: person.isAdmin === true,
    is_bot: person.isBot === true,
    is_app_user: false,
    is_restricted: false,
    updated: Math.floor(core.workspace.createdAt / 1_000),
    ...(withLocale ? { locale: person.locale } : {}),
  };
}

function given(core: Core, args: Arguments): Person {
  const person = core.people.find(args.required('user', 'user_not_found'));
  if (person === undefined) {
    throw new SlackError('user_not_found');
  }
  return person;
}

const info = (core: Core, args: Arguments): JsonObject => ({ user: wirePerson(core, given(core, args), args.flag('include_locale')) });

function list(core: Core, args: Arguments): JsonObject {
  const people = core.people.all().map((person) => wirePerson(core, person, args.flag('include_locale')));
  const start = Number(args.text('cursor') ?? 0);
  const end = start + args.count('limit', people.length);
  return { members: people.slice(start, end), response_metadata: { next_cursor: end < people.length ? String(end) : '' } };
}

const getPresence = (core: Core, args: Arguments): JsonObject => ({ presence: given(core, args).presence });

/** Slack shows the schedule of others, never a pause that they set by hand; without quiet hours the times are 1. */
function wireQuietHours(person: Person): JsonObject {
  const { quietHours } = person;
  return {
    dnd_enabled: quietHours !== null,
    next_dnd_start_ts: quietHours === null ? 1 : Math.floor(quietHours.startsAt / 1_000),
    next_dnd_end_ts: quietHours === null ? 1 : Math.floor(quietHours.endsAt / 1_000),
  };
}

function teamInfo(core: Core, args: Arguments): JsonObject {
  const ids = args.ids('users');
  const people = core.people.all().filter((person) => ids.includes(person.id));
  return { users: Object.fromEntries(people.map((person) => [person.id, wireQuietHours(person)])) };
}

function usergroups(core: Core, args: Arguments): JsonObject {
  return {
    usergroups: core.workspace.usergroups.map((group) => ({
      id: group.id,
      team_id: core.app.teamId,
      is_usergroup: true,
      name: group.name,
      handle: group.handle,
      date_delete: 0,
      user_count: group.users.length,
      ...(args.flag('include_users') ? { users: group.users } : {}),
    })),
  };
}

function usergroupUsers(core: Core, args: Arguments): JsonObject {
  const group = core.workspace.usergroups.find((candidate) => candidate.id === args.text('usergroup'));
  if (group === undefined) {
    throw new SlackError('no_such_subteam');
  }
  return { users: group.users.filter((id) => core.people.find(id)?.deactivated === false) };
}

export const userMethods: readonly Method[] = [
  { name: 'users.info', token: 'bot', scopes: ['users:read'], tier: 4, run: info },
  { name: 'users.list', token: 'bot', scopes: ['users:read'], tier: 2, run: list },
  { name: 'users.getPresence', token: 'bot', scopes: ['users:read'], tier: 3, run: getPresence },
  { name: 'dnd.info', token: 'bot', scopes: ['dnd:read'], tier: 3, run: (core, args) => wireQuietHours(given(core, args)) },
  { name: 'dnd.teamInfo', token: 'bot', scopes: ['dnd:read'], tier: 2, run: teamInfo },
  { name: 'usergroups.list', token: 'bot', scopes: ['usergroups:read'], tier: 2, run: usergroups },
  { name: 'usergroups.users.list', token: 'bot', scopes: ['usergroups:read'], tier: 2, run: usergroupUsers },
];
