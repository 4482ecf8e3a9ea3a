import type { Block, Message, Tone } from '../model/message.ts';
import type { Phrase } from '../model/phrase.ts';
import type { Operation, OperationStep, Plan } from '../model/plan.ts';
import { join, type RichText, rich } from '../model/text.ts';
import { roughDuration } from '../model/time.ts';
import { plainText } from './mrkdwn.ts';
import { say } from './say.ts';
import { translate } from './translate.ts';
import type { View } from './view.ts';

const TONES: Readonly<Record<Operation['status'], Tone>> = {
  planned: 'muted',
  running: 'muted',
  succeeded: 'ok',
  failed: 'critical',
  unknown: 'warning',
  cancelled: 'muted',
  expired: 'muted',
};

/** What an action would do, with the buttons that decide; for the eyes of the requester. `lead` says why it is shown again. */
export function planMessage(operation: Operation, view: View, lead: Phrase | null = null): Message {
  const { plan, expiresAt } = operation;
  const reference = { id: operation.id, revision: operation.revision };
  const title = words(view, plan.title);
  return {
    text: join(
      [...(lead === null ? [] : [words(view, lead)]), title, words(view, say('operation.planText', { expires: expiresAt }))],
      '. ',
    ),
    blocks: [
      ...(lead === null ? [] : [{ kind: 'text' as const, text: words(view, lead) }]),
      { kind: 'text', text: rich`${title}?` },
      ...changeBlocks(plan, view),
      ...(plan.notes.length === 0 ? [] : [{ kind: 'text' as const, text: join(bullets(plan.notes, view), '\n') }]),
      ...undoBlocks(plan, view),
      ...patchBlocks(plan, view),
      {
        kind: 'controls',
        controls: [
          {
            kind: 'button',
            interaction: 'confirm',
            label: label(view, plan.confirm),
            reference,
            style: plan.risk === 'destructive' ? 'danger' : 'primary',
          },
          { kind: 'button', interaction: 'cancel', label: label(view, say('operation.cancel')), reference },
        ],
      },
      { kind: 'context', items: [words(view, say('operation.onlyYou', { expires: expiresAt }))] },
    ],
  };
}

/** The channel message of an operation in every state after its confirmation. */
export function operationMessage(operation: Operation, view: View): Message {
  const heading = words(view, headingOf(operation.status));
  const title = words(view, operation.plan.title);
  const outcome = operation.result === null ? whoAsks(operation, view) : words(view, operation.result);
  return {
    text: rich`${heading}: ${title}. ${outcome}`,
    blocks: [{ kind: 'text', text: rich`${{ kind: 'bold', text: plainText(heading, view.timeZone) }} · ${title}` }],
    attachment: {
      tone: TONES[operation.status],
      blocks: [
        { kind: 'text', text: outcome },
        ...stepBlocks(operation.steps, view),
        ...(operation.status === 'succeeded' ? patchBlocks(operation.plan, view) : []),
        ...endBlocks(operation, view),
        ...buttonBlocks(operation, view),
      ],
    },
    metadata: { type: 'thanos_operation', payload: { operation: operation.id } },
  };
}

function headingOf(status: Operation['status']): Phrase {
  return say(`operation.heading.${status}`);
}

function whoAsks(operation: Operation, view: View): RichText {
  const by = operation.confirmedBy ?? operation.requestedBy;
  return operation.status === 'planned'
    ? words(view, say('operation.needsApproval', { by }))
    : words(view, say('operation.startedBy', { by, at: operation.startedAt ?? operation.createdAt }));
}

function changeBlocks({ changes }: Plan, view: View): readonly Block[] {
  return changes.length === 0
    ? []
    : [
        {
          kind: 'text',
          text: join(
            changes.map((change) => words(view, say('operation.change', { ...change }))),
            '\n',
          ),
        },
      ];
}

function stepBlocks(steps: readonly OperationStep[], view: View): readonly Block[] {
  return steps.length === 0
    ? []
    : [
        {
          kind: 'text',
          text: join(
            steps.map((step) => stepLine(step, view)),
            '\n',
          ),
        },
      ];
}

function stepLine(step: OperationStep, view: View): RichText {
  const state = words(view, say(`operation.step.${step.status}`));
  const detail = step.detail === null ? '' : rich` · ${words(view, step.detail)}`;
  return rich`${words(view, step.title)}: ${state}${detail}`;
}

function endBlocks(operation: Operation, view: View): readonly Block[] {
  if (operation.finishedAt === null || operation.startedAt === null) {
    return [];
  }
  const took = roughDuration(operation.finishedAt - operation.startedAt);
  const by = operation.confirmedBy ?? operation.requestedBy;
  return [
    { kind: 'context', items: [words(view, say('operation.tookBy', { by, took, id: operation.id })), ...undoWords(operation.plan, view)] },
  ];
}

function buttonBlocks(operation: Operation, view: View): readonly Block[] {
  const reference = { id: operation.id, revision: operation.revision };
  const button = (interaction: 'approve' | 'cancel' | 'undo', style?: 'danger') => ({
    kind: 'button' as const,
    interaction,
    label: label(view, interaction === 'undo' ? (operation.plan.undo?.label ?? say('operation.undo')) : say(`operation.${interaction}`)),
    reference,
    ...(style === undefined ? {} : { style }),
  });
  if (operation.status === 'planned') {
    return [{ kind: 'controls', controls: [button('approve', 'danger'), button('cancel')] }];
  }
  return operation.status === 'succeeded' && operation.plan.undo !== null ? [{ kind: 'controls', controls: [button('undo')] }] : [];
}

function patchBlocks({ gitPatch }: Plan, view: View): readonly Block[] {
  return gitPatch === null
    ? []
    : [
        { kind: 'context', items: [words(view, say('operation.gitPatch'))] },
        { kind: 'preformatted', text: gitPatch },
      ];
}

function undoBlocks(plan: Plan, view: View): readonly Block[] {
  const items = undoWords(plan, view);
  return items.length === 0 ? [] : [{ kind: 'context', items }];
}

/** What there is nothing to undo about (a backup, the end of a silence) needs no word of it. */
function undoWords({ undo, risk }: Plan, view: View): readonly RichText[] {
  if (undo !== null) {
    return [words(view, say('operation.undoWith', { command: undo.command }))];
  }
  return risk === 'destructive' ? [words(view, say('operation.noUndo'))] : [];
}

function bullets(notes: readonly Phrase[], view: View): readonly RichText[] {
  return notes.map((note) => rich`• ${words(view, note)}`);
}

function words({ locale }: View, phrase: Phrase): RichText {
  return translate(locale, phrase);
}

function label(view: View, phrase: Phrase): string {
  return plainText(words(view, phrase), view.timeZone);
}
