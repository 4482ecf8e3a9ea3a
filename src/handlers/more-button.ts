import { say } from '../messages/say.ts';
import { UserError } from '../model/errors.ts';
import type { Clock, SharedMessages } from '../ports.ts';
import type { ClickHandler } from './interaction-router.ts';
import { nextPage } from './shared-messages.ts';

/** Shows the next page of a long answer to the person whose answer it is. */
export function moreButton(deps: { readonly shared: SharedMessages; readonly clock: Clock }): ClickHandler {
  return async ({ reference, userId }, answer, view) => {
    const kept = await deps.shared.read(reference.id, deps.clock.now());
    const pages = kept?.pages ?? [];
    const page = pages[reference.revision - 1];
    if (kept === null || kept.userId !== userId || page === undefined) {
      throw new UserError(say('command.moreGone'));
    }
    const next = nextPage(reference.id, reference.revision + 1, pages.length, view);
    await answer.show(next.length === 0 ? page : { ...page, blocks: [...page.blocks, { kind: 'controls', controls: next }] });
  };
}
