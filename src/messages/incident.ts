import { endOf, isHeld } from '../escalation/ladder.ts';
import type { Block, Message, Tone } from '../model/message.ts';
import { clockTime, type RichText, timeAgo } from '../model/text.ts';
import { cut } from './escape.ts';
import { alertLines } from './incident-alerts.ts';
import { incidentControls, incidentLinks } from './incident-controls.ts';
import { headline } from './incident-headline.ts';
import {
  type Appearance,
  appearanceOf,
  type IncidentView,
  label,
  levelNumber,
  namesOf,
  nextLevelNumber,
  presentPeople,
  sentence,
} from './incident-view.ts';
import { say } from './say.ts';
import type { View } from './view.ts';

const TONES: Readonly<Record<Appearance, Tone>> = {
  triggered: 'critical',
  exhausted: 'critical',
  quiet: 'muted',
  acknowledged: 'warning',
  snoozed: 'warning',
  silenced: 'muted',
  resolved: 'ok',
};

/** Children named in the parent message; the rest is a number. */
const SHOWN_CHILDREN = 10;

/** The channel message of an incident. It shows the present state and is edited at every transition. */
export function incidentMessage(view: IncidentView, reader: View): Message {
  const appearance = appearanceOf(view);
  return {
    text: headline(view, reader),
    blocks: [
      { kind: 'heading', text: heading(view, reader, appearance) },
      { kind: 'text', text: body(view, reader, appearance) },
    ],
    attachment: {
      tone: view.incident.severity === 'critical' || TONES[appearance] !== 'critical' ? TONES[appearance] : 'warning',
      blocks: [...facts(view, reader, appearance), ...details(view, reader, appearance), ...incidentControls(view, reader)],
    },
    metadata: { type: 'thanos_incident', payload: { incident: view.incident.id, revision: view.incident.revision } },
  };
}

function heading({ incident }: IncidentView, reader: View, appearance: Appearance): string {
  const state = appearance === 'triggered' || appearance === 'exhausted' || appearance === 'quiet' ? incident.severity : appearance;
  const cluster = incident.cluster === '*' ? label(reader, say('incident.allClusters')) : incident.cluster;
  const sign = { critical: ' 🔴', warning: ' 🟠', info: '', acknowledged: '', snoozed: '', silenced: '', resolved: ' ✅' }[state];
  return `${label(reader, say(`incident.${state}`))} · ${cut(cluster, 40)} · ${cut(incident.title, 80)}${sign}`;
}

function body(view: IncidentView, reader: View, appearance: Appearance): RichText {
  const { summary } = view.incident;
  const line = stateLine(view, reader, appearance);
  return summary === '' ? line : [cut(summary, 1_500), '\n', ...line];
}

/** Who has the incident now, and until when. */
function stateLine(view: IncidentView, reader: View, appearance: Appearance): RichText {
  const { incident, silence, paged } = view;
  const { escalation } = incident;
  if (escalation.status === 'resolved') {
    const line = say('incident.resolvedLine', {
      by: escalation.by,
      openMs: escalation.at - incident.openedAt,
      ackMs: view.acknowledgedAt === null ? null : view.acknowledgedAt - incident.openedAt,
      level: escalation.isQuiet ? null : levelNumber(incident, escalation.levelIndex),
    });
    return [...sentence(reader, line), ...resolution(view, reader)];
  }
  if (appearance === 'silenced' && silence !== null) {
    return sentence(reader, say('incident.silencedLine', { by: silence.by, until: silence.until, comment: cut(silence.comment, 200) }));
  }
  if (escalation.status === 'acknowledged') {
    const owner = { by: escalation.by, at: escalation.at };
    const line =
      escalation.snoozedUntil === null
        ? say('incident.acknowledgedLine', { ...owner, afterMs: escalation.at - incident.openedAt, handBackAt: escalation.handBackAt })
        : say('incident.snoozedLine', { ...owner, until: escalation.snoozedUntil });
    return [...sentence(reader, line), ...presence(view, reader)];
  }
  if (appearance === 'quiet') {
    return sentence(reader, say(incident.parentId === null ? 'incident.quietLine' : 'incident.foldedLine'));
  }
  return sentence(
    reader,
    say('incident.pagedLine', {
      who: paged === null ? [] : namesOf(paged.recipients),
      at: paged?.at ?? null,
      level: levelNumber(incident, escalation.levelIndex),
      levels: incident.levels.at(-1)?.level ?? 0,
      isFirst: escalation.levelIndex === 0 && escalation.repeats === 0,
    }),
  );
}

/** Who came, and of those who were called who has not answered, when each answers for themselves. */
function presence({ incident, paged }: IncidentView, reader: View): RichText {
  const present = presentPeople(incident);
  if (present === null) {
    return [];
  }
  const missing = (paged?.recipients.users ?? []).map(({ id }) => id).filter((id) => !present.includes(id));
  return ['\n', ...sentence(reader, say('incident.presence', { present, missing }))];
}

function resolution({ resolution }: IncidentView, reader: View): RichText {
  return resolution === null
    ? []
    : ['\n', ...sentence(reader, say('incident.cause', { cause: cut(resolution.cause, 500), note: cut(resolution.note, 500) }))];
}

function facts(view: IncidentView, reader: View, appearance: Appearance): readonly Block[] {
  if (appearance === 'resolved') {
    return [];
  }
  const { incident, counts } = view;
  const { escalation } = incident;
  const level = escalation.isQuiet ? null : levelNumber(incident, escalation.levelIndex);
  const status = sentence(reader, say('incident.status', { appearance, level, levels: incident.levels.at(-1)?.level ?? 0 }));
  const field = (name: string, value: RichText) => ({ label: [name], value });
  return [
    {
      kind: 'fields',
      fields: [
        field(label(reader, say('incident.statusLabel')), status),
        ...deadline(view, reader, appearance),
        field(label(reader, say('incident.startedLabel')), [clockTime(incident.openedAt), ' (', timeAgo(incident.openedAt), ')']),
        field(label(reader, say('incident.alertsLabel')), sentence(reader, say('incident.alertCounts', { ...counts }))),
      ],
    },
  ];
}

/** The next thing that happens by itself, as an absolute time: countdowns would need edits. */
function deadline({ incident }: IncidentView, reader: View, appearance: Appearance): readonly { label: RichText; value: RichText }[] {
  const { escalation } = incident;
  if (appearance === 'exhausted') {
    return [{ label: [label(reader, say('incident.ladderLabel'))], value: sentence(reader, say('incident.exhaustedLine')) }];
  }
  if (appearance !== 'triggered' || escalation.status !== 'triggered' || escalation.nextEscalationAt === null) {
    return [];
  }
  const level = nextLevelNumber(incident);
  const { levels } = incident;
  const isLast = escalation.levelIndex >= endOf(levels, escalation.levelIndex);
  const isOver = isLast && !isHeld(levels, escalation.levelIndex) && levels.at(-1)?.repeat !== true;
  const name = isOver
    ? say('incident.ladderEndsLabel', { level })
    : say(isLast ? 'incident.repeatsLabel' : 'incident.escalatesLabel', { level });
  return [{ label: [label(reader, name)], value: [clockTime(escalation.nextEscalationAt)] }];
}

function details(view: IncidentView, reader: View, appearance: Appearance): readonly Block[] {
  const { incident, counts, truncatedAlerts, children, childCount } = view;
  const notes: RichText[] = [
    ...thenAndNow(view, reader),
    ...(truncatedAlerts > 0 ? [sentence(reader, say('incident.truncated', { count: truncatedAlerts }))] : []),
    ...(childCount > 0
      ? [sentence(reader, say('incident.children', { count: childCount, names: children.slice(0, SHOWN_CHILDREN).map(childName) }))]
      : []),
    ...(appearance !== 'resolved' && incident.classId !== null
      ? [sentence(reader, say('incident.class', { classId: incident.classId }))]
      : []),
    ...(appearance === 'resolved' ? [] : [incidentLinks(view, reader)].filter((links) => links.length > 0)),
  ];
  const { lines, hidden } = appearance === 'resolved' ? { lines: [], hidden: 0 } : alertLines(view.alerts, incident.labels, counts.firing);
  return [
    ...(lines.length === 0 ? [] : [{ kind: 'preformatted', text: lines.join('\n') } as const]),
    ...(hidden === 0 ? [] : [{ kind: 'context', items: [sentence(reader, say('incident.moreAlerts', { count: hidden }))] } as const]),
    ...(notes.length === 0 ? [] : [{ kind: 'context', items: notes } as const]),
  ];
}

/** The present figure alone would make people forget how bad it was when they were called. */
function thenAndNow({ evidence = null }: IncidentView, reader: View): readonly RichText[] {
  return evidence === null || evidence.atFire === null ? [] : [sentence(reader, say('incident.thenAndNow', { ...evidence }))];
}

function childName({ cluster, title }: { readonly cluster: string; readonly title: string }): string {
  return cut(`${cluster} ${title}`, 80);
}
