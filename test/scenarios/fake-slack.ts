import { plainText } from '../../src/messages/mrkdwn.ts';
import type { Message, MessageAddress } from '../../src/model/message.ts';
import type { Locale } from '../../src/model/phrase.ts';
import type { Clock, DeliveryOutcome, Directory, Messenger } from '../../src/ports.ts';

/** A message as it stands in the fake workspace. */
export interface Posted {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | null;
  readonly broadcast: boolean;
  readonly postedAt: number;
  message: Message;
  edits: number;
}

/** A file as it stands in the fake workspace. */
export interface Uploaded {
  readonly channel: string;
  readonly threadTs: string | null;
  readonly file: Parameters<Messenger['upload']>[1];
}

/** What happens to the next call. `lost-answer`: Slack takes it, and the answer never arrives. */
export type Fault = 'down' | 'server-error' | 'lost-answer' | { readonly rateLimitedMs: number } | { readonly refused: string };

/** A workspace that keeps what it was told, and misbehaves as told. */
export class FakeSlack implements Messenger, Directory {
  readonly posted: Posted[] = [];
  readonly uploads: Uploaded[] = [];
  readonly refusedChannels = new Map<string, string>();
  readonly groups = new Map<string, readonly string[]>();
  readonly pausedUntil = new Map<string, number>();
  readonly names = new Map<string, string>();
  readonly locales = new Map<string, Locale>();
  /** Faults for the coming calls, one each; then all is well again. */
  readonly faults: Fault[] = [];
  /** While set, every call ends like this. */
  outage: Fault | null = null;
  calls = 0;
  #sequence = 0;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async post(target: Parameters<Messenger['post']>[0], message: Message): Promise<DeliveryOutcome> {
    const fault = this.#nextFault();
    const refused = this.refusedChannels.get(target.channel);
    if (refused !== undefined) {
      return { kind: 'refused', reason: refused };
    }
    if (fault !== null && fault !== 'lost-answer') {
      return outcomeOf(fault);
    }
    this.#sequence += 1;
    const address = { channel: target.channel, ts: `${(this.#clock.now() / 1_000).toFixed(0)}.${String(this.#sequence).padStart(6, '0')}` };
    const { threadTs = null, broadcast = false } = target;
    this.posted.push({ ...address, threadTs, broadcast, postedAt: this.#clock.now(), message, edits: 0 });
    return fault === null ? { kind: 'delivered', address } : { kind: 'ambiguous', reason: 'no answer' };
  }

  async update(address: MessageAddress, message: Message): Promise<DeliveryOutcome> {
    const fault = this.#nextFault();
    const found = this.posted.find(({ channel, ts }) => channel === address.channel && ts === address.ts);
    const refused = this.refusedChannels.get(address.channel);
    if (refused !== undefined) {
      return { kind: 'refused', reason: refused };
    }
    if (fault !== null && fault !== 'lost-answer') {
      return outcomeOf(fault);
    }
    if (found === undefined) {
      return { kind: 'gone', reason: 'message_not_found' };
    }
    found.message = message;
    found.edits += 1;
    return fault === null ? { kind: 'delivered', address } : { kind: 'ambiguous', reason: 'no answer' };
  }

  async find(channel: string, { key, value }: { readonly key: string; readonly value: string }): Promise<MessageAddress | null> {
    const found = this.posted.find((each) => each.channel === channel && each.message.metadata?.payload[key] === value);
    return found === undefined || this.outage !== null ? null : { channel: found.channel, ts: found.ts };
  }

  async permalink({ channel, ts }: MessageAddress): Promise<string | null> {
    return `https://example.slack.com/archives/${channel}/p${ts.replace('.', '')}`;
  }

  async upload(target: { readonly channel: string; readonly threadTs?: string }, file: Uploaded['file']): Promise<DeliveryOutcome> {
    const fault = this.#nextFault();
    if (fault !== null && fault !== 'lost-answer') {
      return outcomeOf(fault);
    }
    this.uploads.push({ channel: target.channel, threadTs: target.threadTs ?? null, file });
    const address = { channel: target.channel, ts: target.threadTs ?? '' };
    return fault === null ? { kind: 'delivered', address } : { kind: 'ambiguous', reason: 'no answer' };
  }

  async findFile({ channel, threadTs }: { readonly channel: string; readonly threadTs: string }, name: string): Promise<boolean> {
    return this.uploads.some((each) => each.channel === channel && each.threadTs === threadTs && each.file.name === name);
  }

  async membersOf(usergroupId: string): Promise<readonly string[] | null> {
    return this.groups.get(usergroupId) ?? null;
  }

  async nameOf(userId: string): Promise<string | null> {
    return this.names.get(userId) ?? null;
  }

  async localeOf(userId: string): Promise<Locale> {
    return this.locales.get(userId) ?? 'en';
  }

  async doNotDisturbUntil(userId: string, at: number): Promise<number | null> {
    const until = this.pausedUntil.get(userId) ?? 0;
    return until > at ? until : null;
  }

  /** Messages in a channel that are not replies in a thread. */
  inChannel(channel: string): readonly Posted[] {
    return this.posted.filter((each) => each.channel === channel && (each.threadTs === null || each.broadcast));
  }

  threadOf(parent: Posted): readonly string[] {
    return this.posted.filter((each) => each.threadTs === parent.ts).map((each) => plainText(each.message.text, 'UTC'));
  }

  delete(posted: Posted): void {
    this.posted.splice(this.posted.indexOf(posted), 1);
  }

  #nextFault(): Fault | null {
    this.calls += 1;
    return this.outage ?? this.faults.shift() ?? null;
  }
}

export function words(posted: Posted): string {
  return plainText(posted.message.text, 'UTC');
}

function outcomeOf(fault: Exclude<Fault, 'lost-answer'>): DeliveryOutcome {
  if (fault === 'down') {
    return { kind: 'retry', reason: 'connection refused', afterMs: null };
  }
  if (fault === 'server-error') {
    return { kind: 'ambiguous', reason: 'HTTP 500' };
  }
  return 'refused' in fault
    ? { kind: 'refused', reason: fault.refused }
    : { kind: 'retry', reason: 'ratelimited', afterMs: fault.rateLimitedMs };
}
