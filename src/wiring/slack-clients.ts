import { createSlackDialogs } from '../clients/slack-dialogs.ts';
import { createSlackDirectory } from '../clients/slack-directory.ts';
import { createSlackMessenger } from '../clients/slack-messenger.ts';
import type { Config } from '../config/config.ts';
import { UpstreamError } from '../model/errors.ts';
import { seconds } from '../model/time.ts';
import type { Clock, DeliveryOutcome, Dialogs, Directory, Messenger } from '../ports.ts';

export interface SlackClients {
  readonly messenger: Messenger;
  readonly directory: Directory;
  readonly dialogs: Dialogs;
}

/** How Slack is spoken to. Without a token everything that is to be said waits. */
export function openSlackClients({ environment, timezone: timeZone, slack }: Config, clock: Clock): SlackClients {
  const { slackBotToken: token, slackApiUrl: apiUrl } = environment;
  if (token === null) {
    return NO_SLACK;
  }
  const options = { timeZone, newBlocks: slack.newBlocks };
  return {
    messenger: createSlackMessenger({ token, apiUrl }, options),
    directory: createSlackDirectory({ token, apiUrl }, clock),
    dialogs: createSlackDialogs({ token, apiUrl }, options),
  };
}

const REASON = 'SLACK_BOT_TOKEN is not set';
const waiting = async (): Promise<DeliveryOutcome> => ({ kind: 'retry', reason: REASON, afterMs: seconds(30) });

const NO_SLACK: SlackClients = {
  messenger: {
    post: waiting,
    update: waiting,
    upload: waiting,
    find: async () => null,
    findFile: async () => false,
    permalink: async () => null,
  },
  directory: { membersOf: async () => null, localeOf: async () => null, nameOf: async () => null, doNotDisturbUntil: async () => null },
  dialogs: {
    open: async () => {
      throw new UpstreamError('unavailable', { system: 'slack', retryable: false, reason: REASON });
    },
  },
};
