import type { AckFn, App, RespondFn } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Config } from '../config/config.ts';
import type { Message } from '../model/message.ts';
import { type DurationMs, minutes } from '../model/time.ts';
import type { Clock, Logger, SeenRequests } from '../ports.ts';
import type { Answer } from './answer.ts';
import type { CommandRequest } from './command-router.ts';
import { sendDrawable } from './drawable.ts';
import type { Click } from './interaction-router.ts';
import { publish } from './slack-homes.ts';
import { deliveryKey, INTERACTIONS, isOnHome, readClick, readSubmission, teamsOf } from './slack-payload.ts';
import { readReply, type ThreadReply } from './slack-reply.ts';
import type { Submission, SubmissionReply } from './submission-router.ts';

/** How long a delivery is remembered: twice as long as a signature is good for. */
const REPLAY_WINDOW_MS: DurationMs = minutes(10);

/** What the product does with what comes in. */
export interface SlackHandlers {
  command(request: CommandRequest, answer: Answer): Promise<void>;
  click(click: Click, answer: Answer): Promise<void>;
  submission(submission: Submission): Promise<SubmissionReply>;
  /** Somebody answered in a thread; the product decides whether it is one of its own. */
  reply(reply: ThreadReply): Promise<void>;
  /** @param notice - What to say on top: how a button on the tab was answered. */
  home(userId: string, notice?: Message): Promise<Message>;
  help(userId: string): Promise<Message>;
}

export interface ListenerDeps {
  readonly config: Config;
  readonly handlers: SlackHandlers;
  readonly seen: SeenRequests;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
  /** Our workspace; people of another, who come in by a shared channel, are refused. */
  teamId(): string;
  /** Counts work that a shutdown should wait for. */
  track<T>(work: Promise<T>): Promise<T>;
}

/** Connects what Slack sends to the routers. Slack gets its acknowledgement before anything else is done. */
export function registerListeners(app: App, deps: ListenerDeps): void {
  const { handlers, logger } = deps;

  app.command('/thanos', async ({ ack, command, body, respond }) => {
    await acknowledge(ack, logger);
    await deps.track(
      admit(deps, body, async () => {
        const { user_id: userId, channel_id: channelId, text } = command;
        await handlers.command({ userId, channelId, text: text ?? '' }, answerThrough(respond, deps));
      }),
    );
  });

  app.action(new RegExp(`^(${INTERACTIONS.join('|')})(:\\d+)?$`), async ({ ack, body, respond, client }) => {
    // A click that cannot be acknowledged still counts: the person has pressed the button, and the store decides what it does.
    await acknowledge(ack, logger);
    const click = readClick(body);
    if (click !== null) {
      await deps.track(
        admit(deps, body, () =>
          handlers.click(click, isOnHome(body) ? answerOnHome(client, click.userId, deps) : answerThrough(respond, deps)),
        ),
      );
    } else {
      logger.warn({}, 'ignored a click without a reference of ours');
    }
  });

  app.action(/^link_/, ({ ack }) => acknowledge(ack, logger));

  app.view(/.*/, async ({ ack, body }) => {
    const submission = readSubmission(body);
    const reply = submission === null ? null : await deps.track(admit(deps, body, () => handlers.submission(submission)));
    await (reply?.kind === 'errors' ? ack({ response_action: 'errors', errors: { ...reply.errors } }) : ack());
  });

  app.event('app_home_opened', async ({ event, client, body }) => {
    if (event.tab === 'home') {
      await admit(deps, body, async () => {
        await publishHome(client, event.user, deps);
      });
    }
  });

  app.event('app_mention', async ({ event, client, body }) => {
    const { user, channel } = event;
    if (user !== undefined) {
      await admit(deps, body, async () => {
        await sendDrawable(await handlers.help(user), deps.config, ({ text, blocks }) =>
          client.chat.postEphemeral({ channel, user, text, blocks }),
        );
      });
    }
  });

  app.event('message', async ({ event, context, body }) => {
    const reply = readReply(event, context.botUserId ?? null);
    if (reply !== null) {
      await deps.track(admit(deps, body, () => handlers.reply(reply)));
    }
  });

  app.error(async (error) => {
    logger.error({ err: error }, 'slack listener failed');
  });
}

async function acknowledge(ack: AckFn<never>, logger: Logger): Promise<void> {
  try {
    await ack();
  } catch (error) {
    logger.warn({ err: error }, 'could not acknowledge to slack');
  }
}

/** Lets work through once for each delivery, and only for our own workspace. */
async function admit<T>(deps: ListenerDeps, body: unknown, work: () => Promise<T>): Promise<T | null> {
  const foreign = teamsOf(body).find((team) => team !== deps.teamId());
  if (foreign !== undefined) {
    deps.logger.warn({ team: foreign }, 'refused a request from another workspace');
    return null;
  }
  if (await isRepetition(deps, deliveryKey(body))) {
    deps.logger.warn({}, 'ignored a delivery that was seen before');
    return null;
  }
  return work();
}

/** While the store is away nothing can be remembered; then each operation's own single use has to do. */
async function isRepetition({ seen, clock, logger }: ListenerDeps, key: string | null): Promise<boolean> {
  try {
    return key !== null && !(await seen.isFirst(key, clock.now(), REPLAY_WINDOW_MS));
  } catch (error) {
    logger.warn({ err: error }, 'could not look up earlier deliveries');
    return false;
  }
}

function answerThrough(respond: RespondFn, { config, logger }: ListenerDeps): Answer {
  const attempt = async (send: () => Promise<unknown>): Promise<void> => {
    try {
      await send();
    } catch (error) {
      logger.warn({ err: error }, 'could not answer through slack');
    }
  };
  const give = (message: Message, how: { readonly response_type?: 'ephemeral'; readonly replace_original: boolean }) =>
    attempt(() => sendDrawable(message, config, ({ text, blocks, attachments }) => respond({ text, blocks, attachments, ...how })));
  return {
    show: (message) => give(message, { response_type: 'ephemeral', replace_original: false }),
    replace: (message) => give(message, { replace_original: true }),
    remove: () => attempt(() => respond({ delete_original: true })),
  };
}

/** A click on the Home tab comes without a place to answer in: the tab itself is drawn again with the answer on top. */
function answerOnHome(client: WebClient, userId: string, deps: ListenerDeps): Answer {
  const show = async (notice?: Message): Promise<void> => {
    try {
      await publishHome(client, userId, deps, notice);
    } catch (error) {
      deps.logger.warn({ err: error }, 'could not answer on the home tab');
    }
  };
  return { show, replace: show, remove: () => show() };
}

async function publishHome(client: WebClient, userId: string, { handlers, config }: ListenerDeps, notice?: Message): Promise<void> {
  await publish(client, userId, await handlers.home(userId, notice), config);
}
