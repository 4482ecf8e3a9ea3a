import type { Arguments } from '../arguments.ts';
import { isTruncated, newContent } from '../content.ts';
import type { Core } from '../core.ts';
import type { JsonObject } from '../json.ts';
import { wireMessage } from '../message.ts';
import type { NewMessage } from '../messages.ts';
import { SlackError } from '../slack-error.ts';
import { destination, threadOf } from './destination.ts';
import type { Method } from './method.ts';

const SCHEDULE_MAX_MS = 120 * 86_400_000;
const DELETE_WINDOW_MS = 60_000;

function newMessage(core: Core, args: Arguments): NewMessage {
  const channel = destination(core, args.required('channel', 'channel_not_found'));
  const threadTs = threadOf(core, channel.id, args.text('thread_ts'));
  return {
    ...newContent(args, core),
    channelId: channel.id,
    userId: core.workspace.app.botUserId,
    isFromApp: true,
    ...(threadTs === undefined ? {} : { threadTs, broadcast: args.flag('reply_broadcast') }),
  };
}

function postMessage(core: Core, args: Arguments): JsonObject {
  const message = core.messages.post(newMessage(core, args));
  const warnings = isTruncated(args) ? { warning: 'message_truncated', response_metadata: { warnings: ['message_truncated'] } } : {};
  return { channel: message.channelId, ts: message.ts, message: wireMessage(message, core.app, undefined, true), ...warnings };
}

function postEphemeral(core: Core, args: Arguments): JsonObject {
  const fresh = newMessage(core, args);
  const userId = args.required('user', 'user_not_in_channel');
  if (core.channels.find(fresh.channelId)?.members.has(userId) !== true) {
    throw new SlackError('user_not_in_channel');
  }
  return { message_ts: core.messages.post({ ...fresh, broadcast: false, ephemeralFor: userId }).ts };
}

function scheduleMessage(core: Core, args: Arguments): JsonObject {
  const message = newMessage(core, args);
  const postAt = Number(args.required('post_at', 'invalid_time')) * 1_000;
  if (!Number.isFinite(postAt)) {
    throw new SlackError('invalid_time');
  }
  if (postAt <= core.now()) {
    throw new SlackError('time_in_past');
  }
  if (postAt > core.now() + SCHEDULE_MAX_MS) {
    throw new SlackError('time_too_far');
  }
  const scheduled = core.scheduled.add(message, postAt);
  return { channel: message.channelId, scheduled_message_id: scheduled.id, post_at: postAt / 1_000, message: { text: message.text } };
}

function deleteScheduledMessage(core: Core, args: Arguments): JsonObject {
  const id = args.required('scheduled_message_id');
  const scheduled = core.scheduled.all().find((candidate) => candidate.id === id);
  if (scheduled === undefined || scheduled.postAt - core.now() < DELETE_WINDOW_MS) {
    throw new SlackError('invalid_scheduled_message_id');
  }
  core.scheduled.remove(id);
  return {};
}

function listScheduled(core: Core): JsonObject {
  const scheduled = core.scheduled.all();
  return {
    scheduled_messages: scheduled.map(({ id, postAt, message }) => ({
      id,
      channel_id: message.channelId,
      post_at: postAt / 1_000,
      text: message.text,
    })),
    response_metadata: { next_cursor: '' },
  };
}

const scopes = ['chat:write'];

export const chatPostMethods: readonly Method[] = [
  { name: 'chat.postMessage', token: 'bot', scopes, tier: 'special', isPost: true, run: postMessage },
  { name: 'chat.postEphemeral', token: 'bot', scopes, tier: 4, run: postEphemeral },
  { name: 'chat.scheduleMessage', token: 'bot', scopes, tier: 3, run: scheduleMessage },
  { name: 'chat.deleteScheduledMessage', token: 'bot', scopes, tier: 3, run: deleteScheduledMessage },
  { name: 'chat.scheduledMessages.list', token: 'bot', scopes: [], tier: 3, run: listScheduled },
];
