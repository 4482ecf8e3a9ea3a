import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { type LocalSlack, type LocalSlackOptions, startLocalSlack } from '../../../src/sandbox/slack/server.ts';
import { defaultWorkspace } from '../../../src/sandbox/slack/workspace.ts';

export const SIGNING_SECRET = 'test-signing-secret';

/** 2026-11-22T00:00:00Z. */
export const START = Date.UTC(2026, 10, 22);

/** A clock that a test moves. */
export class HandClock {
  private at = START;

  now(): number {
    return this.at;
  }

  advance(byMs: number): void {
    this.at += byMs;
  }
}

export interface Stage {
  readonly slack: LocalSlack;
  readonly clock: HandClock;
  readonly client: WebClient;
}

export async function openStage(options: Partial<LocalSlackOptions> = {}): Promise<Stage> {
  const clock = new HandClock();
  const slack = await startLocalSlack({ clock, workspace: defaultWorkspace, signingSecret: SIGNING_SECRET, rateLimits: false, ...options });
  return { slack, clock, client: clientOf(slack) };
}

/** The real client, without retries, so that a test sees each answer. */
export const clientOf = (slack: LocalSlack, token: string = defaultWorkspace.tokens.bot): WebClient =>
  new WebClient(token, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true, logLevel: LogLevel.ERROR });

const appOptions = (slack: LocalSlack) => ({
  token: defaultWorkspace.tokens.bot,
  botId: defaultWorkspace.app.botId,
  botUserId: defaultWorkspace.app.botUserId,
  tokenVerificationEnabled: false,
  clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
  logLevel: LogLevel.ERROR,
});

/** A Bolt app on Socket Mode, not started. */
export function socketApp(slack: LocalSlack): App {
  const receiver = new SocketModeReceiver({
    appToken: defaultWorkspace.tokens.app,
    logLevel: LogLevel.ERROR,
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 1, minTimeout: 10 } } },
  });
  return new App({ ...appOptions(slack), receiver });
}

/** A Bolt app on signed HTTP, not started. */
export function httpApp(slack: LocalSlack, signingSecret: string = SIGNING_SECRET): { app: App; receiver: HTTPReceiver } {
  const receiver = new HTTPReceiver({ signingSecret, logLevel: LogLevel.ERROR });
  return { app: new App({ ...appOptions(slack), receiver }), receiver };
}
