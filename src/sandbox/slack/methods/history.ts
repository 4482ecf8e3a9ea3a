import type { Arguments } from '../arguments.ts';
import type { Channel } from '../channels.ts';
import type { Core } from '../core.ts';
import type { JsonObject } from '../json.ts';
import { type StoredMessage, wireMessage } from '../message.ts';
import { SlackError } from '../slack-error.ts';
import type { Method } from './method.ts';

const HISTORY_SCOPE: Readonly<Record<Channel['kind'], string>> = {
  public: 'channels:history',
  private: 'groups:history',
  im: 'im:history',
};

function readable(core: Core, args: Arguments): Channel {
  const channel = core.channels.visibleToApp(args.required('channel', 'channel_not_found'));
  const needed = HISTORY_SCOPE[channel.kind];
  if (!core.workspace.botScopes.includes(needed)) {
    throw new SlackError('missing_scope', { needed, provided: core.workspace.botScopes.join(',') });
  }
  if (!channel.members.has(core.workspace.app.botUserId)) {
    throw new SlackError('not_in_channel');
  }
  return channel;
}

function withinWindow(args: Arguments): (message: StoredMessage) => boolean {
  const oldest = Number(args.text('oldest') ?? 0);
  const latest = Number(args.text('latest') ?? Number.POSITIVE_INFINITY);
  const isInclusive = args.flag('inclusive');
  return ({ ts }) => (Number(ts) > oldest && Number(ts) < latest) || (isInclusive && (Number(ts) === oldest || Number(ts) === latest));
}

function page(core: Core, args: Arguments, messages: readonly StoredMessage[]): JsonObject {
  const start = Number(args.text('cursor') ?? 0);
  const end = start + Math.min(999, args.count('limit', 100));
  const withMetadata = args.flag('include_all_metadata');
  return {
    messages: messages.slice(start, end).map((message) => wireMessage(message, core.app, core.messages.thread(message), withMetadata)),
    has_more: end < messages.length,
    response_metadata: { next_cursor: end < messages.length ? String(end) : '' },
  };
}

function history(core: Core, args: Arguments): JsonObject {
  const channel = readable(core, args);
  const shown = core.messages
    .inChannel(channel.id)
    .filter((message) => message.ephemeralFor === undefined && (message.threadTs === undefined || message.broadcast))
    .filter(withinWindow(args));
  return { ...page(core, args, shown.toReversed()), pin_count: 0 };
}

function replies(core: Core, args: Arguments): JsonObject {
  const channel = readable(core, args);
  const given = core.messages.find(channel.id, args.required('ts', 'thread_not_found'));
  const parent = given?.threadTs === undefined ? given : core.messages.find(channel.id, given.threadTs);
  if (parent === undefined) {
    throw new SlackError('thread_not_found');
  }
  return page(core, args, [parent, ...core.messages.replies(channel.id, parent.ts).filter(withinWindow(args))]);
}

const scopes = Object.values(HISTORY_SCOPE);

export const historyMethods: readonly Method[] = [
  { name: 'conversations.history', token: 'bot', scopes, tier: 3, run: history },
  { name: 'conversations.replies', token: 'bot', scopes, tier: 3, run: replies },
];
