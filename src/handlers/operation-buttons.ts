import type { ConfirmOutcome } from '../actions/confirm.ts';
import type { OperationRunner } from '../actions/run.ts';
import { planMessage } from '../messages/operation.ts';
import { say } from '../messages/say.ts';
import { sentenceMessage } from '../messages/sentence.ts';
import type { View } from '../messages/view.ts';
import type { DurationMs } from '../model/time.ts';
import type { Answer } from './answer.ts';
import type { Click, ClickHandlers } from './interaction-router.ts';
import type { DestructiveConfirmation } from './typed-confirmation.ts';

interface Deps {
  readonly runner: OperationRunner;
  readonly typed: DestructiveConfirmation;
  readonly deadlineMs: DurationMs;
}

/** The buttons of plans and results. */
export function operationButtons(deps: Deps): ClickHandlers {
  const planClick = ({ reference, userId }: Click) => ({
    operationId: reference.id,
    revision: reference.revision,
    userId,
    signal: AbortSignal.timeout(deps.deadlineMs),
  });
  return {
    confirm: async (click, answer, view) => {
      if (await deps.typed.ask(click, view)) {
        return;
      }
      await tell(await deps.runner.confirm(planClick(click)), answer, view);
    },
    approve: async (click, answer, view) => {
      await tellOnChannel(await deps.runner.approve(planClick(click)), answer, view);
    },
    cancel: async (click, answer, view) => {
      const outcome = await deps.runner.cancel(planClick(click));
      const message = sentenceMessage(outcome.kind === 'refused' ? outcome.reason : say('operation.cancelledNow'), view);
      await (click.isPrivate ? answer.replace(message) : answer.show(message));
    },
    undo: async (click, answer, view) => {
      const { id: operationId } = click.reference;
      const signal = AbortSignal.timeout(deps.deadlineMs);
      const operation = await deps.runner.proposeUndo({ operationId, userId: click.userId, channel: click.channelId }, signal);
      await answer.show(planMessage(operation, view));
    },
  };
}

/** On the requester's private plan: gone once it runs, replaced when there is something else to say. */
async function tell(outcome: ConfirmOutcome, answer: Answer, view: View): Promise<void> {
  switch (outcome.kind) {
    case 'started':
      return answer.remove();
    case 'awaiting-approval':
      return answer.replace(sentenceMessage(say('operation.approvalAsked'), view));
    case 'replanned':
      return answer.replace(planMessage(outcome.operation, view, say('operation.replanned')));
    case 'refused':
      return answer.replace(sentenceMessage(outcome.reason, view));
  }
}

/** On the channel's message, which belongs to everybody: only the person who clicked is told. */
async function tellOnChannel(outcome: ConfirmOutcome, answer: Answer, view: View): Promise<void> {
  switch (outcome.kind) {
    case 'started':
      return;
    case 'refused':
      return answer.show(sentenceMessage(outcome.reason, view));
    default:
      return answer.show(sentenceMessage(say('operation.drifted'), view));
  }
}
