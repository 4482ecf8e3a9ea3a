import { reportMarkdown } from '../messages/incident-report.ts';
import { reportMessage } from '../messages/incident-report-summary.ts';
import { label } from '../messages/incident-view.ts';
import { say } from '../messages/say.ts';
import type { View } from '../messages/view.ts';
import type { Incident } from '../model/incident.ts';
import type { IncidentOperation } from '../model/incident-operation.ts';
import type { MessageAddress } from '../model/message.ts';
import { minutes, seconds } from '../model/time.ts';
import type { DeliveryOutcome } from '../ports.ts';
import { type Attempt, channelReader, type DeliveryContext, recordDelivery, tryAgain, wait } from './delivery-context.ts';
import type { Intent } from './intent.ts';
import type { OutboxItem } from './outbox.ts';
import { reportKey } from './owed-report.ts';
import { stamped } from './wording.ts';

type ReportIntent = Extract<Intent, { kind: 'report' | 'report-file' }>;

const EVENTS = 1_000;
const ALERTS = 201;
const POLL_MS = seconds(1);
const SEARCH_MARGIN_MS = minutes(2);

/** Says in the thread how the incident went, and puts its whole story there as a file. One that is open again says nothing yet. */
export async function deliverReport(context: DeliveryContext, item: OutboxItem, intent: ReportIntent): Promise<Attempt> {
  const incident = await context.store.get(intent.incidentId);
  if (incident === null) {
    return { kind: 'drop', how: 'parked', reason: 'no such incident' };
  }
  if (incident.escalation.status !== 'resolved' || incident.escalation.at > item.createdAt) {
    return { kind: 'drop', how: 'folded', reason: 'the incident went on' };
  }
  const { message } = incident;
  if (message === null) {
    return withoutThread(context, item, incident);
  }
  if (intent.kind === 'report-file') {
    const summary = await context.outbox.anchor(reportKey(incident.id, intent.revision));
    if (summary.kind === 'waiting') {
      return wait(POLL_MS, 'the report has not been posted yet');
    }
  }
  const reader = channelReader(context, message.channel);
  const send = intent.kind === 'report' ? sendSummary : sendFile;
  return settle(context, item, incident, await send(context, item, incident, message, reader));
}

/** Its channel message may still be on its way; one that is folded into another incident never gets any. */
async function withoutThread({ outbox }: DeliveryContext, item: OutboxItem, incident: Incident): Promise<Attempt> {
  const waiting = await outbox.waitingFor(incident.id, item.id);
  return waiting.some(({ intent }) => intent.kind === 'incident-parent')
    ? wait(POLL_MS, 'the message it belongs under has not been posted yet')
    : { kind: 'drop', how: 'folded', reason: 'there is no message to report under' };
}

async function sendSummary(
  context: DeliveryContext,
  item: OutboxItem,
  incident: Incident,
  { channel, ts: threadTs }: MessageAddress,
  reader: View,
): Promise<DeliveryOutcome> {
  const { messenger, store } = context;
  const timeline = await store.timelineOf(incident.id, EVENTS);
  const counts = await store.alertCounts(incident.id);
  const operations = await operationsOf(context, incident);
  const message = stamped(
    reportMessage({ incident, timeline, counts, operations }, reader),
    item.key,
    context.clock.now() - item.createdAt,
    reader,
  );
  const found = item.isUncertain
    ? await messenger.find(
        channel,
        { type: message.metadata?.type ?? 'thanos_message', key: 'delivery', value: item.key },
        item.createdAt - SEARCH_MARGIN_MS,
        threadTs,
      )
    : null;
  return found === null
    ? messenger.post({ channel, threadTs, locale: reader.locale }, message, 'bulk')
    : { kind: 'delivered', address: found };
}

/** The name is the file's only mark, so it says which end of which incident it tells. */
async function sendFile(
  context: DeliveryContext,
  item: OutboxItem,
  incident: Incident,
  { channel, ts: threadTs }: MessageAddress,
  reader: View,
): Promise<DeliveryOutcome> {
  const { messenger, store } = context;
  const revision = item.intent.kind === 'report-file' ? item.intent.revision : incident.revision;
  const name = `incident-${incident.id}-${revision}.md`;
  const place = { channel, threadTs };
  if (item.isUncertain && (await messenger.findFile(place, name, item.createdAt - SEARCH_MARGIN_MS))) {
    return { kind: 'delivered', address: { channel, ts: threadTs } };
  }
  const timeline = await store.timelineOf(incident.id, EVENTS);
  const alerts = await store.alertsOf(incident.id, ALERTS);
  const { firing, resolved } = await store.alertCounts(incident.id);
  const operations = await operationsOf(context, incident);
  const text = reportMarkdown({ incident, timeline, alerts, alertCount: firing + resolved, operations }, reader);
  const title = label(reader, say('report.fileTitle', { title: incident.title, cluster: incident.cluster }));
  return messenger.upload(place, { name, title, altText: title, bytes: new TextEncoder().encode(text) });
}

async function operationsOf(context: DeliveryContext, incident: Incident): Promise<readonly IncidentOperation[]> {
  return (await context.operationsOf?.(incident)) ?? [];
}

async function settle(context: DeliveryContext, item: OutboxItem, incident: Incident, outcome: DeliveryOutcome): Promise<Attempt> {
  switch (outcome.kind) {
    case 'delivered':
      return { kind: 'sent', address: outcome.address };
    case 'retry':
    case 'ambiguous':
      return tryAgain(context, item, outcome);
    case 'gone':
    case 'refused':
      context.logger.warn({ incidentId: incident.id, kind: item.intent.kind, reason: outcome.reason }, 'slack refused a report');
      await recordDelivery(context, incident, say('delivery.lineRefused', { reason: outcome.reason }), {
        isTold: false,
        discriminator: item.key,
      });
      return { kind: 'drop', how: 'refused', reason: outcome.reason };
  }
}
