import type { OperationRunner } from '../actions/run.ts';
import { plainText } from '../messages/mrkdwn.ts';
import { say } from '../messages/say.ts';
import { translate } from '../messages/translate.ts';
import type { View } from '../messages/view.ts';
import type { Dialog } from '../model/message.ts';
import type { Phrase } from '../model/phrase.ts';
import type { Operation } from '../model/plan.ts';
import type { DurationMs } from '../model/time.ts';
import type { Dialogs } from '../ports.ts';
import type { Click } from './interaction-router.ts';
import type { Submission, SubmissionReply } from './submission-router.ts';

/** Names the dialog in what Slack sends back. */
export const TYPED_CONFIRMATION = 'typed_confirmation';

/** The step before a destructive plan goes to its approver: the requester types the name of what will be lost. */
export interface DestructiveConfirmation {
  /** Opens the dialog when the clicked plan is destructive; `false` when it is not and can be confirmed by the click. */
  ask(click: Click, view: View): Promise<boolean>;
  submit(submission: Submission, view: View): Promise<SubmissionReply>;
}

export function createTypedConfirmation(deps: {
  readonly runner: Pick<OperationRunner, 'byId' | 'confirm'>;
  readonly dialogs: Dialogs;
  readonly deadlineMs: DurationMs;
}): DestructiveConfirmation {
  return {
    ask: async ({ reference, triggerId }, view) => {
      const operation = await deps.runner.byId(reference.id);
      if (operation === null || operation.plan.risk !== 'destructive') {
        return false;
      }
      await deps.dialogs.open(triggerId, dialogFor({ ...operation, revision: reference.revision }, view));
      return true;
    },
    submit: async ({ reference, userId, values }, view) => {
      const operation = await deps.runner.byId(reference.id);
      const name = operation === null ? '' : nameOf(operation);
      if (operation !== null && values['name']?.trim() !== name) {
        return { kind: 'errors', errors: { name: words(view, say('operation.wrongName', { name })) } };
      }
      const click = { operationId: reference.id, revision: reference.revision, userId };
      const outcome = await deps.runner.confirm({ ...click, signal: AbortSignal.timeout(deps.deadlineMs) });
      return outcome.kind === 'refused' ? { kind: 'errors', errors: { name: words(view, outcome.reason) } } : { kind: 'close' };
    },
  };
}

function dialogFor(operation: Operation, view: View): Dialog {
  const name = nameOf(operation);
  return {
    id: TYPED_CONFIRMATION,
    title: words(view, say('operation.confirm')),
    submit: words(view, say('operation.confirm')),
    close: words(view, say('operation.cancel')),
    reference: { id: operation.id, revision: operation.revision },
    blocks: [
      { kind: 'text', text: translate(view.locale, operation.plan.title) },
      { kind: 'text', text: translate(view.locale, say('operation.typeName', { name })) },
      { kind: 'input', name: 'name', label: words(view, say('operation.typeNameLabel')) },
    ],
  };
}

/** Last part of the object's name: what people call the thing. */
function nameOf({ plan, actionId }: Operation): string {
  return plan.changes[0]?.object.split(/[ /]+/).at(-1) ?? actionId;
}

function words(view: View, phrase: Phrase): string {
  return plainText(translate(view.locale, phrase), view.timeZone);
}
