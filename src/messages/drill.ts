import type { Drill, DrillStep } from '../model/drill.ts';
import type { Block, Control, Dialog, Message, Reference } from '../model/message.ts';
import type { Phrase } from '../model/phrase.ts';
import { bold, code, join, type RichText } from '../model/text.ts';
import { markDrill } from './drill-mark.ts';
import { cut } from './escape.ts';
import { say } from './say.ts';
import { sentenceMessage } from './sentence.ts';
import { translate } from './translate.ts';
import type { View } from './view.ts';
import { plain } from './wording.ts';

/** What a prompt says besides the drill itself. */
export interface StepPrompt {
  /** Which of `count` steps, from 0. */
  readonly index: number;
  readonly count: number;
  readonly breaks: boolean;
  /** Commands that show what to look at. */
  readonly look: readonly string[];
  readonly namespace: string;
  /** A pod whose end the story needs. */
  readonly pod: string;
}

/** Names the dialog in what Slack sends back. */
export const DRILL_NOTE_DIALOG = 'drill_note';

const LONGEST_NOTE = 1_000;

/** Names one step in a button. */
function stepReference(drill: Pick<Drill, 'id' | 'revision'>, stepId: string): Reference {
  return { id: `${drill.id}/${stepId}`, revision: drill.revision };
}

/** The other way round. */
export function readStepReference({ id }: Reference): { readonly drillId: string; readonly stepId: string } {
  const at = id.lastIndexOf('/');
  return { drillId: id.slice(0, Math.max(0, at)), stepId: id.slice(at + 1) };
}

/** One step of the story in the incident's thread: what to do, what to look at, and the buttons that tick it. */
export function promptMessage(drill: Drill, stepId: string, prompt: StepPrompt, view: View): Message {
  const { locale } = view;
  const { scenario, cluster } = drill;
  const words = (phrase: Phrase): RichText => translate(locale, phrase);
  const title = words(say('drill.stepTitle', { scenario, step: stepId, number: prompt.index + 1, count: prompt.count }));
  const { breaks, namespace, pod } = prompt;
  const task = words(say('drill.stepTask', { scenario, step: stepId, breaks, cluster, namespace, pod }));
  const step = drill.steps.find(({ id }) => id === stepId);
  const state = stateOf(drill, step, view);
  const message: Message = {
    text: [...title, ' ', ...(state ?? task)],
    blocks: [
      {
        kind: 'text',
        text: [
          bold(plain(locale, say('drill.stepTitle', { scenario, step: stepId, number: prompt.index + 1, count: prompt.count }))),
          '\n',
          ...task,
        ],
      },
      ...(state === null
        ? [
            { kind: 'text' as const, text: words(say('drill.stepExpect', { scenario, step: stepId })) },
            { kind: 'context' as const, items: [[...words(say('drill.look')), ' ', ...join(prompt.look.map(code), '  ')]] },
            { kind: 'controls' as const, controls: stepControls(drill, stepId, view) },
          ]
        : [{ kind: 'text' as const, text: state }]),
    ],
    metadata: { type: 'thanos_drill', payload: { drill: drill.id, step: stepId } },
  };
  return markDrill(message, view);
}

/** After the last step: how to end the drill and get its report. */
export function closingMessage(incident: Reference, view: View): Message {
  const text = translate(view.locale, say('drill.closing'));
  const resolve: Control = {
    kind: 'button',
    interaction: 'resolve',
    label: plain(view.locale, say('incident.resolve')),
    reference: incident,
  };
  return markDrill(
    {
      text,
      blocks: [
        { kind: 'text', text },
        { kind: 'controls', controls: [resolve] },
      ],
    },
    view,
  );
}

/** An answer to a person about a drill. */
export function drillAnswer(phrase: Phrase, view: View): Message {
  return markDrill(sentenceMessage(phrase, view), view);
}

/** Asks what was seen, with room for a note. */
export function noteDialog(reference: Reference, view: View): Dialog {
  const words = (phrase: Phrase): string => plain(view.locale, phrase);
  const outcome = (value: 'expected' | 'different') => ({ value, label: words(say('drill.outcome', { outcome: value })) });
  return {
    id: DRILL_NOTE_DIALOG,
    title: words(say('drill.noteTitle')),
    submit: words(say('drill.noteSubmit')),
    close: words(say('incident.cancel')),
    reference,
    blocks: [
      {
        kind: 'input',
        name: 'outcome',
        label: words(say('drill.outcomeLabel')),
        options: [outcome('expected'), outcome('different')],
        initial: 'different',
      },
      {
        kind: 'input',
        name: 'note',
        label: words(say('drill.noteLabel')),
        hint: words(say('drill.noteHint')),
        multiline: true,
        optional: true,
      },
    ],
  };
}

/** A note as it is kept. */
export const keptNote = (text: string): string => cut(text.trim(), LONGEST_NOTE);

function stateOf({ end }: Drill, step: DrillStep | undefined, { locale }: View): RichText | null {
  if (step?.seen != null) {
    return translate(locale, say('drill.seen', step.seen));
  }
  return end === null ? null : translate(locale, say('drill.notSeen'));
}

function stepControls(drill: Drill, stepId: string, { locale }: View): Extract<Block, { kind: 'controls' }>['controls'] {
  const reference = stepReference(drill, stepId);
  return [
    { kind: 'button', interaction: 'drill_seen', label: plain(locale, say('drill.seenButton')), reference, style: 'primary' },
    { kind: 'button', interaction: 'drill_note', label: plain(locale, say('drill.noteButton')), reference },
  ];
}
