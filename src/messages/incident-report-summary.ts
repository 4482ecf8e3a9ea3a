import { type LevelResponse, type Response, responseOf } from '../escalation/response.ts';
import type { Incident, TimelineEvent } from '../model/incident.ts';
import type { IncidentOperation } from '../model/incident-operation.ts';
import type { Block, Message } from '../model/message.ts';
import type { RichText } from '../model/text.ts';
import { reportedActions } from './incident-report-actions.ts';
import { sentence } from './incident-view.ts';
import { say } from './say.ts';
import type { View } from './view.ts';

/** Notes that the thread shows anyway are only counted here. */
export interface ReportedIncident {
  readonly incident: Incident;
  readonly timeline: readonly TimelineEvent[];
  readonly operations: readonly IncidentOperation[];
  readonly counts: { readonly firing: number; readonly resolved: number };
}

/** How the incident went, in the thread: figures against the times of the ladder, and what is left to ask. */
export function reportMessage({ incident, timeline, counts, operations }: ReportedIncident, reader: View): Message {
  const response = responseOf(incident, timeline);
  const headline = sentence(
    reader,
    say('report.headline', { resolveMs: response.resolveMs, acknowledgeMs: response.acknowledgeMs, by: response.acknowledgedBy }),
  );
  const { calls, notes } = response;
  const actions = reportedActions(response.actions, operations, reader);
  const tally = sentence(
    reader,
    say('report.tally', { alerts: counts.firing + counts.resolved, calls, notes: notes.length, actions: actions.length }),
  );
  return {
    text: headline,
    blocks: [
      { kind: 'text', text: headline },
      ...listBlock(response.levels.map((level) => levelLine(level, reader))),
      { kind: 'context', items: [tally] },
      ...questionBlocks(response, reader),
    ],
    metadata: { type: 'thanos_report', payload: { incident: incident.id, revision: incident.revision } },
  };
}

/** `Level 1 · called 03:12 · by 5m: in time`. */
export function levelLine({ level, calledAt, limitMs, outcome }: LevelResponse, reader: View): RichText {
  return sentence(reader, say('report.level', { level, calledAt, limitMs, outcome }));
}

function questionBlocks({ questions }: Response, reader: View): readonly Block[] {
  return questions.length === 0
    ? []
    : [
        { kind: 'text', text: sentence(reader, say('report.questions')) },
        ...listBlock(questions.map((question) => ['• ', ...sentence(reader, question)])),
      ];
}

function listBlock(lines: readonly RichText[]): readonly Block[] {
  return lines.length === 0 ? [] : [{ kind: 'text', text: lines.flatMap((line, index) => (index === 0 ? line : ['\n', ...line])) }];
}
