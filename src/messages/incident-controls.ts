import { commandOf, suggestionsFor } from '../escalation/suggestions.ts';
import type { Block, Confirmation, Control, Interaction } from '../model/message.ts';
import { cut } from './escape.ts';
import { appearanceOf, type CallableLevel, type IncidentView, label, presentPeople } from './incident-view.ts';
import { webAddress } from './mrkdwn.ts';
import { say } from './say.ts';
import type { View } from './view.ts';

const SILENCE_CHOICES = ['30m', '1h', '4h', '24h'];

/** A clock time is its next occurrence. */
const SNOOZE_CHOICES = ['30m', '1h', '4h', '09:00'];

/** Everything that can be done about the incident in its present state: the buttons first, then menus and links, apart for a phone. */
export function incidentControls(view: IncidentView, reader: View): readonly Block[] {
  const controls = [...stateControls(view, reader), ...linkControls(view, reader)];
  const hasMenus = controls.some(({ kind }) => kind === 'select');
  const first = controls.filter(({ kind }) => !hasMenus || kind === 'button');
  const second = controls.filter((control) => !first.includes(control));
  return [first, second].filter((row) => row.length > 0).map((row) => ({ kind: 'controls', controls: row }));
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
    return [button(view, 'acknowledge', label(reader, say('incident.acknowledge')), 'primary')];
  }
  const present = presentPeople(incident);
  const isAnswered = present === null || (userId !== null && present.includes(userId));
  return isAnswered ? [] : [button(view, 'acknowledge', label(reader, say('incident.join')), 'primary')];
}

function stateControls(view: IncidentView, reader: View): readonly Control[] {
  const { status } = view.incident.escalation;
  const note = button(view, 'note', label(reader, say('incident.note')));
  const resolve = button(view, 'resolve', label(reader, say('incident.resolve')));
  if (status === 'resolved') {
    return [button(view, 'reopen', label(reader, say('incident.reopen'))), note];
  }
  if (status === 'acknowledged') {
    const handBack = button(view, 'unacknowledge', label(reader, say('incident.handBack')));
    const snooze = choices(view, reader, 'snooze', SNOOZE_CHOICES);
    const owners = [resolve, handBack, takeOver(view, reader), note, snooze];
    return [...acknowledging(view, reader), ...owners, ...escalateTo(view, reader, 0), ...suggested(view, reader)];
  }
  const silence = appearanceOf(view) === 'silenced' ? [] : [choices(view, reader, 'silence', SILENCE_CHOICES)];
  const ladder = [...escalateNext(view, reader), ...escalateTo(view, reader)];
  return [...acknowledging(view, reader), ...ladder, resolve, note, ...silence, ...suggested(view, reader)];
}

/** Another person takes it from its owner, who may be asleep by now; a slip of the finger must not. */
function takeOver(view: IncidentView, reader: View): Control {
  const confirm = label(reader, say('incident.takeOver'));
  return {
    kind: 'button',
    interaction: 'take_over',
    label: confirm,
    reference: referenceOf(view),
    confirm: { title: confirm, text: label(reader, say('incident.takeOverText')), confirm, deny: label(reader, say('incident.cancel')) },
  };
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
          reference: referenceOf(view),
          confirm: confirmation(view, reader, [next]),
        },
      ];
}

/** Lets a person choose among levels, unless there are no more than the button beside offers already. */
function escalateTo(view: IncidentView, reader: View, offered = 1): readonly Control[] {
  const { callable } = view;
  return callable.length <= offered
    ? []
    : [
        {
          kind: 'select',
          interaction: 'escalate',
          placeholder: label(reader, say('incident.escalateTo')),
          reference: referenceOf(view),
          options: callable.map(({ level, names }) => ({
            label: label(reader, say('incident.levelOption', { level, names })),
            value: String(level),
          })),
          confirm: confirmation(view, reader, callable),
        },
      ];
}

function confirmation({ incident }: IncidentView, reader: View, levels: readonly CallableLevel[]): Confirmation {
  const { cluster, title } = incident;
  const [first] = levels;
  const only = levels.length === 1 && first !== undefined ? first.level : null;
  return {
    title: label(reader, say('incident.escalateConfirm', { level: only })),
    text: label(reader, say('incident.escalateText', { levels, cluster, title: cut(title, 60) })),
    confirm: label(reader, say('incident.escalateConfirm', { level: only })),
    deny: label(reader, say('incident.cancel')),
  };
}

/** Commands that help with this alert. Choosing one runs it for the person who chose. */
function suggested(view: IncidentView, reader: View): readonly Control[] {
  const options = suggestionsFor(view.incident).map((each) => ({ label: `/thanos ${commandOf(each)}`, value: each.id }));
  const placeholder = label(reader, say('incident.suggested'));
  return [{ kind: 'select', interaction: 'run_action', placeholder, reference: referenceOf(view), options }];
}

function choices(view: IncidentView, reader: View, interaction: 'silence' | 'snooze', durations: readonly string[]): Control {
  return {
    kind: 'select',
    interaction,
    placeholder: label(reader, say(`incident.${interaction}`)),
    reference: referenceOf(view),
    options: durations.map((duration) => ({ label: label(reader, durationPhrase(duration)), value: duration })),
  };
}

function durationPhrase(text: string) {
  return text.includes(':') ? say('incident.untilClock', { time: text }) : say('incident.forDuration', { duration: text });
}

/** Addresses come from annotations, so anybody who writes alerts writes them: web addresses only. */
function linkControls({ incident, alerts, permalink }: IncidentView, reader: View): readonly Control[] {
  const isResolved = incident.escalation.status === 'resolved';
  const links: readonly (readonly [string, string, string | undefined])[] = [
    ['thread', label(reader, say('incident.openThread')), isResolved ? (permalink ?? undefined) : undefined],
    ['runbook', label(reader, say('incident.runbook')), isResolved ? undefined : annotation(incident.annotations, alerts, 'runbook_url')],
    [
      'dashboard',
      label(reader, say('incident.dashboard')),
      isResolved ? undefined : annotation(incident.annotations, alerts, 'dashboard_url'),
    ],
    ['alert', label(reader, say('incident.alertSource')), isResolved ? undefined : alerts[0]?.generatorUrl],
  ];
  return links.flatMap(([id, text, address]): Control[] => {
    const url = address === undefined ? null : webAddress(address);
    return url === null ? [] : [{ kind: 'link', id, label: text, url }];
  });
}

/** The way from a direct message to the incident's own. */
export function openInChannel(permalink: string | null, reader: View): readonly Control[] {
  const url = permalink === null ? null : webAddress(permalink);
  return url === null ? [] : [{ kind: 'link', id: 'thread', label: label(reader, say('incident.openThread')), url }];
}

function annotation(common: Readonly<Record<string, string>>, alerts: IncidentView['alerts'], name: string): string | undefined {
  return common[name] ?? alerts[0]?.annotations[name];
}

function button(view: IncidentView, interaction: Interaction, text: string, style?: 'primary'): Control {
  const base = { kind: 'button', interaction, label: text, reference: referenceOf(view) } as const;
  return style === undefined ? base : { ...base, style };
}

function referenceOf({ incident }: IncidentView): { readonly id: string; readonly revision: number } {
  return { id: incident.id, revision: incident.revision };
}
