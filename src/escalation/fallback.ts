import { say } from '../messages/say.ts';
import type { Incident } from '../model/incident.ts';
import { minutes } from '../model/time.ts';
import { type Attempt, type DeliveryContext, recordDelivery } from './delivery-context.ts';
import { type OutboxDraft, PRIORITY } from './intent.ts';
import type { OutboxItem } from './outbox.ts';
import { parentDraft } from './owed.ts';

/** Channels in which an incident can be shown, in the order of preference. */
export function channelsOf({ config }: Pick<DeliveryContext, 'config'>): readonly string[] {
  const { incidents, digest, audit } = config.slack.channels;
  return [...new Set([incidents, digest, ...(audit === undefined ? [] : [audit])])];
}

/**
 * Shows an incident in the next channel because Slack will not have it in this one. In the last one it is tried again for ever: the
 * people called directly know of it, and a person will mend the channel.
 */
export async function showElsewhere(
  context: DeliveryContext,
  item: OutboxItem,
  incident: Incident,
  refused: { readonly channel: string; readonly reason: string },
): Promise<Attempt> {
  const channels = channelsOf(context);
  const next = channels[channels.indexOf(refused.channel) + 1];
  if (next === undefined) {
    if (item.attempts === 1) {
      await recordDelivery(context, incident, say('delivery.nowhere', refused), { isTold: false, discriminator: item.key });
    }
    return { kind: 'again', afterMs: minutes(1), reason: refused.reason, isUncertain: false, countsAsAttempt: true, pausesLane: false };
  }
  await context.store.setMessage(incident.id, null);
  await context.outbox.enqueue([parentIn(incident, next)], context.clock.now());
  const phrase = say('delivery.movedTo', { from: refused.channel, to: next, reason: refused.reason });
  await recordDelivery(context, { ...incident, message: null }, phrase, { isTold: true, discriminator: `moved:${next}` });
  return { kind: 'drop', how: 'refused', reason: refused.reason };
}

/** Posts the channel message again because somebody deleted it. */
export async function showAgain(context: DeliveryContext, incident: Incident): Promise<Attempt> {
  const gone: Attempt = { kind: 'drop', how: 'folded', reason: 'message is gone' };
  if (incident.escalation.status === 'resolved') {
    return gone;
  }
  const channel = incident.message?.channel ?? context.config.slack.channels.incidents;
  await context.store.setMessage(incident.id, null);
  await context.outbox.enqueue(
    [{ ...parentIn(incident, channel), key: `parent:${incident.id}:${incident.revision}:again` }],
    context.clock.now(),
  );
  return gone;
}

function parentIn(incident: Incident, channel: string): OutboxDraft {
  const draft = parentDraft(incident, channel);
  const intent = { kind: 'incident-parent', incidentId: incident.id, channel } as const;
  const isOpen = incident.escalation.status !== 'resolved';
  return { ...draft, key: `${draft.key}:${channel}`, priority: isOpen ? PRIORITY.page : PRIORITY.transition, intent };
}
