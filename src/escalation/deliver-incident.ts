import type { IncidentView } from '../messages/incident-view.ts';
import { say } from '../messages/say.ts';
import type { View } from '../messages/view.ts';
import type { Incident } from '../model/incident.ts';
import type { Message } from '../model/message.ts';
import { minutes, seconds } from '../model/time.ts';
import type { DeliveryOutcome } from '../ports.ts';
import { callableLevels } from './callable.ts';
import { noticeDoNotDisturb, settleCalls, settleLateCall } from './called-people.ts';
import {
  type Attempt,
  channelReader,
  type DeliveryContext,
  isPage,
  levelNumber,
  personReader,
  recordDelivery,
  tryAgain,
  wait,
} from './delivery-context.ts';
import { showAgain } from './fallback.ts';
import type { OutboxItem } from './outbox.ts';
import { refusedBy } from './refusal.ts';
import { whyStale } from './stale.ts';
import { type Target, targetOf } from './target.ts';
import { loadView } from './view.ts';
import { plainWords, type SpokenIntent, stamped, wordsFor } from './wording.ts';

/** Slack's clock and ours may differ by this much when a message is looked for. */
const SEARCH_MARGIN_MS = minutes(2);

/** How soon a message looks again whether the one it belongs under has been posted. */
const PARENT_POLL_MS = seconds(1);

/** A direct message does not wait longer than this for the channel message whose link it carries. */
const LINK_PATIENCE_MS = seconds(2);

/** Delivers one message about an incident, in the words of the moment. */
export async function deliverIncident(context: DeliveryContext, item: OutboxItem, intent: SpokenIntent): Promise<Attempt> {
  const attempt = await tell(context, item, intent);
  if (intent.kind === 'incident-edit' && attempt.kind !== 'again') {
    await settleCalls(context, intent.incidentId);
  }
  const isAnswerable = intent.kind === 'page' || intent.kind === 'direct-page' || intent.kind === 'reminder';
  if (isAnswerable && attempt.kind === 'sent' && attempt.address !== null) {
    await settleLateCall(context, item, attempt.address);
  }
  return attempt;
}

async function tell(context: DeliveryContext, item: OutboxItem, intent: SpokenIntent): Promise<Attempt> {
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
  const view = await loadView(context.store, incident.id, { now, permalink, callable: (each) => callableLevels(context, each, now) });
  if (view === null) {
    return { kind: 'drop', how: 'parked', reason: 'no such incident' };
  }
  const delayMs = target.kind === 'edit' ? 0 : now - item.createdAt;
  const evidence = showsFigures(intent) ? ((await context.evidence?.(view.incident, view.alerts[0])) ?? null) : null;
  const message = stamped(words(context, intent, { ...view, evidence }, reader), item.key, delayMs, reader);
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
    const found = await findAgain(context, item, target, message);
    if (found !== null) {
      return { kind: 'delivered', address: found };
    }
  }
  const { kind: _, ...where } = target;
  return messenger.post({ ...where, locale: reader.locale }, message, urgency);
}

/** An earlier attempt may have arrived. Looks for the message by the key it carries. */
export async function findAgain(
  context: DeliveryContext,
  item: OutboxItem,
  { channel, threadTs }: { readonly channel: string; readonly threadTs?: string },
  message: Message,
) {
  const type = message.metadata?.type ?? 'thanos_message';
  return context.messenger.find(channel, { type, key: 'delivery', value: item.key }, item.createdAt - SEARCH_MARGIN_MS, threadTs);
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

function showsFigures({ kind }: SpokenIntent): boolean {
  return kind === 'incident-parent' || kind === 'incident-edit';
}

function isPersonal(intent: SpokenIntent): intent is SpokenIntent & { readonly userId: string } {
  return 'userId' in intent && intent.userId !== null;
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
