import { plainText } from '../messages/mrkdwn.ts';
import { say } from '../messages/say.ts';
import { translate } from '../messages/translate.ts';
import type { View } from '../messages/view.ts';
import type { Message } from '../model/message.ts';
import { minutes } from '../model/time.ts';
import type { Clock, Logger, NewId, SharedMessages } from '../ports.ts';

/** Slack's way back to a private message closes after 30 minutes, so a button on it is worth no more. */
export const SHARE_LIFETIME_MS = minutes(30);

/** The message with a button that posts it to the channel. Without a store there is no button, but still the answer. */
export async function offerToShare(
  deps: { readonly shared: SharedMessages; readonly clock: Clock; readonly newId: NewId; readonly logger: Logger },
  message: Message,
  userId: string,
  view: View,
): Promise<Message> {
  const id = deps.newId('msg');
  try {
    await deps.shared.keep(id, { userId, message }, deps.clock.now() + SHARE_LIFETIME_MS);
  } catch (error) {
    deps.logger.warn({ err: error }, 'could not keep an answer for sharing');
    return message;
  }
  const label = plainText(translate(view.locale, say('command.postToChannel')), view.timeZone);
  return {
    ...message,
    blocks: [
      ...message.blocks,
      { kind: 'controls', controls: [{ kind: 'button', interaction: 'post_to_channel', label, reference: { id, revision: 1 } }] },
    ],
  };
}
