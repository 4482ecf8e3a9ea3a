import { compact, type JsonObject } from './json.ts';

export interface FileRecord {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly mimetype: string;
  readonly sizeBytes: number;
  readonly altText: string;
  readonly url: string;
}

/** A message as the workspace remembers it. Edited in place, as Slack does. */
export interface StoredMessage {
  readonly ts: string;
  readonly channelId: string;
  /** Author: a person, or the bot user. */
  readonly userId: string;
  readonly isFromApp: boolean;
  readonly threadTs?: string;
  /** Only this person sees it. */
  readonly ephemeralFor?: string;
  text: string;
  blocks: readonly JsonObject[];
  attachments: readonly JsonObject[];
  metadata?: JsonObject;
  broadcast: boolean;
  editCount: number;
  /** Set only where Slack shows "(edited)": a change of a message without blocks. */
  edited?: { readonly userId: string; readonly ts: string };
  files: readonly FileRecord[];
  reactions: Map<string, Set<string>>;
}

/** What a new message consists of, after validation. */
export interface MessageContent {
  readonly text: string;
  readonly blocks: readonly JsonObject[];
  readonly attachments: readonly JsonObject[];
  readonly metadata?: JsonObject;
}

/** Facts about the app that every bot message carries. */
export interface AppIdentity {
  readonly teamId: string;
  readonly appId: string;
  readonly botId: string;
}

/** What a thread's parent tells about its replies. */
export interface ThreadSummary {
  readonly replyCount: number;
  readonly replyUsers: readonly string[];
  readonly latestReply: string;
}

export const wireFile = (file: FileRecord): JsonObject => ({
  id: file.id,
  name: file.name,
  title: file.title,
  mimetype: file.mimetype,
  filetype: file.name.split('.').at(-1) ?? '',
  size: file.sizeBytes,
  alt_txt: file.altText,
  url_private: file.url,
  permalink: file.url,
});

/** The message as Web API answers and interaction payloads carry it. */
export function wireMessage(message: StoredMessage, app: AppIdentity, thread?: ThreadSummary, withMetadata = false): JsonObject {
  return compact({
    type: 'message',
    subtype: message.broadcast ? 'thread_broadcast' : undefined,
    ...authorFields(message, app),
    text: message.text,
    ts: message.ts,
    team: app.teamId,
    blocks: message.blocks.length === 0 ? undefined : message.blocks,
    attachments: message.attachments.length === 0 ? undefined : message.attachments,
    metadata: withMetadata ? message.metadata : undefined,
    edited: message.edited === undefined ? undefined : { user: message.edited.userId, ts: message.edited.ts },
    files: message.files.length === 0 ? undefined : message.files.map(wireFile),
    reactions: message.reactions.size === 0 ? undefined : wireReactions(message),
    ...threadFields(message, thread),
  });
}

function authorFields(message: StoredMessage, app: AppIdentity): JsonObject {
  return message.isFromApp ? { user: message.userId, bot_id: app.botId, app_id: app.appId } : { user: message.userId };
}

function threadFields(message: StoredMessage, thread: ThreadSummary | undefined): JsonObject {
  if (thread === undefined) {
    return { thread_ts: message.threadTs };
  }
  return {
    thread_ts: message.ts,
    reply_count: thread.replyCount,
    reply_users: thread.replyUsers,
    reply_users_count: thread.replyUsers.length,
    latest_reply: thread.latestReply,
  };
}

const wireReactions = (message: StoredMessage): readonly JsonObject[] =>
  [...message.reactions].map(([name, users]) => ({ name, users: [...users], count: users.size }));
