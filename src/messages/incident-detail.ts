import { responseOf } from '../escalation/response.ts';
import type { TimelineEvent } from '../model/incident.ts';
import type { Block, Message } from '../model/message.ts';
import { code, dateTime, type RichText, rich } from '../model/text.ts';
import { incidentMessage } from './incident.ts';
import { levelLine } from './incident-report-summary.ts';
import { eventSentence } from './incident-thread.ts';
import { type IncidentView, sentence } from './incident-view.ts';
import { say } from './say.ts';
import type { View } from './view.ts';
import { retoldWatchdog } from './watchdog-words.ts';

/** An incident with its history. */
export interface IncidentStory {
  readonly view: IncidentView;
  /** The newest events in the order they happened. */
  readonly timeline: readonly TimelineEvent[];
}

const SHOWN_EVENTS = 30;
const LINES_PER_BLOCK = 10;

/** One incident from beginning to now, with the buttons that its channel message has. */
export function incidentDetailMessage({ view: stored, timeline }: IncidentStory, reader: View): Message {
  const view = { ...stored, incident: retoldWatchdog(stored.incident, reader) };
  const { text, blocks, attachment } = incidentMessage(view, reader);
  const { levels } = responseOf(view.incident, timeline);
  const shown = timeline.slice(-SHOWN_EVENTS);
  const hidden = timeline.length - shown.length;
  const lines: readonly RichText[] = [
    ...(hidden === 0 ? [] : [sentence(reader, say('incidents.earlier', { count: hidden }))]),
    ...shown.map((event): RichText => rich`${dateTime(event.at)}  ${eventSentence(event, reader)}`),
  ];
  return {
    text,
    blocks: [
      ...blocks,
      { kind: 'context', items: [[code(view.incident.id)], ...levels.map((level) => levelLine(level, reader))] },
      { kind: 'text', text: sentence(reader, say('incidents.timeline')) },
      ...chunked(lines),
    ],
    ...(attachment === undefined ? {} : { attachment }),
  };
}

function chunked(lines: readonly RichText[]): readonly Block[] {
  return Array.from({ length: Math.ceil(lines.length / LINES_PER_BLOCK) }, (_, index) => ({
    kind: 'text',
    text: lines
      .slice(index * LINES_PER_BLOCK, (index + 1) * LINES_PER_BLOCK)
      .flatMap((line, place) => (place === 0 ? line : ['\n', ...line])),
  }));
}
