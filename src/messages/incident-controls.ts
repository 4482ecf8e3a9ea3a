import { commandOf, suggestionsFor } from '../escalation/suggestions.ts';
import type { Incident } from '../model/incident.ts';
import type { Block, Confirmation, Control, Interaction, Reference } from '../model/message.ts';
import { join, link, type RichText } from '../model/text.ts';
import { isWatchdogIncident } from '../model/watchdog.ts';
import { cut } from './escape.ts';
import { appearanceOf, type CallableLevel, type IncidentView, label, levelNumber, presentPeople } from './incident-view.ts';
import { webAddress } from './mrkdwn.ts';
import { say } from './say.ts';
import type { View } from './view.ts';

const SILENCE_CHOICES = ['30m', '1h', '4h', '24h'];

/** A clock time is its next occurrence. */
const SNOOZE_CHOICES = ['30m', '1h', '4h', '09:00'];

/**
 * What can be done about the incident in its present state: the few things that matter as buttons, the rest in menus, apart for a phone.
 * Whatever calls somebody asks first, and what stands where "acknowledge" was a moment ago does no harm when it is pressed twice.
 */
export function incidentControls(view: IncidentView, reader: View): readonly Block[] {
  const [first, second, links] = [buttons(view, reader), menus(view, reader), linkControls(view, reader)];
  const rows = second.length === 0 ? [[...first, ...links]] : [first, [...second, ...links]];
  return rows.filter((row) => row.length > 0).map((row) => ({ kind: 'controls', controls: row }));
}

/** The one button that matters in a page, and the way to the rest. */
export function pageControls(view: IncidentView, reader: View): readonly Block[] {
  const controls = [...acknowledging(view, reader), ...linkControls(view, reader)];
  return controls.length === 0 ? [] : [{ kind: 'controls', controls }];
}

/**
 * The button that answers a call, while there is something to answer: nobody has it, or each answers for themselves.
 *
 * @param userId - Who alone sees the message; no button for somebody who has answered.
 */
export function acknowledging(view: IncidentView, reader: View, userId: string | null = null): readonly Control[] {
  const { incident } = view;
  if (incident.escalation.status === 'triggered') {
    return [button(incident, 'acknowledge', words(reader, 'acknowledge'), 'primary')];
  }
  const present = presentPeople(incident);
  const isAnswered = present === null || (userId !== null && present.includes(userId));
  return isAnswered ? [] : [button(incident, 'acknowledge', words(reader, 'join'), 'primary')];
}

function buttons(view: IncidentView, reader: View): readonly Control[] {
  const { incident } = view;
  switch (incident.escalation.status) {
    case 'resolved':
      return [note(incident, reader), reopen(incident, reader)];
    case 'acknowledged':
      return [...acknowledging(view, reader), ...ownerControls(incident, reader)];
    case 'triggered':
      return [...acknowledging(view, reader), ...escalateNext(view, reader), button(incident, 'resolve', words(reader, 'resolve'))];
  }
}

/** What its owner does with it. The first opens a dialog, so that a second press on "acknowledge" changes nothing. */
export function ownerControls(incident: Incident, reader: View): readonly Control[] {
  const level = levelNumber(incident, incident.escalation.levelIndex);
  return [
    note(incident, reader),
    button(incident, 'resolve', words(reader, 'resolve')),
    asking(incident, 'unacknowledge', words(reader, 'handBack'), label(reader, say('incident.handBackText', { level })), reader),
  ];
}

function note(incident: Incident, reader: View): Control {
  return button(incident, 'note', words(reader, 'note'));
}

function reopen(incident: Incident, reader: View): Control {
  const level = levelNumber(incident, incident.escalation.levelIndex);
  return asking(incident, 'reopen', words(reader, 'reopen'), label(reader, say('incident.reopenText', { level })), reader);
}

function asking(incident: Incident, interaction: Interaction, text: string, question: string, reader: View): Control {
  const confirm = { title: text, text: question, confirm: text, deny: words(reader, 'cancel') };
  return { kind: 'button', interaction, label: text, reference: referenceOf(incident), confirm };
}

function menus(view: IncidentView, reader: View): readonly Control[] {
  const { incident } = view;
  switch (incident.escalation.status) {
    case 'resolved':
      return [];
    case 'acknowledged':
      return [choices(view, reader, 'snooze', SNOOZE_CHOICES), ...otherSteps(view, reader)];
    case 'triggered': {
      const canSilence = appearanceOf(view) !== 'silenced' && !isWatchdogIncident(incident);
      return [...(canSilence ? [choices(view, reader, 'silence', SILENCE_CHOICES)] : []), ...otherSteps(view, reader)];
    }
  }
}

/** The rare things in one menu; each option says which word it stands for. Commands that help run for the person who chose. */
function otherSteps(view: IncidentView, reader: View): readonly Control[] {
  const { incident, callable } = view;
  const isOwned = incident.escalation.status === 'acknowledged';
  const options = [
    ...suggestionsFor(incident).map((each) => ({ label: `/thanos ${commandOf(each)}`, value: `run_action ${each.id}` })),
    ...(isOwned ? [{ label: words(reader, 'takeOver'), value: 'take_over' }] : [{ label: words(reader, 'note'), value: 'note' }]),
    ...(callable.length > (isOwned ? 0 : 1) ? [{ label: words(reader, 'callLevel'), value: 'call_level' }] : []),
  ];
  return [{ kind: 'select', interaction: 'menu', placeholder: words(reader, 'menu'), reference: referenceOf(incident), options }];
}

/** Calls the level above after showing whom that is. */
function escalateNext(view: IncidentView, reader: View): readonly Control[] {
  const [next] = view.callable;
  return next === undefined
    ? []
    : [
        {
          kind: 'button',
          interaction: 'escalate',
          label: label(reader, say('incident.escalate')),
          reference: referenceOf(view.incident),
          confirm: confirmation(view.incident, reader, next),
        },
      ];
}

function confirmation({ cluster, title }: Incident, reader: View, next: CallableLevel): Confirmation {
  const confirm = label(reader, say('incident.escalateConfirm', { level: next.level }));
  const text = label(reader, say('incident.escalateText', { levels: [say('incident.levelOption', next)], cluster, title: cut(title, 60) }));
  return { title: confirm, text, confirm, deny: words(reader, 'cancel') };
}

function choices(view: IncidentView, reader: View, interaction: 'silence' | 'snooze', durations: readonly string[]): Control {
  return {
    kind: 'select',
    interaction,
    placeholder: label(reader, say(`incident.${interaction}`)),
    reference: referenceOf(view.incident),
    options: durations.map((duration) => ({ label: label(reader, durationPhrase(duration)), value: duration })),
  };
}

function durationPhrase(text: string) {
  return text.includes(':') ? say('incident.untilClock', { time: text }) : say('incident.forDuration', { duration: text });
}

/** The first page that a person called at night needs; other addresses are words in the message (`incidentLinks`). */
function linkControls({ incident, alerts, permalink }: IncidentView, reader: View): readonly Control[] {
  if (incident.escalation.status === 'resolved') {
    return openInChannel(permalink, reader);
  }
  const url = webAddress(annotation(incident.annotations, alerts, 'runbook_url') ?? '');
  return url === null ? [] : [{ kind: 'link', id: 'runbook', label: words(reader, 'runbook'), url }];
}

/** Addresses come from annotations, so anybody who writes alerts writes them: web addresses only. */
export function incidentLinks({ incident, alerts }: IncidentView, reader: View): RichText {
  const addresses = [
    ['dashboard', annotation(incident.annotations, alerts, 'dashboard_url')],
    ['alertSource', alerts[0]?.generatorUrl],
  ] as const;
  const links = addresses.flatMap(([name, address]) => {
    const url = webAddress(address ?? '');
    return url === null ? [] : [link(url, words(reader, name))];
  });
  return join(links, ' · ');
}

/** The way from a direct message to the incident's own. */
export function openInChannel(permalink: string | null, reader: View): readonly Control[] {
  const url = permalink === null ? null : webAddress(permalink);
  return url === null ? [] : [{ kind: 'link', id: 'thread', label: words(reader, 'openThread'), url }];
}

function annotation(common: Readonly<Record<string, string>>, alerts: IncidentView['alerts'], name: string): string | undefined {
  return common[name] ?? alerts[0]?.annotations[name];
}

function button(incident: Incident, interaction: Interaction, text: string, style?: 'primary'): Control {
  const base = { kind: 'button', interaction, label: text, reference: referenceOf(incident) } as const;
  return style === undefined ? base : { ...base, style };
}

type Word = 'acknowledge' | 'join' | 'resolve' | 'handBack' | 'note' | 'reopen' | 'takeOver' | 'callLevel' | 'menu' | 'cancel';
type LinkWord = 'runbook' | 'dashboard' | 'alertSource' | 'openThread';

function words(reader: View, name: Word | LinkWord): string {
  return label(reader, say(`incident.${name}`));
}

function referenceOf({ id, revision }: Incident): Reference {
  return { id, revision };
}
