import type { OutsideCall } from '../escalation/outside.ts';
import { localTime } from '../model/time.ts';
import { cut } from './escape.ts';
import { label } from './incident-view.ts';
import { say } from './say.ts';
import type { View } from './view.ts';

/** A mail without markup: it must be readable on anything. */
export interface OutsideMail {
  readonly subject: string;
  readonly text: string;
}

/** What somebody is told who is called by mail because Slack does not reach them, or because they are not in it. */
export function outsideMail(call: OutsideCall, reader: View): OutsideMail {
  const severity = label(reader, say(`incident.${call.severity}`));
  const cluster = call.cluster === '*' ? label(reader, say('incident.allClusters')) : call.cluster;
  const subject = label(reader, say('incident.mailSubject', { severity, cluster, title: cut(call.title, 120), level: call.level }));
  const { date, time, zone } = localTime(Date.parse(call.openedAt), reader.timeZone);
  const lines = [
    `${severity} · ${cluster} · ${call.title}`,
    ...(call.summary === '' ? [] : [call.summary]),
    '',
    label(reader, say('incident.mailCalled', { level: call.level })),
    label(reader, say('incident.mailStarted', { at: `${date} ${time} ${zone}`, incident: call.incident })),
    ...(call.link === null ? [] : [call.link]),
  ];
  return { subject: subject.replaceAll(/\s+/gu, ' '), text: `${lines.join('\n')}\n` };
}
