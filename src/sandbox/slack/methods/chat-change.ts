import type { Arguments } from '../arguments.ts';
import { givenContent } from '../content.ts';
import type { Core } from '../core.ts';
import type { JsonObject } from '../json.ts';
import { type StoredMessage, wireMessage } from '../message.ts';
import { SlackError } from '../slack-error.ts';
import type { Method } from './method.ts';

const UPDATE_TEXT_MAX = 4_000;

function ownMessage(core: Core, args: Arguments, notMine: string): StoredMessage {
  const channel = core.channels.visibleToApp(args.required('channel', 'channel_not_found'));
  if (channel.archived) {
    throw new SlackError('is_inactive');
  }
  const message = core.messages.find(channel.id, args.required('ts', 'message_not_found'));
  if (message === undefined || message.ephemeralFor !== undefined) {
    throw new SlackError('message_not_found');
  }
  if (!message.isFromApp) {
    throw new SlackError(notMine);
  }
  return message;
}

function update(core: Core, args: Arguments): JsonObject {
  const message = ownMessage(core, args, 'cant_update_message');
  const { metadata, ...content } = givenContent(args, core);
  const changesContent = Object.keys(content).length > 0;
  if (args.has('reply_broadcast') && changesContent) {
    throw new SlackError('no_dual_broadcast_content_update');
  }
  if (!changesContent && metadata === undefined && !args.has('reply_broadcast')) {
    throw new SlackError('no_text');
  }
  if ((content.text ?? '').length > UPDATE_TEXT_MAX) {
    throw new SlackError('msg_too_long');
  }
  if (args.has('reply_broadcast')) {
    message.broadcast = args.flag('reply_broadcast');
  }
  setMetadata(message, metadata);
  const replaced = content.text !== undefined && content.blocks === undefined ? { blocks: [], ...content } : content;
  core.messages.edit(message, replaced, core.workspace.app.botUserId);
  return { channel: message.channelId, ts: message.ts, text: message.text, message: wireMessage(message, core.app, undefined, true) };
}

/** Absent metadata is kept; an empty object takes it away. */
function setMetadata(message: StoredMessage, metadata: JsonObject | undefined): void {
  if (metadata === undefined) {
    return;
  }
  if (Object.keys(metadata).length === 0) {
    delete message.metadata;
  } else {
    message.metadata = metadata;
  }
}

function remove(core: Core, args: Arguments): JsonObject {
  const message = ownMessage(core, args, 'cant_delete_message');
  core.messages.remove(message.channelId, message.ts);
  return { channel: message.channelId, ts: message.ts };
}

function getPermalink(core: Core, args: Arguments): JsonObject {
  const channel = core.channels.visibleToApp(args.required('channel', 'channel_not_found'));
  const message = core.messages.find(channel.id, args.required('message_ts', 'message_not_found'));
  if (message === undefined) {
    throw new SlackError('message_not_found');
  }
  const thread = message.threadTs === undefined ? '' : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
  return { channel: channel.id, permalink: `${core.url()}/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}` };
}

export const chatChangeMethods: readonly Method[] = [
  { name: 'chat.update', token: 'bot', scopes: ['chat:write'], tier: 3, run: update },
  { name: 'chat.delete', token: 'bot', scopes: ['chat:write'], tier: 3, run: remove },
  { name: 'chat.getPermalink', token: 'bot', scopes: [], tier: 'special', run: getPermalink },
];
