import type { Changes } from './changes.ts';
import type { Timestamps } from './identifiers.ts';
import type { FileRecord, MessageContent, StoredMessage, ThreadSummary } from './message.ts';
import { NotThere } from './slack-error.ts';

export interface NewMessage extends MessageContent {
  readonly channelId: string;
  readonly userId: string;
  readonly isFromApp: boolean;
  readonly threadTs?: string;
  readonly broadcast?: boolean;
  readonly ephemeralFor?: string;
  readonly files?: readonly FileRecord[];
}

/** All messages of the workspace, ephemeral ones too, in the order of posting. */
export class Messages {
  private readonly byChannel = new Map<string, StoredMessage[]>();
  private readonly timestamps: Timestamps;
  private readonly changes: Changes;

  constructor(timestamps: Timestamps, changes: Changes) {
    this.timestamps = timestamps;
    this.changes = changes;
  }

  inChannel(channelId: string): readonly StoredMessage[] {
    return this.byChannel.get(channelId) ?? [];
  }

  find(channelId: string, ts: string): StoredMessage | undefined {
    return this.inChannel(channelId).find((message) => message.ts === ts);
  }

  /** @throws NotThere when the channel has no such message. */
  get(channelId: string, ts: string): StoredMessage {
    const message = this.find(channelId, ts);
    if (message === undefined) {
      throw new NotThere(`Channel ${channelId} has no message ${ts}.`);
    }
    return message;
  }

  post(fresh: NewMessage): StoredMessage {
    const { broadcast = false, files = [], ...rest } = fresh;
    const message: StoredMessage = { ...rest, ts: this.timestamps.next(), broadcast, editCount: 0, files, reactions: new Map() };
    const list = this.byChannel.get(message.channelId) ?? [];
    list.push(message);
    this.byChannel.set(message.channelId, list);
    this.changes.announce({ kind: 'message', message, isNew: true });
    this.parentTouched(message);
    return message;
  }

  /** Replaces content; the "(edited)" mark is Slack's: only on a message that has no blocks afterwards. */
  edit(message: StoredMessage, content: Partial<MessageContent>, userId: string): void {
    const previous = { ...message };
    Object.assign(message, content);
    message.editCount += 1;
    if (message.blocks.length === 0) {
      message.edited = { userId, ts: this.timestamps.next() };
    } else {
      delete message.edited;
    }
    this.changes.announce({ kind: 'message', message, isNew: false, previous });
  }

  /** Announces a change that was made to the message directly. */
  touched(message: StoredMessage): void {
    this.changes.announce({ kind: 'message', message, isNew: false });
  }

  /** @returns `false` when there was no such message. */
  remove(channelId: string, ts: string): boolean {
    const list = this.byChannel.get(channelId) ?? [];
    const message = list.find((candidate) => candidate.ts === ts);
    if (message === undefined) {
      return false;
    }
    list.splice(list.indexOf(message), 1);
    this.changes.announce({ kind: 'removed', message });
    this.parentTouched(message);
    return true;
  }

  /** The parent of a thread tells how many replies it has. */
  private parentTouched(reply: StoredMessage): void {
    const parent = reply.threadTs === undefined ? undefined : this.find(reply.channelId, reply.threadTs);
    if (parent !== undefined) {
      this.touched(parent);
    }
  }

  replies(channelId: string, threadTs: string): readonly StoredMessage[] {
    return this.inChannel(channelId).filter((message) => message.threadTs === threadTs && message.ephemeralFor === undefined);
  }

  /** @returns `undefined` for a message that nobody answered. */
  thread(message: StoredMessage): ThreadSummary | undefined {
    const replies = message.threadTs === undefined ? this.replies(message.channelId, message.ts) : [];
    const latest = replies.at(-1);
    if (latest === undefined) {
      return undefined;
    }
    return { replyCount: replies.length, replyUsers: [...new Set(replies.map((reply) => reply.userId))], latestReply: latest.ts };
  }
}
