import { drillView, markDrill, markLike } from '../messages/drill-mark.ts';
import { incidentMessage } from '../messages/incident.ts';
import { directPage, pageMessage, reminderMessage } from '../messages/incident-page.ts';
import { settledCallMessage } from '../messages/incident-settled-call.ts';
import { threadLine } from '../messages/incident-thread.ts';
import { type IncidentView, sentence } from '../messages/incident-view.ts';
import { say } from '../messages/say.ts';
import type { View } from '../messages/view.ts';
import { retoldWatchdog } from '../messages/watchdog-words.ts';
import { isDrill } from '../model/drill.ts';
import type { Message } from '../model/message.ts';
import { bold } from '../model/text.ts';
import { type DurationMs, seconds } from '../model/time.ts';
import type { Intent } from './intent.ts';

/** Messages that say where an incident stands. */
export type SpokenIntent = Exclude<Intent, { kind: 'group-page' | 'webhook-page' | 'message' | 'report' | 'report-file' }>;

/** A delay that a person would notice is said in the message. */
const NOTICEABLE_MS = seconds(60);

/** Puts an intent into the words of the moment. Pure. @throws when an incident holds something that the messages cannot say. */
export function wordsFor(intent: SpokenIntent, view: IncidentView, reader: View): Message {
  return isDrill(view.incident)
    ? markDrill(words(intent, drillView(view, reader), reader), reader)
    : words(intent, { ...view, incident: retoldWatchdog(view.incident, reader) }, reader);
}

function words(intent: SpokenIntent, view: IncidentView, reader: View): Message {
  switch (intent.kind) {
    case 'incident-parent':
    case 'incident-edit':
      return incidentMessage(view, reader);
    case 'page':
      return pageMessage(view, intent.page, reader, intent.page.detour);
    case 'call-edit':
      return settledCallMessage(view, intent.page, reader, intent.userId);
    case 'direct-page':
      return directPage(view, intent.page, reader, { roles: intent.roles, detour: intent.page.detour, userId: intent.userId });
    case 'reminder':
      return reminderMessage(view, reader);
    case 'thread-line':
      return threadLine(intent.event, reader);
  }
}

/** The bare facts, for an incident whose full message cannot be built: somebody must still be called. */
export function plainWords({ incident }: IncidentView, reader: View): Message {
  const facts = `${incident.severity.toUpperCase()} ${incident.cluster} ${incident.title}`;
  return {
    text: [facts],
    blocks: [
      { kind: 'text', text: [bold(facts)] },
      { kind: 'context', items: [sentence(reader, say('delivery.plainWords', { id: incident.id }))] },
    ],
    metadata: { type: 'thanos_incident', payload: { incident: incident.id, revision: incident.revision } },
  };
}

/** Adds what the queue knows: the key under which the message can be found again, and how long it had to wait. */
export function stamped(message: Message, key: string, delayMs: DurationMs, reader: View): Message {
  const { type, payload } = message.metadata ?? { type: 'thanos_message', payload: {} };
  const delayed =
    delayMs < NOTICEABLE_MS ? [] : [{ kind: 'context', items: [sentence(reader, say('delivery.delayed', { delayMs }))] } as const];
  return {
    ...message,
    blocks: [...message.blocks, ...markLike(message, delayed, reader)],
    metadata: { type, payload: { ...payload, delivery: key } },
  };
}
