import type { Arguments } from '../arguments.ts';
import type { Channel } from '../channels.ts';
import type { Core } from '../core.ts';
import type { JsonObject } from '../json.ts';
import type { Person } from '../people.ts';
import { SlackError } from '../slack-error.ts';
import type { Method } from './method.ts';

function wireChannel(core: Core, channel: Channel): JsonObject {
  const isDirect = channel.kind === 'im';
  return {
    id: channel.id,
    ...(isDirect ? { user: channel.personId } : { name: channel.name, name_normalized: channel.name }),
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: isDirect,
    is_mpim: false,
    is_private: channel.kind !== 'public',
    is_archived: channel.archived,
    is_member: channel.members.has(core.workspace.app.botUserId),
    created: Math.floor(channel.createdAt / 1_000),
    num_members: channel.members.size,
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    context_team_id: core.app.teamId,
  };
}

const KINDS: Readonly<Record<string, Channel['kind']>> = { public_channel: 'public', private_channel: 'private', im: 'im' };

function list(core: Core, args: Arguments): JsonObject {
  const kinds = (args.text('types') ?? 'public_channel').split(',').map((type) => KINDS[type.trim()]);
  const bot = core.workspace.app.botUserId;
  const channels = core.channels
    .all()
    .filter((channel) => kinds.includes(channel.kind))
    .filter((channel) => channel.kind === 'public' || channel.members.has(bot))
    .filter((channel) => !(args.flag('exclude_archived') && channel.archived));
  const start = Number(args.text('cursor') ?? 0);
  const end = start + args.count('limit', 100);
  return {
    channels: channels.slice(start, end).map((channel) => wireChannel(core, channel)),
    response_metadata: { next_cursor: end < channels.length ? String(end) : '' },
  };
}

const given = (core: Core, args: Arguments): Channel => core.channels.visibleToApp(args.required('channel', 'channel_not_found'));

/** Opens the direct message with one person; one with several people would need a scope that the app does not have. */
function open(core: Core, args: Arguments): JsonObject {
  const given = args.text('channel');
  if (given !== undefined) {
    const channel = core.channels.visibleToApp(given);
    return { no_op: true, already_open: true, channel: args.flag('return_im') ? wireChannel(core, channel) : { id: channel.id } };
  }
  const [userId, ...others] = args.ids('users');
  if (userId === undefined) {
    throw new SlackError('users_list_not_supplied');
  }
  if (others.length > 0) {
    throw new SlackError('missing_scope', { needed: 'mpim:write', provided: core.workspace.botScopes.join(',') });
  }
  const isOpen = core.channels.all().some((channel) => channel.personId === userId);
  const channel = core.channels.direct(reachable(core, userId).id, core.now());
  const opened = isOpen ? { no_op: true, already_open: true } : {};
  return { ...opened, channel: args.flag('return_im') ? wireChannel(core, channel) : { id: channel.id } };
}

function reachable(core: Core, userId: string): Person {
  const person = core.people.find(userId);
  if (person === undefined) {
    throw new SlackError('user_not_found');
  }
  if (person.deactivated) {
    throw new SlackError('user_disabled');
  }
  if (person.isBot === true) {
    throw new SlackError('cannot_dm_bot');
  }
  return person;
}

const members = (core: Core, args: Arguments): JsonObject => ({
  members: [...given(core, args).members],
  response_metadata: { next_cursor: '' },
});

const readScopes = ['channels:read', 'groups:read', 'im:read'];

export const conversationMethods: readonly Method[] = [
  { name: 'conversations.list', token: 'bot', scopes: readScopes, tier: 2, run: list },
  {
    name: 'conversations.info',
    token: 'bot',
    scopes: readScopes,
    tier: 3,
    run: (core, args) => ({ channel: wireChannel(core, given(core, args)) }),
  },
  { name: 'conversations.members', token: 'bot', scopes: readScopes, tier: 4, run: members },
  { name: 'conversations.open', token: 'bot', scopes: ['im:write'], tier: 3, run: open },
];
