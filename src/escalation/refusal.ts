import { say } from '../messages/say.ts';
import type { Incident } from '../model/incident.ts';
import { type Attempt, type DeliveryContext, levelNumber, recordDelivery } from './delivery-context.ts';
import { showElsewhere } from './fallback.ts';
import type { OutboxItem } from './outbox.ts';
import type { SpokenIntent } from './wording.ts';

/** Slack will not take it there. Nothing of this is silent: another channel, or a record that a person sees. */
export async function refusedBy(
  context: DeliveryContext,
  item: OutboxItem,
  intent: SpokenIntent,
  incident: Incident,
  refused: { readonly channel: string; readonly reason: string },
): Promise<Attempt> {
  const drop: Attempt = { kind: 'drop', how: 'refused', reason: refused.reason };
  context.logger.warn(
    { incidentId: incident.id, kind: intent.kind, channel: refused.channel, reason: refused.reason },
    'slack refused a message',
  );
  switch (intent.kind) {
    case 'call-edit':
      return drop;
    case 'incident-parent':
      return showElsewhere(context, item, incident, refused);
    case 'page':
      context.metrics.page(levelNumber(incident, intent.page.levelIndex), 'refused');
      return showElsewhere(context, item, incident, refused);
    case 'incident-edit':
      return incident.escalation.status === 'resolved' ? drop : showElsewhere(context, item, incident, refused);
    case 'direct-page':
      context.metrics.page(levelNumber(incident, intent.page.levelIndex), 'refused');
      await recordDelivery(context, incident, say('delivery.personRefused', { user: intent.userId, reason: refused.reason }), {
        isTold: true,
        discriminator: `refused:${intent.userId}`,
      });
      return drop;
    case 'reminder':
      await recordDelivery(context, incident, say('delivery.personRefused', { user: intent.userId, reason: refused.reason }), {
        isTold: true,
        discriminator: `refused:${intent.userId}`,
      });
      return drop;
    case 'thread-line':
      await recordDelivery(context, incident, say('delivery.lineRefused', { reason: refused.reason }), {
        isTold: false,
        discriminator: item.key,
      });
      return drop;
  }
}
