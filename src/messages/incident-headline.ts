import type { Phrase } from '../model/phrase.ts';
import type { RichText } from '../model/text.ts';
import { cut } from './escape.ts';
import { appearanceOf, type IncidentView, label, levelNumber, namesOf, sentence, wallClock } from './incident-view.ts';
import { plainText } from './mrkdwn.ts';
import { say } from './say.ts';
import type { View } from './view.ts';

/** What a phone shows of a notification. Severity, cluster, what and until when must fit. */
const VISIBLE_CHARACTERS = 100;

/** Title of a long alert is never cut below this, whatever else is said. */
const SHORTEST_TITLE = 16;

/**
 * The whole state in one sentence or two: the push notification and all that a screen reader reads. The first 100 characters carry
 * severity, cluster, what and until when; times are words, because a notification does not convert them.
 */
export function headline(view: IncidentView, reader: View): RichText {
  const build = (title: string): RichText => sentence(reader, opening(view, reader, title));
  const room = VISIBLE_CHARACTERS - plainText(build(''), reader.timeZone).length;
  const start = build(cut(view.incident.title, Math.max(SHORTEST_TITLE, room)));
  return [...start, ' ', ...sentence(reader, rest(view, reader))];
}

function opening(view: IncidentView, reader: View, title: string): Phrase {
  const { incident } = view;
  const { escalation } = incident;
  const severity = label(reader, say(`incident.${incident.severity}`));
  const cluster = cut(incident.cluster === '*' ? label(reader, say('incident.allClusters')) : incident.cluster, 24);
  const subject = { severity, cluster, title };
  const clock = (at: number): string => wallClock(at, reader.timeZone, incident.updatedAt);
  if (view.silence !== null && escalation.status !== 'resolved') {
    return say('incident.headlineSilenced', { ...subject, until: clock(view.silence.until) });
  }
  if (escalation.status === 'resolved') {
    return say('incident.headlineResolved', { ...subject, at: clock(escalation.at) });
  }
  if (escalation.status === 'acknowledged') {
    const until = escalation.snoozedUntil ?? escalation.handBackAt;
    const owner = { user: escalation.by, until: until === null ? null : clock(until) };
    return say(escalation.snoozedUntil === null ? 'incident.headlineAcknowledged' : 'incident.headlineSnoozed', { ...subject, ...owner });
  }
  if (escalation.nextEscalationAt !== null) {
    return say('incident.headlineTriggered', { ...subject, deadline: clock(escalation.nextEscalationAt) });
  }
  return say(escalation.isQuiet ? 'incident.headlineQuiet' : 'incident.headlineExhausted', subject);
}

function rest(view: IncidentView, reader: View): Phrase {
  const { incident, counts } = view;
  const { escalation } = incident;
  const isCalling = appearanceOf(view) === 'triggered' || appearanceOf(view) === 'exhausted';
  return say('incident.headlineRest', {
    summary: cut(incident.summary.replaceAll('\n', ' '), 300),
    level: isCalling ? levelNumber(incident, escalation.levelIndex) : null,
    levels: incident.levels.at(-1)?.level ?? 0,
    who: isCalling && view.paged !== null ? namesOf(view.paged.recipients) : [],
    started: wallClock(incident.openedAt, reader.timeZone, incident.updatedAt),
    firing: counts.firing,
    resolved: counts.resolved,
  });
}
