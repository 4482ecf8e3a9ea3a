import type { View } from '../messages/view.ts';
import type { Interaction, Reference } from '../model/message.ts';
import type { Logger, NewId } from '../ports.ts';
import type { Answer } from './answer.ts';
import { type CommandRouterDeps, viewOf } from './command-router.ts';
import { failureMessage } from './failure.ts';

/** One click on one of our controls. Only `userId` is to be trusted; the rest points at things in the store. */
export interface Click {
  readonly interaction: Interaction;
  readonly reference: Reference;
  /** The chosen option of a select. */
  readonly choice: string | null;
  readonly userId: string;
  readonly channelId: string;
  readonly messageTs: string | null;
  /** Whether only this person sees the message; such a message may be replaced by the answer. */
  readonly isPrivate: boolean;
  /** Opens a dialog within three seconds. */
  readonly triggerId: string;
}

export type ClickHandler = (click: Click, answer: Answer, view: View) => Promise<void>;

/** What each word does; a word that nothing answers is told so. */
export type ClickHandlers = Readonly<Partial<Record<Interaction, ClickHandler>>>;

type Deps = Pick<CommandRouterDeps, 'directory' | 'config'> & { readonly logger: Logger; readonly newId: NewId };

/** Takes a click to the part that answers for it, and its errors to sentences. */
export function createInteractionRouter(deps: Deps, handlers: ClickHandlers): (click: Click, answer: Answer) => Promise<void> {
  return async (click, answer) => {
    const { interaction, userId: actor, reference } = click;
    const fields = { interaction, actor, reference: reference.id };
    const view = await viewOf(deps, click.userId);
    try {
      const handler = handlers[interaction];
      if (handler === undefined) {
        throw new RangeError(`no handler for ${interaction}`);
      }
      await handler(click, answer, view);
      deps.logger.info(fields, 'interaction answered');
    } catch (error) {
      await answer.show(failureMessage(error, view, { logger: deps.logger, newId: deps.newId, fields }));
    }
  };
}
