import type { IncidentView } from '../messages/incident-view.ts';
import { say } from '../messages/say.ts';
import type { View } from '../messages/view.ts';
import type { Incident } from '../model/incident.ts';
import type { Message } from '../model/message.ts';
import { type EpochMs, minutes, seconds } from '../model/time.ts';
import type { DeliveryOutcome } from '../ports.ts';
import {
  type Attempt,
  channelReader,
  type DeliveryContext,
  isPage,
  personReader,
  recordDelivery,
  tryAgain,
  wait,
} from './delivery-context.ts';
import { showAgain, showElsewhere } from './fallback.ts';
import { type OutboxDraft, PRIORITY } from './intent.ts';
import type { OutboxItem } from './outbox.ts';
import { needsNobody, whyStale } from './stale.ts';
import { loadView } from './view.ts';
import { plainWords, type SpokenIntent, stamped, wordsFor } from './wording.ts';

/** Slack's clock and ours may differ by this much when a message is looked for. */
const SEARCH_MARGIN_MS = minutes(2);

/** How soon a message looks again whether the one it belongs under has been posted. */
const PARENT_POLL_MS = seconds(1);

/** A direct message does not wait longer than this for the channel message whose link it carries. */
const LINK_PATIENCE_MS = seconds(2);

/** Where a message goes. */
type Target =
  | { readonly kind: 'post'; readonly channel: string; readonly threadTs?: string; readonly broadcast?: boolean }
  | { readonly kind: 'edit'; readonly channel: string; readonly ts: string };

/** Delivers one message about an incident, in the words of the moment. */
export async function deliverIncident(context: DeliveryContext, item: OutboxItem, intent: SpokenIntent): Promise<Attempt> {
  const before = await context.store.get(intent.incidentId);
  if (before === null) {
    return { kind: 'drop', how: 'parked', reason: 'no such incident' };
  }
  if (intent.kind === 'incident-edit' && context.shown.covers(intent.incidentId, intent.revision)) {
    return { kind: 'drop', how: 'folded', reason: 'the message shows it already' };
  }
  const waiting = await context.outbox.waitingFor(intent.incidentId, item.id);
  const stale = whyStale(item, intent, before, waiting, context.clock.now());
  if (stale !== null) {
    return fold(context, item, intent, before, stale);
  }
  const isParentWaiting = waiting.some((draft) => draft.intent.kind === 'incident-parent');
  const target = targetOf(context, intent, before, isParentWaiting);
  if (target === 'wait') {
    return wait(PARENT_POLL_MS, 'the message it belongs under has not been posted yet');
  }
  return send(context, item, intent, before, target);
}

async function send(
  context: DeliveryContext,
  item: OutboxItem,
  intent: SpokenIntent,
  incident: Incident,
  target: Target,
): Promise<Attempt> {
  const reader = isPersonal(intent) ? await personReader(context, intent.userId) : channelReader(context, target.channel);
  const permalink = incident.message === null || target.kind === 'edit' ? null : await permalinkOf(context, incident.message);
  const now = context.clock.now();
  const view = await loadView(context.store, incident.id, { now, permalink });
  if (view === null) {
    return { kind: 'drop', how: 'parked', reason: 'no such incident' };
  }
  const delayMs = target.kind === 'edit' ? 0 : now - item.createdAt;
  const message = stamped(words(context, intent, view, reader), item.key, delayMs, reader);
  const outcome = await attempt(context, item, target, message, reader);
  return settle(context, item, intent, view, target, outcome);
}

/** The full message, or the bare facts when it cannot be built and somebody must be called. */
function words(context: DeliveryContext, intent: SpokenIntent, view: IncidentView, reader: View): Message {
  try {
    return wordsFor(intent, view, reader);
  } catch (error) {
    context.logger.error({ incidentId: intent.incidentId, kind: intent.kind, err: error }, 'message could not be built');
    if (intent.kind === 'thread-line' || intent.kind === 'reminder') {
      throw error;
    }
    return plainWords(view, reader);
  }
}

async function attempt(
  context: DeliveryContext,
  item: OutboxItem,
  target: Target,
  message: Message,
  reader: View,
): Promise<DeliveryOutcome> {
  const { messenger } = context;
  const urgency = isPage(item) ? 'page' : 'bulk';
  if (target.kind === 'edit') {
    return messenger.update({ channel: target.channel, ts: target.ts }, message, reader.locale, urgency);
  }
  if (item.isUncertain) {
    const found = await findAgain(context, item, target.channel, message);
    if (found !== null) {
      return { kind: 'delivered', address: found };
    }
  }
  const { kind: _, ...where } = target;
  return messenger.post({ ...where, locale: reader.locale }, message, urgency);
}

/** An earlier attempt may have arrived. Looks for the message by the key it carries. */
export async function findAgain(context: DeliveryContext, item: OutboxItem, channel: string, message: Message) {
  const type = message.metadata?.type ?? 'thanos_message';
  return context.messenger.find(channel, { type, key: 'delivery', value: item.key }, item.createdAt - SEARCH_MARGIN_MS);
}

async function settle(
  context: DeliveryContext,
  item: OutboxItem,
  intent: SpokenIntent,
  view: IncidentView,
  target: Target,
  outcome: DeliveryOutcome,
): Promise<Attempt> {
  const { incident } = view;
  switch (outcome.kind) {
    case 'delivered':
      await afterDelivery(context, intent, view, outcome.address);
      return { kind: 'sent', address: outcome.address };
    case 'retry':
    case 'ambiguous':
      return tryAgain(context, item, outcome);
    case 'gone':
      return intent.kind === 'incident-edit' ? showAgain(context, incident) : { kind: 'drop', how: 'folded', reason: 'message is gone' };
    case 'refused':
      return refusedBy(context, item, intent, incident, { channel: target.channel, reason: outcome.reason });
  }
}

async function afterDelivery(
  context: DeliveryContext,
  intent: SpokenIntent,
  view: IncidentView,
  address: { readonly channel: string; readonly ts: string },
): Promise<void> {
  if (intent.kind === 'incident-parent') {
    await context.store.setMessage(intent.incidentId, address);
  }
  if (intent.kind === 'incident-edit') {
    await refreshDirectPages(context, view);
  }
  if (intent.kind === 'incident-parent' || intent.kind === 'incident-edit') {
    context.shown.set(intent.incidentId, view.incident.revision);
  }
  if (intent.kind === 'page' || intent.kind === 'direct-page') {
    context.metrics.page(levelNumber(view.incident, intent.page.levelIndex), 'delivered');
  }
  if (intent.kind === 'direct-page') {
    await noticeDoNotDisturb(context, intent, view, context.clock.now());
  }
}

/** Those who were called see that somebody has it, or that it is over, without opening the channel. */
async function refreshDirectPages({ outbox, clock }: DeliveryContext, { incident }: IncidentView): Promise<void> {
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

function isPersonal(intent: SpokenIntent): intent is Extract<SpokenIntent, { readonly userId: string }> {
  return 'userId' in intent;
}

/** Slack will not take it there. Nothing of this is silent: another channel, or a record that a person sees. */
async function refusedBy(
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
    case 'direct-edit':
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

async function fold(
  context: DeliveryContext,
  item: OutboxItem,
  intent: SpokenIntent,
  incident: Incident,
  reason: string,
): Promise<Attempt> {
  if (intent.kind === 'page' || intent.kind === 'direct-page') {
    const level = levelNumber(incident, intent.page.levelIndex);
    context.metrics.page(level, 'dropped');
    const phrase = say('delivery.pageDropped', { level, to: intent.kind === 'direct-page' ? intent.userId : item.lane });
    await recordDelivery(context, incident, phrase, { isTold: false, discriminator: item.key });
  }
  return { kind: 'drop', how: 'folded', reason };
}

/** Bots see a person's schedule, not a manual pause. When everybody of the level has paused, the level waits no longer than configured. */
async function noticeDoNotDisturb(
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

function targetOf({ config }: DeliveryContext, intent: SpokenIntent, incident: Incident, isParentWaiting: boolean): Target | 'wait' {
  const { message } = incident;
  switch (intent.kind) {
    case 'incident-parent':
      return { kind: 'post', channel: intent.channel ?? config.slack.channels.incidents };
    case 'direct-page':
    case 'reminder':
      return { kind: 'post', channel: intent.userId };
    case 'direct-edit':
      return { kind: 'edit', ...intent.address };
    case 'incident-edit':
      return message === null ? 'wait' : { kind: 'edit', ...message };
    case 'thread-line':
      return message === null ? 'wait' : { kind: 'post', channel: message.channel, threadTs: message.ts };
    case 'page':
      return pageTarget(intent, incident, isParentWaiting, config.slack.channels.incidents);
  }
}

/** The last level is called in the channel itself, the others in the thread with a copy in the channel. */
function pageTarget(
  intent: Extract<SpokenIntent, { kind: 'page' }>,
  { message, levels }: Incident,
  isParentWaiting: boolean,
  channel: string,
): Target | 'wait' {
  if (message === null) {
    return isParentWaiting ? 'wait' : { kind: 'post', channel };
  }
  const isLast = levels.length > 1 && intent.page.levelIndex === levels.length - 1;
  return isLast
    ? { kind: 'post', channel: message.channel }
    : { kind: 'post', channel: message.channel, threadTs: message.ts, broadcast: true };
}

/** A missing link must not keep anybody from being called. */
async function permalinkOf(
  { messenger, realClock }: DeliveryContext,
  address: { readonly channel: string; readonly ts: string },
): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<null>();
  const cancel = realClock.after(LINK_PATIENCE_MS, () => resolve(null));
  const link = await Promise.race([messenger.permalink(address), promise]);
  cancel();
  return link;
}

function levelNumber(incident: Incident, levelIndex: number): number {
  return incident.levels[levelIndex]?.level ?? levelIndex + 1;
}
