import { sentence } from '../messages/incident-view.ts';
import { say } from '../messages/say.ts';
import type { Message, MessageAddress } from '../model/message.ts';
import { seconds } from '../model/time.ts';
import type { DeliveryOutcome } from '../ports.ts';
import { findAgain } from './deliver-incident.ts';
import { type Attempt, channelReader, type DeliveryContext, tryAgain, wait } from './delivery-context.ts';
import { channelsOf } from './fallback.ts';
import { type Intent, PRIORITY } from './intent.ts';
import type { OutboxItem } from './outbox.ts';
import { stamped } from './wording.ts';

type MessageIntent = Extract<Intent, { kind: 'message' }>;

const ANCHOR_POLL_MS = seconds(1);

/** Delivers a message that somebody else composed: a digest, the result of a backup, a notice. */
export async function deliverMessage(context: DeliveryContext, item: OutboxItem, intent: MessageIntent): Promise<Attempt> {
  const anchorKey = intent.replaces ?? intent.threadOf;
  const anchor = anchorKey === null ? null : await context.outbox.anchor(anchorKey);
  if (anchor?.kind === 'waiting') {
    return wait(ANCHOR_POLL_MS, 'the message it belongs to has not been posted yet');
  }
  const address = anchor?.kind === 'sent' ? anchor.address : null;
  const outcome = await send(context, item, intent, address);
  switch (outcome.kind) {
    case 'delivered':
      return { kind: 'sent', address: outcome.address };
    case 'retry':
    case 'ambiguous':
      return tryAgain(context, item, outcome);
    case 'gone':
      return postAnew(context, item, intent);
    case 'refused':
      return elsewhere(context, item, intent, address?.channel ?? intent.channel, outcome.reason);
  }
}

async function send(
  context: DeliveryContext,
  item: OutboxItem,
  intent: MessageIntent,
  address: MessageAddress | null,
): Promise<DeliveryOutcome> {
  const reader = { ...channelReader(context, intent.channel), ...(intent.locale === null ? {} : { locale: intent.locale }) };
  if (intent.replaces !== null && address !== null) {
    return context.messenger.update(address, stamped(intent.message, intent.replaces, 0, reader), reader.locale, 'bulk');
  }
  const message = stamped(intent.message, item.key, context.clock.now() - item.createdAt, reader);
  const target = address === null ? { channel: intent.channel } : { channel: address.channel, threadTs: address.ts };
  const found = item.isUncertain ? await findAgain(context, item, target, message) : null;
  if (found !== null) {
    return { kind: 'delivered', address: found };
  }
  return context.messenger.post({ ...target, locale: reader.locale }, message, 'bulk');
}

/** The message to edit was deleted: what it should say is posted again. */
async function postAnew(context: DeliveryContext, item: OutboxItem, intent: MessageIntent): Promise<Attempt> {
  await context.outbox.enqueue([{ ...item, key: `${item.key}:anew`, intent: { ...intent, replaces: null } }], context.clock.now());
  return { kind: 'drop', how: 'folded', reason: 'message is gone' };
}

/** What a channel refuses goes to the next of the configured ones, and says where it was meant to be. A reply has no other place. */
async function elsewhere(
  context: DeliveryContext,
  item: OutboxItem,
  intent: MessageIntent,
  channel: string,
  reason: string,
): Promise<Attempt> {
  context.logger.error({ channel, key: item.key, reason }, 'slack refused a message');
  const next = intent.threadOf === null ? nextChannel(context, item, channel) : null;
  if (next !== null) {
    const key = `${item.key}@${next}`;
    const message = moved(context, intent.message, channel, reason, next);
    await context.outbox.enqueue(
      [{ key, priority: PRIORITY.transition, lane: next, incidentId: null, intent: { ...intent, channel: next, message, replaces: null } }],
      context.clock.now(),
    );
  }
  return { kind: 'drop', how: 'refused', reason };
}

/** Digest, then audit, then incidents; a channel that refused it already is not asked again. */
function nextChannel(context: DeliveryContext, item: OutboxItem, refused: string): string | null {
  const tried = new Set([refused, ...item.key.split('@').slice(1)]);
  const [incidents, ...others] = channelsOf(context);
  return [...others, ...(incidents === undefined ? [] : [incidents])].find((channel) => !tried.has(channel)) ?? null;
}

function moved(context: DeliveryContext, message: Message, channel: string, reason: string, next: string): Message {
  const note = sentence(channelReader(context, next), say('delivery.messageMoved', { channel, reason }));
  return { ...message, blocks: [{ kind: 'context', items: [note] }, ...message.blocks] };
}
