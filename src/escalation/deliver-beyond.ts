import { say } from '../messages/say.ts';
import type { Incident } from '../model/incident.ts';
import { minutes, seconds } from '../model/time.ts';
import { type Attempt, type DeliveryContext, levelNumber, recordDelivery } from './delivery-context.ts';
import type { Intent, OutboxDraft } from './intent.ts';
import type { OutboxItem } from './outbox.ts';
import type { OutsideCall } from './outside.ts';
import { revisionOfCall } from './owed.ts';
import { outsideAddresses } from './roster.ts';
import { needsNobody } from './stale.ts';

/** Slack could not say who is in a group. The page in the channel has mentioned the group meanwhile. */
const GROUP_ATTEMPTS = 30;
const GROUP_RETRY_MS = seconds(10);

const OUTSIDE_ATTEMPTS = 3;
const FIRST_OUTSIDE_RETRY_MS = seconds(2);
const LAST_OUTSIDE_RETRY_MS = minutes(1);

type Kind<K extends Intent['kind']> = Extract<Intent, { kind: K }>;

/** Turns a call to a group into calls to its members. Somebody who is called already is not called twice: the keys are the same. */
export async function deliverToGroup(context: DeliveryContext, item: OutboxItem, intent: Kind<'group-page'>): Promise<Attempt> {
  const members = await context.directory.membersOf(intent.groupId);
  if (members === null && item.attempts < GROUP_ATTEMPTS) {
    return {
      kind: 'again',
      afterMs: GROUP_RETRY_MS,
      reason: 'group is unknown',
      isUncertain: false,
      countsAsAttempt: true,
      pausesLane: false,
    };
  }
  if (members === null || members.length === 0) {
    return broughtNobody(context, item, intent, members === null ? 'delivery.groupUnknown' : 'delivery.groupEmpty');
  }
  const { incidentId, page, roles } = intent;
  const prefix = item.key.slice(0, item.key.length - item.lane.length);
  const calledLater = await membersCalledLater(context, item, incidentId);
  const drafts = members
    .filter((userId) => !calledLater.has(userId))
    .map(
      (userId): OutboxDraft => ({
        key: `${prefix}${userId}`,
        priority: item.priority,
        lane: userId,
        incidentId,
        intent: { kind: 'direct-page', incidentId, userId, roles, page },
      }),
    );
  await context.outbox.enqueue(drafts, item.createdAt);
  return { kind: 'sent', address: null };
}

/** Who was called again while Slack could not say who is in the group: that call stands for this one. */
async function membersCalledLater({ outbox }: DeliveryContext, item: OutboxItem, incidentId: string): Promise<ReadonlySet<string>> {
  const waiting = await outbox.waitingFor(incidentId, item.id);
  const sent = await outbox.arrivedCalls(incidentId);
  const later = [...waiting, ...sent.map(({ draft }) => draft)].filter(({ key }) => revisionOfCall(key) > revisionOfCall(item.key));
  return new Set(later.flatMap(({ intent }) => (intent.kind === 'direct-page' ? [intent.userId] : [])));
}

/** A group that calls nobody must not pass for a call. */
async function broughtNobody(
  context: DeliveryContext,
  item: OutboxItem,
  { incidentId, roles, page }: Kind<'group-page'>,
  sentence: 'delivery.groupUnknown' | 'delivery.groupEmpty',
): Promise<Attempt> {
  const incident = await context.store.get(incidentId);
  if (incident !== null) {
    const level = levelNumber(incident, page.levelIndex);
    context.metrics.page(level, 'refused');
    await recordDelivery(context, incident, say(sentence, { role: roles.join(', '), level }), { isTold: true, discriminator: item.key });
  }
  return { kind: 'drop', how: 'refused', reason: sentence };
}

/** Calls an address outside of Slack. */
export async function deliverOutside(context: DeliveryContext, item: OutboxItem, intent: Kind<'webhook-page'>): Promise<Attempt> {
  const incident = await context.store.get(intent.incidentId);
  const [url] = outsideAddresses(context.config.escalation.team[intent.member] ?? {});
  if (incident === null || url === undefined) {
    return { kind: 'drop', how: 'parked', reason: incident === null ? 'no such incident' : 'no such member with an outside address' };
  }
  if (needsNobody(incident)) {
    return dropped(context, item, incident, intent);
  }
  const outcome = await context.outside.call(url, await callFor(context, item, incident, intent));
  if (outcome.kind === 'taken') {
    await record(context, item, incident, say('delivery.outsideTaken', { member: intent.member }));
    context.metrics.page(levelOf(incident, intent), 'delivered');
    return { kind: 'sent', address: null };
  }
  if (outcome.kind === 'refused' && item.attempts >= OUTSIDE_ATTEMPTS) {
    await record(context, item, incident, say('delivery.outsideRefused', { member: intent.member, reason: outcome.reason }));
    context.metrics.page(levelOf(incident, intent), 'refused');
    return { kind: 'drop', how: 'refused', reason: outcome.reason };
  }
  const backoffMs = Math.min(LAST_OUTSIDE_RETRY_MS, FIRST_OUTSIDE_RETRY_MS * 2 ** Math.min(item.attempts - 1, 10));
  const afterMs = outcome.kind === 'retry' ? (outcome.afterMs ?? backoffMs) : backoffMs;
  return { kind: 'again', afterMs, reason: outcome.reason, isUncertain: false, countsAsAttempt: true, pausesLane: false };
}

async function dropped(context: DeliveryContext, item: OutboxItem, incident: Incident, intent: Kind<'webhook-page'>): Promise<Attempt> {
  const level = levelOf(incident, intent);
  context.metrics.page(level, 'dropped');
  const phrase = say('delivery.pageDropped', { level, to: intent.member });
  await recordDelivery(context, incident, phrase, { isTold: false, discriminator: item.key });
  return { kind: 'drop', how: 'folded', reason: `the incident is ${incident.escalation.status}` };
}

async function callFor(
  { messenger }: DeliveryContext,
  item: OutboxItem,
  incident: Incident,
  intent: Kind<'webhook-page'>,
): Promise<OutsideCall> {
  return {
    id: item.key,
    incident: incident.id,
    status: incident.escalation.status,
    severity: incident.severity,
    cluster: incident.cluster,
    title: incident.title,
    summary: incident.summary,
    level: levelOf(incident, intent),
    openedAt: new Date(incident.openedAt).toISOString(),
    link: incident.message === null ? null : await messenger.permalink(incident.message),
  };
}

async function record(context: DeliveryContext, item: OutboxItem, incident: Incident, phrase: ReturnType<typeof say>): Promise<void> {
  await recordDelivery(context, incident, phrase, { isTold: true, discriminator: item.key });
}

function levelOf(incident: Incident, { page }: Kind<'webhook-page'>): number {
  return incident.levels[page.levelIndex]?.level ?? page.levelIndex + 1;
}
