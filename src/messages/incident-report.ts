import type { Incident, IncidentAlert, TimelineEvent } from '../model/incident.ts';
import { localTime } from '../model/time.ts';
import { visible } from './escape.ts';
import { seriesText } from './incident-alerts.ts';
import { eventSentence } from './incident-thread.ts';
import { label } from './incident-view.ts';
import { plainText } from './mrkdwn.ts';
import { say } from './say.ts';
import type { View } from './view.ts';

/** Alerts listed one by one in a report; a storm would make a file that nobody reads. */
const LISTED_ALERTS = 200;

/** The incident from beginning to end as a Markdown document, for the thread or a post-mortem. Text from alerts is made inert. */
export function reportMarkdown(
  incident: Incident,
  timeline: readonly TimelineEvent[],
  alerts: readonly IncidentAlert[],
  reader: View,
): string {
  const title = `# ${inert(`${incident.cluster} · ${incident.title}`)}`;
  const summary = incident.summary === '' ? [] : ['', inert(incident.summary)];
  return [
    title,
    ...summary,
    '',
    ...factRows(incident, reader),
    '',
    `## ${label(reader, say('incident.reportTimeline'))}`,
    '',
    ...timeline.map((event) => `- ${stamp(event.at, reader)} — ${inert(plainText(eventSentence(event, reader), reader.timeZone))}`),
    '',
    `## ${label(reader, say('incident.reportAlerts', { count: alerts.length }))}`,
    '',
    ...alertRows(incident, alerts, reader),
    '',
  ].join('\n');
}

function factRows(incident: Incident, reader: View): readonly string[] {
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
  ];
  const [first = ['', ''], ...others] = facts;
  return [row(first), row(['---', '---']), ...others.map(row)];
}

function alertRows(incident: Incident, alerts: readonly IncidentAlert[], reader: View): readonly string[] {
  const rows = alerts
    .slice(0, LISTED_ALERTS)
    .map((alert) => `- ${alert.status === 'firing' ? '🔴' : '✅'} ${inert(alert.startsAt)} ${inert(seriesText(alert, incident.labels))}`);
  const hidden = alerts.length - rows.length;
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
