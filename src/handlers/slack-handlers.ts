import type { OperationRunner } from '../actions/run.ts';
import { helpMessage } from '../messages/help.ts';
import type { Dialogs, Messenger } from '../ports.ts';
import { type CommandRouterDeps, createCommandRouter, viewOf } from './command-router.ts';
import { BY_HAND } from './commands/by-hand.ts';
import { homeMessage } from './home.ts';
import { type ClickHandlers, createInteractionRouter } from './interaction-router.ts';
import { moreButton } from './more-button.ts';
import { operationButtons } from './operation-buttons.ts';
import { shareButton } from './share-button.ts';
import type { SlackHandlers } from './slack-listeners.ts';
import { createSubmissionRouter, type SubmissionHandler } from './submission-router.ts';
import { createTypedConfirmation, TYPED_CONFIRMATION } from './typed-confirmation.ts';

export interface SlackHandlersDeps extends Omit<CommandRouterDeps, 'runner'> {
  readonly runner: OperationRunner;
  readonly messenger: Pick<Messenger, 'post'>;
  readonly dialogs: Dialogs;
  /** Buttons of other parts: incidents, digests. */
  readonly clicks: ClickHandlers;
  /** Dialogs of other parts, by their id. */
  readonly submissions: Readonly<Record<string, SubmissionHandler>>;
  /** Takes what people write in threads. */
  readonly reply: SlackHandlers['reply'];
}

/** Everything that can come in from Slack, each with the part that answers for it. */
export function createSlackHandlers(deps: SlackHandlersDeps): SlackHandlers {
  const typed = createTypedConfirmation(deps);
  return {
    command: createCommandRouter(deps),
    click: createInteractionRouter(deps, {
      ...deps.clicks,
      ...operationButtons({ ...deps, typed }),
      post_to_channel: shareButton(deps),
      more: moreButton(deps),
    }),
    submission: createSubmissionRouter(deps, {
      ...deps.submissions,
      [TYPED_CONFIRMATION]: (submission, view) => typed.submit(submission, view),
    }),
    reply: deps.reply,
    home: async (userId, notice) => homeMessage(userId, deps.sources, await viewOf(deps, userId), deps.clock.now(), notice),
    help: async (userId) => helpMessage(deps.commands, BY_HAND, await viewOf(deps, userId)),
  };
}
