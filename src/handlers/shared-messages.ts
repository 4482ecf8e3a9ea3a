import { plainText } from '../messages/mrkdwn.ts';
import { say } from '../messages/say.ts';
import { translate } from '../messages/translate.ts';
import type { View } from '../messages/view.ts';
import type { Control, Message } from '../model/message.ts';
import { minutes } from '../model/time.ts';
import type { Clock, Logger, NewId, SharedMessages } from '../ports.ts';

/** Slack's way back to a private message closes after 30 minutes, so a button on it is worth no more. */
export const SHARE_LIFETIME_MS = minutes(30);

/**
 * The answer with a button that posts it to the channel and, when it has further pages, one that shows the next. Without a store there
 * are no buttons, but still the answer.
 */
export async function offerToShare(
  deps: { readonly shared: SharedMessages; readonly clock: Clock; readonly newId: NewId; readonly logger: Logger },
  message: Message,
  userId: string,
  view: View,
  pages: readonly Message[] = [],
): Promise<Message> {
  const id = deps.newId('msg');
  try {
    await deps.shared.keep(id, { userId, message, pages }, deps.clock.now() + SHARE_LIFETIME_MS);
  } catch (error) {
    deps.logger.warn({ err: error }, 'could not keep an answer for sharing');
    return message;
  }
  const label = plainText(translate(view.locale, say('command.postToChannel')), view.timeZone);
  const share: Control = { kind: 'button', interaction: 'post_to_channel', label, reference: { id, revision: 1 } };
  return { ...message, blocks: [...message.blocks, { kind: 'controls', controls: [...nextPage(id, 1, pages.length, view), share] }] };
}

/** A button that shows one page of an answer; nothing after the last. The reference's revision is the page's number. */
export function nextPage(id: string, page: number, count: number, { locale, timeZone }: View): readonly Control[] {
  const label = plainText(translate(locale, say('command.more', { page: page + 1, of: count + 1 })), timeZone);
  return page > count ? [] : [{ kind: 'button', interaction: 'more', label, reference: { id, revision: page }, style: 'primary' }];
}
