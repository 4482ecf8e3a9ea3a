import type { WebClient } from '@slack/web-api';
import { type RenderedMessage, renderMessage } from '../messages/block-kit.ts';
import type { Message, MessageAddress } from '../model/message.ts';
import type { DurationMs } from '../model/time.ts';
import type { DeliveryOutcome, Messenger } from '../ports.ts';
import { createSlackClient, type SlackLogin } from './slack-client.ts';
import { findFile, findMessage } from './slack-find.ts';
import { slackOutcome } from './slack-outcome.ts';
import { uploadFile } from './slack-upload.ts';

export interface MessengerOptions {
  /** Zone of the times that fallbacks name. */
  readonly timeZone: string;
  /** Whether the workspace takes the blocks of 2026. */
  readonly newBlocks: boolean;
  readonly pageTimeoutMs?: DurationMs;
  readonly bulkTimeoutMs?: DurationMs;
}

/** Slack could not draw the blocks: one of them is newer than the workspace. */
const UNDRAWABLE = new Set(['invalid_blocks', 'invalid_blocks_format', 'invalid_attachments']);

/** The thread's first message was deleted. */
const NO_THREAD = new Set(['thread_not_found', 'message_not_found']);

/** Speaks to Slack through two clients, so that a digest that waits does not hold a page back. */
export function createSlackMessenger(login: SlackLogin, options: MessengerOptions): Messenger {
  const page = createSlackClient(login, options.pageTimeoutMs ?? 5_000);
  const bulk = createSlackClient(login, options.bulkTimeoutMs ?? 15_000);
  const clientFor = (urgency: 'page' | 'bulk'): WebClient => (urgency === 'page' ? page : bulk);
  const render = (message: Message, newBlocks: boolean) => renderMessage(message, { timeZone: options.timeZone, newBlocks });

  /** Sends the message, and once more in plain blocks when Slack cannot draw the new ones. */
  async function deliver(message: Message, send: (rendered: RenderedMessage) => Promise<DeliveryOutcome>): Promise<DeliveryOutcome> {
    const outcome = await send(render(message, options.newBlocks));
    const isUndrawable = outcome.kind === 'refused' && UNDRAWABLE.has(outcome.reason);
    return isUndrawable && options.newBlocks ? await send(render(message, false)) : outcome;
  }

  return {
    async post(target, message, urgency) {
      const outcome = await deliver(message, (rendered) => postMessage(clientFor(urgency), target, rendered));
      // What had to be said must be said although its thread is gone.
      const isOrphan = target.threadTs !== undefined && 'reason' in outcome && NO_THREAD.has(outcome.reason);
      return isOrphan
        ? await deliver(message, (rendered) => postMessage(clientFor(urgency), { channel: target.channel }, rendered))
        : outcome;
    },
    update: (address, message, _locale, urgency) => deliver(message, (rendered) => updateMessage(clientFor(urgency), address, rendered)),
    find: (channel, metadata, sinceMs, threadTs) => findMessage(bulk, { channel, threadTs }, metadata, sinceMs),
    findFile: (place, name, sinceMs) => findFile(bulk, place, name, sinceMs),
    async permalink(address) {
      try {
        const { permalink } = await bulk.chat.getPermalink({ channel: address.channel, message_ts: address.ts });
        return permalink ?? null;
      } catch {
        // A message without a link says the same, only less conveniently.
        return null;
      }
    },
    upload: (target, file) => uploadFile(bulk, target, file),
  };
}

type Target = Pick<Parameters<Messenger['post']>[0], 'channel' | 'threadTs' | 'broadcast'>;

async function postMessage(client: WebClient, target: Target, rendered: RenderedMessage): Promise<DeliveryOutcome> {
  const { threadTs, broadcast } = target;
  return await settle(target.channel, () =>
    client.apiCall('chat.postMessage', {
      channel: target.channel,
      ...rendered,
      unfurl_links: false,
      unfurl_media: false,
      parse: 'none',
      link_names: false,
      ...(threadTs === undefined ? {} : { thread_ts: threadTs, ...(broadcast === true ? { reply_broadcast: true } : {}) }),
    }),
  );
}

async function updateMessage(client: WebClient, address: MessageAddress, rendered: RenderedMessage): Promise<DeliveryOutcome> {
  // Blocks and attachments always go along, empty ones too: what an edit leaves out, Slack keeps or deletes by rules of its own.
  return await settle(address.channel, () =>
    client.apiCall('chat.update', { channel: address.channel, ts: address.ts, ...rendered, parse: 'none', link_names: false }),
  );
}

async function settle(channel: string, send: () => Promise<unknown>): Promise<DeliveryOutcome> {
  try {
    const answer = await send();
    const ts = textOf(answer, 'ts');
    return ts === null
      ? { kind: 'ambiguous', reason: 'the answer named no message' }
      : { kind: 'delivered', address: { channel: textOf(answer, 'channel') ?? channel, ts } };
  } catch (failure) {
    return slackOutcome(failure);
  }
}

function textOf(answer: unknown, name: 'ts' | 'channel'): string | null {
  const value = typeof answer === 'object' && answer !== null ? Reflect.get(answer, name) : null;
  return typeof value === 'string' && value !== '' ? value : null;
}
