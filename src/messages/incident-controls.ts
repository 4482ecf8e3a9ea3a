import type { Block, Control, Interaction } from '../model/message.ts';
import { appearanceOf, type IncidentView, label, nextLevelNumber } from './incident-view.ts';
import { webAddress } from './mrkdwn.ts';
import { say } from './say.ts';
import type { View } from './view.ts';

const SILENCE_CHOICES = ['30m', '1h', '4h', '24h'];
const SNOOZE_CHOICES = ['1h', '4h', '12h'];

/** Everything that can be done about the incident in its present state. An empty list when nothing can. */
export function incidentControls(view: IncidentView, reader: View): readonly Block[] {
  const controls = [...stateControls(view, reader), ...linkControls(view, reader)];
  return controls.length === 0 ? [] : [{ kind: 'controls', controls }];
}

/** The one button that matters in a page, and the way to the rest. */
export function pageControls(view: IncidentView, reader: View): readonly Block[] {
  const isWaiting = view.incident.escalation.status === 'triggered';
  const controls = [...(isWaiting ? [acknowledge(view, reader)] : []), ...linkControls(view, reader)];
  return controls.length === 0 ? [] : [{ kind: 'controls', controls }];
}

export function acknowledge(view: IncidentView, reader: View): Control {
  return button(view, 'acknowledge', label(reader, say('incident.acknowledge')), 'primary');
}

function stateControls(view: IncidentView, reader: View): readonly Control[] {
  const { status } = view.incident.escalation;
  const resolve = button(view, 'resolve', label(reader, say('incident.resolve')));
  if (status === 'resolved') {
    return [button(view, 'reopen', label(reader, say('incident.reopen')))];
  }
  if (status === 'acknowledged') {
    const handBack = button(view, 'unacknowledge', label(reader, say('incident.handBack')));
    return [resolve, handBack, choices(view, reader, 'snooze', SNOOZE_CHOICES)];
  }
  const silence = appearanceOf(view) === 'silenced' ? [] : [choices(view, reader, 'silence', SILENCE_CHOICES)];
  return [acknowledge(view, reader), escalate(view, reader), resolve, ...silence];
}

function escalate(view: IncidentView, reader: View): Control {
  const level = nextLevelNumber(view.incident);
  const confirm = label(reader, say('incident.escalateConfirm', { level }));
  return {
    kind: 'button',
    interaction: 'escalate',
    label: label(reader, say('incident.escalate')),
    reference: referenceOf(view),
    confirm: {
      title: confirm,
      text: label(reader, say('incident.escalateText', { level, cluster: view.incident.cluster, title: view.incident.title })),
      confirm,
      deny: label(reader, say('incident.cancel')),
    },
  };
}

function choices(view: IncidentView, reader: View, interaction: 'silence' | 'snooze', durations: readonly string[]): Control {
  return {
    kind: 'select',
    interaction,
    placeholder: label(reader, say(`incident.${interaction}`)),
    reference: referenceOf(view),
    options: durations.map((duration) => ({ label: label(reader, say('incident.forDuration', { duration })), value: duration })),
  };
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
