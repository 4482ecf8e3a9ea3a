import { LogLevel, WebClient } from '@slack/web-api';
import type { Secret } from '../model/secret.ts';
import type { DurationMs } from '../model/time.ts';

export interface SlackLogin {
  readonly token: Secret;
  /** Base of the Web API, e.g. `https://slack.com/api/`. */
  readonly apiUrl: string;
}

/**
 * A client of Slack's Web API that tries once and within a time limit. Left to itself it retries for half an hour, posts twice when
 * an answer is lost, and holds all its calls back when one is rate limited; our outbox decides about retries instead.
 */
export function createSlackClient(login: SlackLogin, timeoutMs: DurationMs): WebClient {
  return new WebClient(login.token.reveal(), {
    // The client appends method names, so the base must end in a slash.
    slackApiUrl: login.apiUrl.replace(/\/*$/, '/'),
    timeout: timeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    // More than errors would put message texts into the log.
    logLevel: LogLevel.ERROR,
  });
}
