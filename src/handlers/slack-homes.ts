import type { WebClient } from '@slack/web-api';
import type { Config } from '../config/config.ts';
import type { Message } from '../model/message.ts';
import type { Secret } from '../model/secret.ts';
import type { Logger } from '../ports.ts';
import { sendDrawable } from './drawable.ts';

interface HomeDependencies {
  readonly config: Config;
  readonly botToken: Secret;
  readonly handlers: { home(userId: string): Promise<Message> };
  readonly logger: Logger;
}

/** Draws the Home tab of several people, one after the other. One that cannot be drawn does not keep the others from it. */
export async function publishHomes(
  client: WebClient,
  userIds: readonly string[],
  { config, botToken, handlers, logger }: HomeDependencies,
  signal: AbortSignal,
): Promise<void> {
  for (const userId of userIds) {
    if (signal.aborted) {
      return;
    }
    try {
      await publish(client, userId, await handlers.home(userId), config, botToken.reveal());
    } catch (error) {
      logger.warn({ err: error, actor: userId }, 'could not draw a home tab');
    }
  }
}

/** Draws one Home tab. @throws what Slack refuses */
export async function publish(client: WebClient, userId: string, home: Message, config: Config, token?: string): Promise<void> {
  await sendDrawable(home, config, ({ blocks }) =>
    client.views.publish({ user_id: userId, view: { type: 'home', blocks }, ...(token === undefined ? {} : { token }) }),
  );
}
