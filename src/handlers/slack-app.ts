import { App, type Receiver, type ReceiverEvent, SocketModeReceiver } from '@slack/bolt';
import type { Config } from '../config/config.ts';
import type { Secret } from '../model/secret.ts';
import { type DurationMs, type EpochMs, seconds } from '../model/time.ts';
import type { Clock, Logger, SeenRequests } from '../ports.ts';
import { boltLogger } from './bolt-logger.ts';
import { homeOwners } from './home-owners.ts';
import { publishHomes } from './slack-homes.ts';
import { identify, pause, type SlackIdentity } from './slack-identity.ts';
import { registerListeners, type SlackHandlers } from './slack-listeners.ts';

export interface SlackAppDeps {
  readonly config: Config;
  readonly botToken: Secret;
  /** Switches Socket Mode on; without it Slack comes in by HTTP. */
  readonly appToken: Secret | null;
  readonly handlers: SlackHandlers;
  readonly seen: SeenRequests;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Whether Slack knows us and reaches us; told at `/readyz` and in metrics. */
export interface SlackState {
  readonly mode: 'socket' | 'http';
  /** `null` until Slack has said who the bot is. */
  readonly identity: SlackIdentity | null;
  readonly openSockets: number;
  /** Since when nothing of Slack can reach us; `null` while it can. */
  readonly deafSince: EpochMs | null;
  readonly reason: string | null;
}

export interface SlackApp {
  /** Returns at once; Slack may be away for as long as it likes. */
  start(): void;
  /** Hands a verified payload on, for HTTP mode; `null` until Slack has said who the bot is. */
  process(event: ReceiverEvent): Promise<void> | null;
  state(): SlackState;
  /** Takes no more, and waits a while for what is being handled. */
  stop(): Promise<void>;
}

const DRAIN_MS = seconds(10);

/** Two sockets: Slack refreshes each every few hours, and one alone is deaf for five seconds then. */
const SOCKETS = 2;

export function createSlackApp(deps: SlackAppDeps): SlackApp {
  const { clock, logger, config } = deps;
  const stopping = new AbortController();
  const work = new Set<Promise<unknown>>();
  const slackApiUrl = config.environment.slackApiUrl;
  let identity: SlackIdentity | null = null;
  let reason: string | null = 'slack has not answered yet';
  let deafSince: EpochMs | null = clock.now();

  const { appToken } = deps;
  const sockets = appToken === null ? [] : Array.from({ length: SOCKETS }, () => socketReceiver(deps, appToken));
  const open = new Set<SocketModeReceiver>();
  const app = new App({
    receiver: sockets[0] ?? SILENT_RECEIVER,
    // Asked for at each event, so that Bolt starts without Slack and never calls auth.test by itself.
    authorize: async () => ({
      botToken: deps.botToken.reveal(),
      ...(identity === null ? {} : { botId: identity.botId, botUserId: identity.botUserId, teamId: identity.teamId }),
    }),
    clientOptions: { slackApiUrl, retryConfig: { retries: 2, minTimeout: 300, factor: 2 }, timeout: 5_000 },
    convoStore: false,
    logger: boltLogger(logger),
  });
  for (const spare of sockets.slice(1)) {
    spare.init(app);
  }
  registerListeners(app, {
    ...deps,
    teamId: () => identity?.teamId ?? '',
    track: (promise) => {
      work.add(promise);
      return promise.finally(() => work.delete(promise));
    },
  });

  const note = (): void => {
    const isReached = identity !== null && (sockets.length === 0 || open.size > 0);
    deafSince = isReached ? null : (deafSince ?? clock.now());
    reason = isReached ? null : reason;
  };
  for (const socket of sockets) {
    socket.client.on('connected', () => {
      open.add(socket);
      note();
    });
    for (const lost of ['disconnected', 'reconnecting']) {
      socket.client.on(lost, () => {
        open.delete(socket);
        reason = 'no socket to slack is open';
        note();
      });
    }
  }

  const connect = async (): Promise<void> => {
    const onFailure = (failure: string): void => {
      reason = failure;
    };
    identity = await identify(app.client, deps.botToken.reveal(), { clock, logger, signal: stopping.signal, onFailure });
    note();
    await Promise.all(sockets.map((socket) => keepStarting(socket, deps, stopping.signal, onFailure)));
    // Whoever opened the Home tab before we could hear of it looks at an empty one.
    await publishHomes(app.client, homeOwners(config), deps, stopping.signal);
  };

  return {
    start: () => {
      void connect();
    },
    process: (event) => (identity === null || stopping.signal.aborted ? null : app.processEvent(event)),
    state: () => ({ mode: sockets.length === 0 ? 'http' : 'socket', identity, openSockets: open.size, deafSince, reason }),
    stop: async () => {
      stopping.abort();
      await Promise.all([...open].map((socket) => socket.stop()));
      await Promise.race([Promise.allSettled(work), realDelay(DRAIN_MS)]);
    },
  };
}

/** Bolt's own options for a socket must be an object of its own: the socket client writes its retry policy into it. */
function socketReceiver({ config, logger }: SlackAppDeps, appToken: Secret): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken: appToken.reveal(),
    logger: boltLogger(logger),
    installerOptions: {
      clientOptions: {
        slackApiUrl: config.environment.slackApiUrl,
        retryConfig: { retries: 100, factor: 1.3, maxTimeout: 15_000 },
      },
    },
  });
}

/** Opens a socket; once open, it reconnects by itself. A refusal (a wrong token, say) is tried again, slowly. */
async function keepStarting(
  socket: SocketModeReceiver,
  { clock, logger }: SlackAppDeps,
  signal: AbortSignal,
  onFailure: (reason: string) => void,
): Promise<void> {
  for (let delayMs: DurationMs = seconds(2); !signal.aborted; delayMs = Math.min(delayMs * 2, seconds(60))) {
    try {
      await socket.start();
      return;
    } catch (error) {
      onFailure('slack refused a socket');
      logger.warn({ err: error, retryInMs: delayMs }, 'could not open a socket to slack');
      await pause(clock, delayMs, signal);
    }
  }
}

const SILENT_RECEIVER: Receiver = { init: () => {}, start: async () => {}, stop: async () => {} };

function realDelay(durationMs: DurationMs): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, durationMs).unref();
  });
}
