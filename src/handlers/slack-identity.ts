import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import { type DurationMs, seconds } from '../model/time.ts';
import type { Clock, Logger } from '../ports.ts';

/** Who the bot is in Slack. */
export interface SlackIdentity {
  readonly teamId: string;
  readonly botId: string;
  readonly botUserId: string;
}

/** Scopes of the bot token without which a feature is off. Source: manifests/slack-app.yaml. */
const NEEDED_SCOPES = [
  'chat:write',
  'commands',
  'users:read',
  'usergroups:read',
  'dnd:read',
  'files:write',
  'files:read',
  'app_mentions:read',
];

const answer = z.object({
  team_id: z.string(),
  bot_id: z.string(),
  user_id: z.string(),
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});

/** Asks Slack who the bot is, again and again until it answers or the signal aborts. A missing scope is said once. */
export async function identify(
  client: Pick<WebClient, 'auth'>,
  token: string,
  { clock, logger, signal, onFailure }: { clock: Clock; logger: Logger; signal: AbortSignal; onFailure: (reason: string) => void },
): Promise<SlackIdentity | null> {
  for (let delayMs = seconds(1); !signal.aborted; delayMs = Math.min(delayMs * 2, seconds(60))) {
    try {
      const identity = answer.parse(await client.auth.test({ token }));
      warnOfMissingScopes(identity.response_metadata?.scopes, logger);
      return { teamId: identity.team_id, botId: identity.bot_id, botUserId: identity.user_id };
    } catch (error) {
      const reason = reasonOf(error);
      onFailure(reason);
      logger.warn({ reason, retryInMs: delayMs }, 'slack did not say who the bot is');
      await pause(clock, delayMs, signal);
    }
  }
  return null;
}

function warnOfMissingScopes(scopes: readonly string[] | undefined, logger: Logger): void {
  const missing = scopes === undefined ? [] : NEEDED_SCOPES.filter((scope) => !scopes.includes(scope));
  if (missing.length > 0) {
    logger.warn({ missing }, 'the bot token lacks scopes');
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof WebAPIPlatformError) {
    return error.data.error;
  }
  return error instanceof Error ? error.message.slice(0, 200) : 'unknown';
}

/** Waits, but not beyond the signal. */
export function pause(clock: Clock, durationMs: DurationMs, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(durationMs, () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
    const stop = (): void => {
      cancel();
      resolve();
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}
