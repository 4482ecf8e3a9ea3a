import { RespondError } from '@slack/bolt';
import { WebAPIPlatformError } from '@slack/web-api';
import type { Config } from '../config/config.ts';
import { type RenderedMessage, renderMessage } from '../messages/block-kit.ts';
import type { Message } from '../model/message.ts';

/**
 * Sends a message, and once more in plain blocks when Slack refuses the newer ones: a workspace may not have them, and an answer that is
 * not drawn is no answer at all.
 *
 * @throws what `send` throws for any other reason
 */
export async function sendDrawable(
  message: Message,
  { timezone: timeZone, slack }: Pick<Config, 'timezone' | 'slack'>,
  send: (rendered: RenderedMessage) => Promise<unknown>,
): Promise<void> {
  try {
    await send(renderMessage(message, { timeZone, newBlocks: slack.newBlocks }));
  } catch (error) {
    if (!slack.newBlocks || !isUndrawable(error)) {
      throw error;
    }
    await send(renderMessage(message, { timeZone, newBlocks: false }));
  }
}

/** An answer's address says no more than 400. */
function isUndrawable(error: unknown): boolean {
  return error instanceof WebAPIPlatformError
    ? error.data.error.startsWith('invalid_blocks') || error.data.error === 'invalid_arguments'
    : error instanceof RespondError && error.statusCode === 400;
}
