import type { TimelineEvent } from '../model/incident.ts';
import type { IncidentOperation } from '../model/incident-operation.ts';
import type { RichText } from '../model/text.ts';
import type { EpochMs } from '../model/time.ts';
import { eventSentence } from './incident-thread.ts';
import { sentence } from './incident-view.ts';
import { plainText } from './mrkdwn.ts';
import { say } from './say.ts';
import { translate } from './translate.ts';
import type { View } from './view.ts';

export interface ReportedAction {
  readonly at: EpochMs;
  readonly text: RichText;
}

/** What people did by the bot's means, in the order it happened: looks from the history, changes as their own records tell them. */
export function reportedActions(
  events: readonly TimelineEvent[],
  operations: readonly IncidentOperation[],
  reader: View,
): readonly ReportedAction[] {
  const recorded = new Set(operations.map(({ operation }) => operation.id));
  const looks = events
    .filter(({ details }) => !recorded.has(String(details['operation'])))
    .map((event) => ({ at: event.at, text: eventSentence(event, reader) }));
  return [...looks, ...operations.map((each) => changeOf(each, reader))].toSorted((a, b) => a.at - b.at);
}

function changeOf({ operation, undoneBy }: IncidentOperation, reader: View): ReportedAction {
  const { id, status, plan, confirmedBy, requestedBy, startedAt, createdAt } = operation;
  const what = plainText(translate(reader.locale, plan.title), reader.timeZone);
  const phrase = say('report.operation', { id, by: confirmedBy ?? requestedBy, what, status, undoneBy });
  return { at: startedAt ?? createdAt, text: sentence(reader, phrase) };
}
