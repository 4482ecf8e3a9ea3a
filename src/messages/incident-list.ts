import type { Incident } from '../model/incident.ts';
import type { Block, Message } from '../model/message.ts';
import { join, type RichText } from '../model/text.ts';
import { say } from './say.ts';
import { translate } from './translate.ts';
import type { View } from './view.ts';
import { clusterName, plain } from './wording.ts';

/** Addresses of the incidents' channel messages, by incident; what is missing is shown without a link. */
export type MessageLinks = ReadonlyMap<string, string>;

const SHOWN = 20;
const RECENT_SHOWN = 40;

/** Lines of one block; a section of Slack holds about 2,800 characters. */
const LINES = 10;

/** Open incidents, those that nobody has taken first, each with the button that takes it. */
export function incidentsMessage(incidents: readonly Incident[], links: MessageLinks, view: View): Message {
  const { locale } = view;
  const triggered = incidents.filter(({ escalation }) => escalation.status === 'triggered').length;
  const text = translate(
    locale,
    incidents.length === 0 ? say('incidents.none') : say('incidents.text', { count: incidents.length, triggered }),
  );
  return {
    text: join([text, ...incidents.slice(0, SHOWN).map((incident) => incidentLine(incident, links, view))], ' '),
    blocks: [
      { kind: 'text', text },
      ...incidentBlocks(incidents, links, view),
      ...(incidents.length === 0 ? [] : [{ kind: 'context' as const, items: [translate(locale, say('incidents.howToSee'))] }]),
    ],
  };
}

/** Incidents that were opened lately, newest first, whatever became of them. */
export function recentIncidentsMessage(incidents: readonly Incident[], links: MessageLinks, { locale }: View): Message {
  const text = translate(
    locale,
    incidents.length === 0 ? say('incidents.noneRecent') : say('incidents.recent', { count: incidents.length }),
  );
  const shown = incidents.slice(0, RECENT_SHOWN).map(({ id, title, cluster, severity, openedAt, escalation }) =>
    translate(
      locale,
      say('incidents.recentLine', {
        id,
        url: links.get(id) ?? null,
        title,
        severity,
        openedAt,
        cluster: clusterName(locale, cluster),
        status: escalation.status,
        openMs: escalation.status === 'resolved' ? escalation.at - openedAt : null,
      }),
    ),
  );
  const more = incidents.length - shown.length;
  return {
    text: join([text, ...shown.slice(0, 5)], ' '),
    blocks: [
      { kind: 'text', text },
      ...Array.from(
        { length: Math.ceil(shown.length / LINES) },
        (_, index): Block => ({
          kind: 'text',
          text: join(shown.slice(index * LINES, (index + 1) * LINES), '\n'),
        }),
      ),
      ...(more > 0 ? [{ kind: 'context' as const, items: [translate(locale, say('status.more', { count: more }))] }] : []),
      { kind: 'context', items: [translate(locale, say('incidents.howToSee'))] },
    ],
  };
}

/** One block for each incident; what does not fit is counted. */
export function incidentBlocks(incidents: readonly Incident[], links: MessageLinks, view: View): readonly Block[] {
  const sorted = incidents.toSorted((a, b) => rank(a) - rank(b) || b.openedAt - a.openedAt);
  const more = sorted.length - SHOWN;
  return [
    ...sorted.slice(0, SHOWN).map((incident) => incidentBlock(incident, links, view)),
    ...(more > 0 ? [{ kind: 'context' as const, items: [translate(view.locale, say('status.more', { count: more }))] }] : []),
  ];
}

function incidentBlock(incident: Incident, links: MessageLinks, view: View): Block {
  const text = incidentLine(incident, links, view);
  return incident.escalation.status !== 'triggered'
    ? { kind: 'text', text }
    : {
        kind: 'text',
        text,
        accessory: {
          kind: 'button',
          interaction: 'acknowledge',
          label: plain(view.locale, say('incidents.acknowledge')),
          reference: { id: incident.id, revision: incident.revision },
        },
      };
}

function incidentLine(incident: Incident, links: MessageLinks, { locale }: View): RichText {
  const { id, title, severity, openedAt: since, escalation } = incident;
  const facts = { id, url: links.get(id) ?? null, title, severity, since, cluster: clusterName(locale, incident.cluster) };
  return escalation.status === 'acknowledged'
    ? translate(locale, say('incidents.acknowledged', { ...facts, by: escalation.by }))
    : translate(locale, say('incidents.triggered', facts));
}

function rank({ escalation }: Incident): number {
  return escalation.status === 'triggered' ? 0 : 1;
}
