import { plainText } from '../messages/mrkdwn.ts';
import { translate } from '../messages/translate.ts';
import type { View } from '../messages/view.ts';
import type { Reference } from '../model/message.ts';
import type { Logger, NewId } from '../ports.ts';
import { type CommandRouterDeps, viewOf } from './command-router.ts';
import { failurePhrase } from './failure.ts';

/** A dialog that was filled in and sent. */
export interface Submission {
  /** Id of the dialog. */
  readonly dialog: string;
  readonly reference: Reference;
  readonly userId: string;
  /** What was entered, by the name of the input; an empty optional input is absent. */
  readonly values: Readonly<Record<string, string>>;
}

/** What the dialog does next. Slack waits three seconds for it. */
export type SubmissionReply = { readonly kind: 'close' } | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> };

export type SubmissionHandler = (submission: Submission, view: View) => Promise<SubmissionReply>;

type Deps = Pick<CommandRouterDeps, 'directory' | 'config'> & { readonly logger: Logger; readonly newId: NewId };

/** Takes a dialog to the part that opened it; an error is shown on the dialog's first input. */
export function createSubmissionRouter(
  deps: Deps,
  handlers: Readonly<Record<string, SubmissionHandler>>,
): (submission: Submission) => Promise<SubmissionReply> {
  return async (submission) => {
    const { dialog, userId: actor, reference, values } = submission;
    const fields = { dialog, actor, reference: reference.id };
    const view = await viewOf(deps, actor);
    try {
      const handler = handlers[dialog];
      if (handler === undefined) {
        throw new RangeError(`no handler for dialog ${dialog}`);
      }
      return await handler(submission, view);
    } catch (error) {
      const phrase = failurePhrase(error, { logger: deps.logger, newId: deps.newId, fields });
      const input = Object.keys(values)[0] ?? 'name';
      return { kind: 'errors', errors: { [input]: plainText(translate(view.locale, phrase), view.timeZone) } };
    }
  };
}
