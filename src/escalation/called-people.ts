import type { IncidentView } from '../messages/incident-view.ts';
import { say } from '../messages/say.ts';
import type { EpochMs } from '../model/time.ts';
import { type DeliveryContext, recordDelivery } from './delivery-context.ts';
import { type OutboxDraft, PRIORITY } from './intent.ts';
import { needsNobody } from './stale.ts';
import type { SpokenIntent } from './wording.ts';

/** Bots see a person's schedule, not a manual pause. When everybody of the level has paused, the level waits no longer than configured. */
export async function noticeDoNotDisturb(
  context: DeliveryContext,
  intent: Extract<SpokenIntent, { kind: 'direct-page' }>,
  { incident, paged }: IncidentView,
  now: EpochMs,
): Promise<void> {
  const until = await context.directory.doNotDisturbUntil(intent.userId, now);
  if (until === null) {
    return;
  }
  await recordDelivery(context, incident, say('delivery.doNotDisturb', { user: intent.userId, until }), {
    isTold: true,
    discriminator: `dnd:${intent.userId}`,
  });
  const users = paged?.recipients.users ?? [];
  const pauses = await Promise.all(users.map(({ id }) => context.directory.doNotDisturbUntil(id, now)));
  if (pauses.every((pause) => pause !== null)) {
    await context.reportUnreachable(incident.id, intent.page.levelIndex);
  }
}

/** Those who were called see that somebody has it, or that it is over, without opening the channel. */
export async function refreshDirectPages({ outbox, clock }: DeliveryContext, { incident }: IncidentView): Promise<void> {
  if (!needsNobody(incident)) {
    return;
  }
  const arrived = await outbox.directPages(incident.id);
  const drafts = arrived.flatMap(({ draft, address }): OutboxDraft[] =>
    draft.intent.kind === 'direct-page'
      ? [
          {
            key: `${draft.key}:${incident.escalation.status}:${incident.revision}`,
            priority: PRIORITY.edit,
            lane: `edits:${draft.lane}`,
            incidentId: incident.id,
            intent: { ...draft.intent, kind: 'direct-edit', address },
          },
        ]
      : [],
  );
  await outbox.enqueue(drafts, clock.now());
}
