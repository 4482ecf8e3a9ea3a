import { createSlackClient, type SlackLogin } from './slack-client.ts';
import { slackOutcome } from './slack-outcome.ts';

/** What asking Slack once found out. */
export type SlackAnswer = { readonly ok: true; readonly detail: string } | { readonly ok: false; readonly detail: string };

const DEADLINE_MS = 10_000;

/** Asks who the token belongs to. */
export function probeToken(login: SlackLogin): Promise<SlackAnswer> {
  return asked(async () => {
    const { team, user } = await createSlackClient(login, DEADLINE_MS).auth.test();
    return `${user} in ${team}`;
  });
}

/** Reads one message of a channel: proves that it exists and that the bot was invited. */
export function probeChannel(login: SlackLogin, channel: string): Promise<SlackAnswer> {
  return asked(async () => {
    await createSlackClient(login, DEADLINE_MS).conversations.history({ channel, limit: 1 });
    return 'the bot is in the channel';
  });
}

async function asked(work: () => Promise<string>): Promise<SlackAnswer> {
  try {
    return { ok: true, detail: await work() };
  } catch (failure) {
    return { ok: false, detail: slackOutcome(failure).reason };
  }
}
