import type { EpochMs } from '../../model/time.ts';
import type { Identifiers } from './identifiers.ts';
import { NotThere, SlackError } from './slack-error.ts';
import type { ChannelSeed } from './workspace.ts';

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly topic: string;
  readonly kind: 'public' | 'private' | 'im';
  readonly createdAt: EpochMs;
  readonly members: Set<string>;
  /** The person on the other side of a direct message. */
  readonly personId?: string;
  archived: boolean;
}

/** Channels and direct messages with the bot. */
export class Channels {
  private readonly byId = new Map<string, Channel>();
  private readonly identifiers: Identifiers;
  private readonly botUserId: string;

  constructor(seeds: readonly ChannelSeed[], createdAt: EpochMs, botUserId: string, identifiers: Identifiers) {
    this.identifiers = identifiers;
    this.botUserId = botUserId;
    for (const seed of seeds) {
      const { id, name, topic } = seed;
      const kind = seed.isPrivate === true ? 'private' : 'public';
      this.byId.set(id, { id, name, topic, kind, createdAt, members: new Set(seed.members), archived: false });
    }
  }

  all(): readonly Channel[] {
    return [...this.byId.values()];
  }

  find(id: string): Channel | undefined {
    return this.byId.get(id);
  }

  /** @throws NotThere when no channel has the id. */
  get(id: string): Channel {
    const channel = this.byId.get(id);
    if (channel === undefined) {
      throw new NotThere(`There is no channel ${id}. Known: ${[...this.byId.keys()].join(', ')}.`);
    }
    return channel;
  }

  /** The direct message between the bot and a person, opened when it is not there yet. */
  direct(personId: string, now: EpochMs): Channel {
    const existing = this.all().find((channel) => channel.personId === personId);
    if (existing !== undefined) {
      return existing;
    }
    const id = this.identifiers.next('D');
    const members = new Set([personId, this.botUserId]);
    const channel: Channel = { id, name: personId, topic: '', kind: 'im', createdAt: now, members, personId, archived: false };
    this.byId.set(id, channel);
    return channel;
  }

  /**
   * The channel that the app may read.
   *
   * @throws SlackError `channel_not_found` for an unknown id and for a private channel without the bot.
   */
  visibleToApp(id: string): Channel {
    const channel = this.byId.get(id);
    if (channel === undefined || (channel.kind === 'private' && !channel.members.has(this.botUserId))) {
      throw new SlackError('channel_not_found');
    }
    return channel;
  }

  /** @throws SlackError as Slack refuses a post: `channel_not_found`, `not_in_channel`, `is_archived`. */
  writableByApp(id: string): Channel {
    const channel = this.visibleToApp(id);
    if (!channel.members.has(this.botUserId)) {
      throw new SlackError('not_in_channel');
    }
    if (channel.archived) {
      throw new SlackError('is_archived');
    }
    return channel;
  }
}
