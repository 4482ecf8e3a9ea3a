import type { DrillScenario } from '../model/drill.ts';
import type { Block, Control, Interaction, Message } from '../model/message.ts';
import type { Locale } from '../model/phrase.ts';
import { bold, type RichText } from '../model/text.ts';
import type { IncidentView } from './incident-view.ts';
import { say } from './say.ts';
import type { View } from './view.ts';
import { plain } from './wording.ts';

/** Controls that mean nothing in a drill: no Alertmanager knows of it, and one that is over has its report. */
export const NOT_IN_DRILLS: readonly Interaction[] = ['silence', 'reopen'];

/** The title of a drill's incident as it is stored, for lists that know nothing of drills. */
export function drillTitle(scenario: DrillScenario, locale: Locale): string {
  return `${plain(locale, say('drill.mark'))} · ${plain(locale, say('drill.incidentTitle', { scenario }))}`;
}

/** The incident in the reader's language, without the mark that its stored title has: every line gets one. */
export function drillView(view: IncidentView, { locale }: View): IncidentView {
  const scenario = view.incident.labels['scenario'] ?? '';
  const title = plain(locale, say('drill.incidentTitle', { scenario }));
  return { ...view, incident: { ...view.incident, title, summary: plain(locale, say('drill.incidentSummary', { scenario })) } };
}

/** Puts the mark before everything that a message says, so that no line of a drill can be taken for an outage. Pure. */
export function markDrill(message: Message, { locale }: View): Message {
  const sign = plain(locale, say('drill.mark'));
  const { attachment, metadata } = message;
  return {
    ...message,
    metadata: { type: metadata?.type ?? 'thanos_drill', payload: { drill: 'yes', ...metadata?.payload } },
    text: [`${sign} · `, ...message.text],
    blocks: message.blocks.map((block) => markBlock(block, sign)).filter(hasContent),
    ...(attachment === undefined
      ? {}
      : { attachment: { ...attachment, blocks: attachment.blocks.map((block) => markBlock(block, sign)).filter(hasContent) } }),
  };
}

/** Marks what is added to a message, if the message itself has the mark. */
export function markLike(message: Message, blocks: readonly Block[], { locale }: View): readonly Block[] {
  const sign = plain(locale, say('drill.mark'));
  return message.metadata?.payload['drill'] === undefined ? blocks : blocks.map((block) => markBlock(block, sign));
}

function markBlock(block: Block, sign: string): Block {
  switch (block.kind) {
    case 'heading':
      return { ...block, text: `${sign} · ${block.text}` };
    case 'text':
      return { ...block, text: marked(block.text, sign) };
    case 'context':
      return { ...block, items: block.items.map((item) => marked(item, sign)) };
    case 'controls':
      return { ...block, controls: block.controls.filter(isForDrills).map((control) => markControl(control, sign)) };
    case 'fold':
      return { ...block, title: `${sign} · ${block.title}`, blocks: block.blocks.map((inner) => markBlock(inner, sign)) };
    default:
      return block;
  }
}

function marked(text: RichText, sign: string): RichText {
  return [bold(sign), ' · ', ...text];
}

function markControl(control: Control, sign: string): Control {
  return control.kind !== 'button' || control.confirm === undefined
    ? control
    : { ...control, confirm: { ...control.confirm, text: `${sign} · ${control.confirm.text}` } };
}

function isForDrills(control: Control): boolean {
  return control.kind === 'link' || !NOT_IN_DRILLS.includes(control.interaction);
}

/** A block of controls that lost them all would be refused by Slack. */
function hasContent(block: Block): boolean {
  return block.kind !== 'controls' || block.controls.length > 0;
}
