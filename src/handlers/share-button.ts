import type { Config } from '../config/config.ts';
import { plainText } from '../messages/mrkdwn.ts';
import { say } from '../messages/say.ts';
import { sentenceMessage } from '../messages/sentence.ts';
import { translate } from '../messages/translate.ts';
import type { View } from '../messages/view.ts';
import { UserError } from '../model/errors.ts';
import type { Message, MessageAddress } from '../model/message.ts';
import type { Phrase } from '../model/phrase.ts';
import type { Clock, Messenger, SharedMessages } from '../ports.ts';
import type { ClickHandler } from './interaction-router.ts';
import { SHARE_LIFETIME_MS } from './shared-messages.ts';

/** Posts an answer that its reader has chosen to share, exactly as they saw it; further pages go into its thread. */
export function shareButton(deps: {
  readonly shared: SharedMessages;
  readonly messenger: Pick<Messenger, 'post'>;
  readonly clock: Clock;
  readonly config: Config;
}): ClickHandler {
  const postPages = async (pages: readonly Message[], { channel, ts: threadTs }: MessageAddress): Promise<void> => {
    for (const page of pages) {
      await deps.messenger.post({ channel, threadTs, locale: deps.config.slack.locales[channel] ?? deps.config.locale }, page, 'bulk');
    }
  };
  return async (click, answer, view) => {
    const shared = await deps.shared.take(click.reference.id, deps.clock.now());
    if (shared === null || shared.userId !== click.userId) {
      throw new UserError(say('command.shareGone'));
    }
    const by = translate(view.locale, say('command.sharedBy', { by: click.userId }));
    const message = { ...shared.message, blocks: [...shared.message.blocks, { kind: 'context' as const, items: [by] }] };
    const locale = deps.config.slack.locales[click.channelId] ?? view.locale;
    const outcome = await deps.messenger.post({ channel: click.channelId, locale }, message, 'bulk');
    if (outcome.kind === 'delivered') {
      await postPages(shared.pages ?? [], outcome.address);
      return answer.remove();
    }
    if (outcome.kind !== 'ambiguous') {
      // Slack surely did not post it, so the same button may be pressed again.
      await deps.shared.keep(click.reference.id, shared, deps.clock.now() + SHARE_LIFETIME_MS);
    }
    return answer.show(sentenceMessage(refusal(outcome.reason, view), view));
  };
}

/** What Slack answers where the bot is not a member; it does not even know a private channel then. */
const NOT_A_MEMBER = ['not_in_channel', 'channel_not_found'];

function refusal(reason: string, { timeZone }: View): Phrase {
  return NOT_A_MEMBER.includes(reason)
    ? say('command.shareNotMember')
    : say('command.shareFailed', { reason: plainText([reason], timeZone) });
}
