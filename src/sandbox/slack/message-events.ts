import type { Change } from './changes.ts';
import type { Channel } from './channels.ts';
import type { Core } from './core.ts';
import type { Delivery } from './delivery.ts';
import type { JsonObject } from './json.ts';
import { type StoredMessage, wireMessage } from './message.ts';

const KINDS: Readonly<Record<Channel['kind'], readonly [event: string, channelType: string]>> = {
  public: ['message.channels', 'channel'],
  private: ['message.groups', 'group'],
  im: ['message.im', 'im'],
};

/** Tells the app of every message in its channels: posts, edits and removals, its own too. Nobody hears of ephemeral ones. */
export class MessageEvents {
  private readonly underWay = new Set<Promise<unknown>>();
  private readonly core: Core;
  private readonly delivery: Delivery;

  constructor(core: Core, delivery: Delivery) {
    this.core = core;
    this.delivery = delivery;
    core.changes.listen((change) => this.take(change));
  }

  /** Waits for the answers to all that has been sent until now. */
  async settled(): Promise<void> {
    await Promise.all(this.underWay);
  }

  private take(change: Change): void {
    if (change.kind === 'removed') {
      const previous = { deleted_ts: change.message.ts, previous_message: this.wire(change.message) };
      this.send(change.message, { type: 'message', subtype: 'message_deleted', hidden: true, ...previous, ...this.stamp() });
    } else if (change.kind === 'message' && change.isNew) {
      this.posted(change.message);
    } else if (change.kind === 'message' && change.previous !== undefined) {
      const edit = { message: this.wire(change.message), previous_message: this.wire(change.previous) };
      this.send(change.message, { type: 'message', subtype: 'message_changed', hidden: true, ...edit, ...this.stamp() });
    }
  }

  private posted(message: StoredMessage): void {
    this.send(message, { ...this.wire(message), event_ts: message.ts });
    const isMention = !message.isFromApp && message.text.includes(`<@${this.core.workspace.app.botUserId}>`);
    if (isMention && this.core.channels.get(message.channelId).kind !== 'im') {
      this.send(message, { ...this.wire(message), type: 'app_mention', event_ts: message.ts }, 'app_mention');
    }
  }

  private send(message: StoredMessage, event: JsonObject, name?: string): void {
    const channel = this.core.channels.get(message.channelId);
    if (message.ephemeralFor !== undefined || !channel.members.has(this.core.workspace.app.botUserId)) {
      return;
    }
    const [messageEvent, channelType] = KINDS[channel.kind];
    const place = name === undefined ? { channel: channel.id, channel_type: channelType } : { channel: channel.id };
    const sent = this.delivery.event(name ?? messageEvent, { ...event, ...place });
    this.underWay.add(sent);
    void sent.finally(() => this.underWay.delete(sent));
  }

  private readonly wire = (message: StoredMessage): JsonObject => wireMessage(message, this.core.app);

  /** An edit or removal has a time of its own. */
  private stamp(): JsonObject {
    const ts = this.core.timestamps.next();
    return { ts, event_ts: ts };
  }
}
