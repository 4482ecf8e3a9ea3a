import type { IncidentView } from '../messages/incident-view.ts';
import { say } from '../messages/say.ts';
import type { Incident } from '../model/incident.ts';
import type { MessageAddress } from '../model/message.ts';
import type { EpochMs } from '../model/time.ts';
import { type DeliveryContext, recordDelivery } from './delivery-context.ts';
import { type OutboxDraft, PRIORITY } from './intent.ts';
import { isSettled, needsNobody } from './stale.ts';
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

/** What a call comes to once nobody has to answer it any more. */
function settlementOf({ escalation }: Incident): string {
  switch (escalation.status) {
    case 'resolved':
      return JSON.stringify(['resolved', escalation.by, escalation.at]);
    case 'acknowledged':
      return JSON.stringify(['acknowledged', escalation.by, escalation.at, escalation.others ?? []]);
    case 'triggered':
      return JSON.stringify(['paused', escalation.silencedUntil]);
  }
}

/** Those who were called or reminded see that somebody has it, or that it is over, wherever they look; no old button goes on inviting. */
export async function settleCalls({ outbox, store, clock }: DeliveryContext, incidentId: string): Promise<void> {
  const incident = await store.get(incidentId);
  if (incident === null || !needsNobody(incident)) {
    return;
  }
  const arrived = await outbox.arrivedCalls(incidentId);
  const drafts = arrived.flatMap(({ draft, address }) => settledCall(incident, draft, address));
  await outbox.enqueue(drafts, clock.now());
}

/** A call that arrived when it was needed no more, because somebody was quicker than Slack. */
export async function settleLateCall(
  { outbox, store, clock }: DeliveryContext,
  draft: OutboxDraft,
  address: MessageAddress,
): Promise<void> {
  const incident = await store.get(draft.incidentId ?? '');
  if (incident !== null) {
    await outbox.enqueue(settledCall(incident, draft, address), clock.now());
  }
}

/** Keyed by the call, so that several changes in a row become one edit. */
function settledCall(incident: Incident, { key, lane, intent }: OutboxDraft, address: MessageAddress): readonly OutboxDraft[] {
  if (intent.kind !== 'page' && intent.kind !== 'direct-page' && intent.kind !== 'reminder') {
    return [];
  }
  const userId = intent.kind === 'page' ? null : intent.userId;
  const page = intent.kind === 'reminder' ? null : intent.page;
  if (!isSettled(incident, page, userId)) {
    return [];
  }
  const edit = { kind: 'call-edit', incidentId: incident.id, userId, page, address, shows: settlementOf(incident) } as const;
  return [{ key: `settled:${key}`, priority: PRIORITY.settledCall, lane: `edits:${lane}`, incidentId: incident.id, intent: edit }];
}
