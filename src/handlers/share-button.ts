import type { Config } from '../config/config.ts';
import { plainText } from '../messages/mrkdwn.ts';
import { say } from '../messages/say.ts';
import { sentenceMessage } from '../messages/sentence.ts';
import { translate } from '../messages/translate.ts';
import { UserError } from '../model/errors.ts';
import type { Message, MessageAddress } from '../model/message.ts';
import type { Clock, Messenger, SharedMessages } from '../ports.ts';
import type { ClickHandler } from './interaction-router.ts';

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
    const reason = 'reason' in outcome ? outcome.reason : '';
    return answer.show(sentenceMessage(say('command.shareFailed', { reason: plainText([reason], view.timeZone) }), view));
  };
}
