import type { EpochMs } from '../../model/time.ts';
import { CallLog } from './call-log.ts';
import { Changes } from './changes.ts';
import { Channels } from './channels.ts';
import { Faults } from './faults.ts';
import { Files } from './files.ts';
import { Identifiers, Timestamps } from './identifiers.ts';
import type { AppIdentity } from './message.ts';
import { Messages } from './messages.ts';
import { People } from './people.ts';
import { RateLimits } from './rate-limits.ts';
import { ResponseUrls } from './response-urls.ts';
import { Scheduled } from './scheduled.ts';
import { SocketTickets } from './socket-tickets.ts';
import { TriggerIds } from './trigger-ids.ts';
import { Views } from './views.ts';
import type { Workspace } from './workspace.ts';

/** Switches that a drill or a test may turn while the server runs. */
export interface Settings {
  /** Whether the blocks of 2025 and 2026 are known. */
  newBlocks: boolean;
  isBotTokenRevoked: boolean;
  isAppTokenRevoked: boolean;
  /** Where signed requests go; `null` means Socket Mode. */
  requestUrl: string | null;
}

/** The state of one local Slack and the rules that keep it. */
export interface Core {
  readonly workspace: Workspace;
  readonly app: AppIdentity;
  readonly now: () => EpochMs;
  /** Simulated time per real time; 0 while it stands. */
  readonly speed: () => number;
  /** Monotonic real time, for limits that do not follow the workspace's clock. */
  readonly realNowMs: () => number;
  /** Address of this server, without a slash at the end. */
  readonly url: () => string;
  readonly settings: Settings;
  readonly identifiers: Identifiers;
  readonly timestamps: Timestamps;
  readonly changes: Changes;
  readonly people: People;
  readonly channels: Channels;
  readonly messages: Messages;
  readonly scheduled: Scheduled;
  readonly views: Views;
  readonly files: Files;
  readonly triggers: TriggerIds;
  readonly responseUrls: ResponseUrls;
  readonly faults: Faults;
  readonly rateLimits: RateLimits;
  readonly calls: CallLog;
  readonly tickets: SocketTickets;
}

export interface CoreOptions {
  readonly workspace: Workspace;
  readonly now: () => EpochMs;
  readonly speed: () => number;
  readonly realNowMs: () => number;
  readonly url: () => string;
}

export function createCore({ workspace, now, speed, realNowMs, url }: CoreOptions): Core {
  const identifiers = new Identifiers();
  const timestamps = new Timestamps(now);
  const changes = new Changes();
  return {
    workspace,
    app: { teamId: workspace.team.id, appId: workspace.app.id, botId: workspace.app.botId },
    now,
    speed,
    realNowMs,
    url,
    settings: { newBlocks: true, isBotTokenRevoked: false, isAppTokenRevoked: false, requestUrl: null },
    identifiers,
    timestamps,
    changes,
    people: new People(workspace.people),
    channels: new Channels(workspace.channels, workspace.createdAt, workspace.app.botUserId, identifiers),
    messages: new Messages(timestamps, changes),
    scheduled: new Scheduled(identifiers),
    views: new Views(identifiers, changes),
    files: new Files(),
    triggers: new TriggerIds(realNowMs),
    responseUrls: new ResponseUrls(now),
    faults: new Faults(realNowMs, identifiers, () => changes.announce({ kind: 'faults' })),
    rateLimits: new RateLimits(realNowMs),
    calls: new CallLog(),
    tickets: new SocketTickets(),
  };
}
