import { type Response, responseOf } from '../escalation/response.ts';
import type { Incident, IncidentAlert, TimelineEvent } from '../model/incident.ts';
import type { IncidentOperation } from '../model/incident-operation.ts';
import type { Phrase } from '../model/phrase.ts';
import { mention, type RichText } from '../model/text.ts';
import { type EpochMs, localTime } from '../model/time.ts';
import { visible } from './escape.ts';
import { seriesText } from './incident-alerts.ts';
import { reportedActions } from './incident-report-actions.ts';
import { eventSentence } from './incident-thread.ts';
import { label } from './incident-view.ts';
import { plainText } from './mrkdwn.ts';
import { say } from './say.ts';
import type { View } from './view.ts';
import { retoldWatchdog } from './watchdog-words.ts';

/** Alerts listed one by one in a report; a storm would make a file that nobody reads. */
const LISTED_ALERTS = 200;

/** Everything that is known of an incident. */
export interface IncidentRecord {
  readonly incident: Incident;
  readonly timeline: readonly TimelineEvent[];
  readonly alerts: readonly IncidentAlert[];
  /** How many alerts there were in all; `alerts` may be the first of them. */
  readonly alertCount: number;
  readonly operations: readonly IncidentOperation[];
}

/** The incident from beginning to end as a Markdown document, for the thread or a post-mortem. Text from alerts and people is made inert. */
export function reportMarkdown({ incident, timeline, alerts, alertCount, operations }: IncidentRecord, reader: View): string {
  const response = responseOf(incident, timeline);
  const { summary: told } = retoldWatchdog(incident, reader);
  const summary = told === '' ? [] : ['', inert(told)];
  return [
    `# ${inert(`${incident.cluster} · ${incident.title}`)}`,
    ...summary,
    '',
    ...factRows(incident, response, reader),
    ...causeRows(timeline, reader),
    ...section(say('report.responseTitle'), responseRows(response, reader), reader),
    ...section(
      say('report.questionsTitle'),
      response.questions.map((question) => `- [ ] ${label(reader, question)}`),
      reader,
    ),
    ...section(
      say('report.actionsTitle'),
      reportedActions(response.actions, operations, reader).map(({ at, text }) => timedRow(at, text, reader)),
      reader,
    ),
    ...section(
      say('report.notesTitle'),
      response.notes.map((event) => eventRow(event, reader)),
      reader,
    ),
    ...section(
      say('incident.reportTimeline'),
      timeline.map((event) => eventRow(event, reader)),
      reader,
    ),
    ...section(say('incident.reportAlerts', { count: alertCount }), alertRows(incident, alerts, alertCount, reader), reader),
    '',
  ].join('\n');
}

/** What whoever resolved it said about it. */
function causeRows(timeline: readonly TimelineEvent[], reader: View): readonly string[] {
  const details = timeline.findLast(({ kind }) => kind === 'resolved')?.details;
  const said = [
    [say('incident.reportCause'), details?.['cause']],
    [say('incident.reportNote'), details?.['note']],
  ] as const;
  return said.flatMap(([name, value]) => (typeof value === 'string' && value !== '' ? [row([label(reader, name), value])] : []));
}

/** What there is nothing of is left out. */
function section(title: Phrase, rows: readonly string[], reader: View): readonly string[] {
  return rows.length === 0 ? [] : ['', `## ${label(reader, title)}`, '', ...rows];
}

function eventRow(event: TimelineEvent, reader: View): string {
  return timedRow(event.at, eventSentence(event, reader), reader);
}

function timedRow(at: EpochMs, text: RichText, reader: View): string {
  return `- ${stamp(at, reader)} — ${inert(plainText(text, reader.timeZone))}`;
}

/** Each level that was called against the time that the ladder gives it. */
function responseRows({ levels }: Response, reader: View): readonly string[] {
  if (levels.length === 0) {
    return [];
  }
  const columns = (['level', 'called', 'limit', 'outcome'] as const).map((column) => label(reader, say(`report.${column}Column`)));
  return [
    `| ${columns.join(' | ')} |`,
    '| --- | --- | --- | --- |',
    ...levels.map(({ level, calledAt, limitMs, outcome }) => {
      const words = [label(reader, say('report.limit', { limitMs })), label(reader, say('report.outcome', { outcome }))];
      return `| ${[String(level), stamp(calledAt, reader), ...words].join(' | ')} |`;
    }),
  ];
}

function factRows(incident: Incident, { acknowledgeMs, acknowledgedBy }: Response, reader: View): readonly string[] {
  const { escalation } = incident;
  const facts: readonly (readonly [string, string])[] = [
    [label(reader, say('incident.reportId')), incident.id],
    [label(reader, say('incident.reportSeverity')), label(reader, say(`incident.${incident.severity}`))],
    [label(reader, say('incident.startedLabel')), stamp(incident.openedAt, reader)],
    ...(escalation.status === 'resolved'
      ? ([
          [label(reader, say('incident.resolved')), stamp(escalation.at, reader)],
          [
            label(reader, say('incident.reportDuration')),
            label(reader, say('incident.duration', { durationMs: escalation.at - incident.openedAt })),
          ],
        ] as const)
      : []),
    [
      label(reader, say('report.acknowledged')),
      acknowledgeMs === null
        ? label(reader, say('report.nobody'))
        : `${label(reader, say('incident.duration', { durationMs: acknowledgeMs }))} (${plainText([mention(acknowledgedBy ?? '')], reader.timeZone)})`,
    ],
  ];
  const [first = ['', ''], ...others] = facts;
  return [row(first), row(['---', '---']), ...others.map(row)];
}

function alertRows(incident: Incident, alerts: readonly IncidentAlert[], alertCount: number, reader: View): readonly string[] {
  const rows = alerts
    .slice(0, LISTED_ALERTS)
    .map((alert) => `- ${alert.status === 'firing' ? '🔴' : '✅'} ${inert(alert.startsAt)} ${inert(seriesText(alert, incident.labels))}`);
  const hidden = alertCount - rows.length;
  return hidden === 0 ? rows : [...rows, `- ${label(reader, say('incident.moreAlerts', { count: hidden }))}`];
}

function row([name, value]: readonly [string, string]): string {
  return `| ${name} | ${value === '---' ? value : inert(value)} |`;
}

function stamp(at: number, { timeZone }: View): string {
  const { date, time, zone } = localTime(at, timeZone);
  return `${date} ${time} ${zone}`;
}

/** Backslashes before everything that Markdown or HTML could read as markup, and one line of it. */
function inert(text: string): string {
  return visible(text)
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/[\\`*_[\]<>#|~&]/gu, '\\$&');
}
