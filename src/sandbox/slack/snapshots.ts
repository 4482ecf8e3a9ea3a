import type { EpochMs } from '../../model/time.ts';
import type { Channel } from './channels.ts';
import type { Core } from './core.ts';
import { timestampToEpochMs } from './identifiers.ts';
import type { JsonObject } from './json.ts';
import type { FileRecord, StoredMessage } from './message.ts';
import type { QuietHours } from './people.ts';
import type { StoredView } from './views.ts';
import type { CommandSeed } from './workspace.ts';

/** A message as people see it; plain data for the page, tests and the JSON API. */
export interface MessageSnapshot {
  readonly ts: string;
  readonly at: EpochMs;
  readonly channelId: string;
  readonly userId: string;
  readonly authorName: string;
  readonly isFromApp: boolean;
  readonly text: string;
  readonly blocks: readonly JsonObject[];
  readonly attachments: readonly JsonObject[];
  readonly metadata: JsonObject | null;
  readonly threadTs: string | null;
  readonly broadcast: boolean;
  readonly replyCount: number;
  readonly replyUsers: readonly string[];
  readonly ephemeralFor: string | null;
  readonly editCount: number;
  /** Whether Slack shows "(edited)". */
  readonly isMarkedEdited: boolean;
  readonly files: readonly FileRecord[];
  readonly reactions: readonly { readonly name: string; readonly users: readonly string[] }[];
}

export function messageSnapshot(core: Core, message: StoredMessage): MessageSnapshot {
  const thread = core.messages.thread(message);
  return {
    ts: message.ts,
    at: timestampToEpochMs(message.ts),
    channelId: message.channelId,
    userId: message.userId,
    authorName: core.people.find(message.userId)?.displayName ?? 'Slackbot',
    isFromApp: message.isFromApp,
    text: message.text,
    blocks: message.blocks,
    attachments: message.attachments,
    metadata: message.metadata ?? null,
    threadTs: message.threadTs ?? null,
    broadcast: message.broadcast,
    replyCount: thread?.replyCount ?? 0,
    replyUsers: thread?.replyUsers ?? [],
    ephemeralFor: message.ephemeralFor ?? null,
    editCount: message.editCount,
    isMarkedEdited: message.edited !== undefined,
    files: message.files,
    reactions: [...message.reactions].map(([name, users]) => ({ name, users: [...users] })),
  };
}

export interface ChannelSnapshot {
  readonly id: string;
  readonly name: string;
  readonly topic: string;
  readonly kind: Channel['kind'];
  readonly personId: string | null;
  readonly members: readonly string[];
  readonly archived: boolean;
}

export interface PersonSnapshot {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly title: string;
  readonly locale: string;
  readonly timezone: string;
  readonly isBot: boolean;
  readonly presence: 'active' | 'away';
  readonly quietHours: QuietHours | null;
  readonly deactivated: boolean;
}

/** Switches of this Slack; each is set under the same name. */
export interface SettingsSnapshot {
  /** Whether the blocks of 2025 and 2026 are known. */
  readonly newBlocks: boolean;
  readonly rateLimits: boolean;
  readonly botTokenRevoked: boolean;
  readonly appTokenRevoked: boolean;
}

export interface WorkspaceSnapshot {
  readonly team: string;
  readonly appName: string;
  readonly botUserId: string;
  readonly now: EpochMs;
  /** Simulated time per real time; 0 while it stands. */
  readonly speed: number;
  readonly channels: readonly ChannelSnapshot[];
  readonly people: readonly PersonSnapshot[];
  readonly usergroups: readonly { readonly id: string; readonly handle: string }[];
  readonly commands: readonly CommandSeed[];
  readonly settings: SettingsSnapshot;
  /** Connected sockets, or `http` when a request URL is set. */
  readonly transport: { readonly kind: 'sockets'; readonly count: number } | { readonly kind: 'http'; readonly url: string };
}

const channelSnapshot = (channel: Channel): ChannelSnapshot => ({
  id: channel.id,
  name: channel.name,
  topic: channel.topic,
  kind: channel.kind,
  personId: channel.personId ?? null,
  members: [...channel.members],
  archived: channel.archived,
});

export function workspaceSnapshot(core: Core, socketCount: number): WorkspaceSnapshot {
  const now = core.now();
  const { requestUrl, newBlocks, isBotTokenRevoked, isAppTokenRevoked } = core.settings;
  return {
    team: core.workspace.team.name,
    appName: core.people.get(core.workspace.app.botUserId).displayName,
    botUserId: core.workspace.app.botUserId,
    now,
    speed: core.speed(),
    channels: core.channels.all().map(channelSnapshot),
    people: core.people.all().map(({ realName: _, isAdmin: __, isBot = false, ...person }) => ({ ...person, isBot })),
    usergroups: core.workspace.usergroups.map(({ id, handle }) => ({ id, handle })),
    commands: core.workspace.commands,
    settings: { newBlocks, rateLimits: core.rateLimits.isEnabled, botTokenRevoked: isBotTokenRevoked, appTokenRevoked: isAppTokenRevoked },
    transport: requestUrl === null ? { kind: 'sockets', count: socketCount } : { kind: 'http', url: requestUrl },
  };
}

export interface ViewSnapshot {
  readonly id: string;
  readonly content: JsonObject;
  readonly hash: string;
  readonly errors: Readonly<Record<string, string>>;
}

export interface ViewsSnapshot {
  /** Open modals, the topmost last. */
  readonly modals: readonly ViewSnapshot[];
  readonly home: ViewSnapshot | null;
}

const viewSnapshot = ({ id, content, hash, errors }: StoredView): ViewSnapshot => ({ id, content, hash, errors });

export function viewsSnapshot(core: Core, userId: string): ViewsSnapshot {
  const home = core.views.home(core.people.get(userId).id);
  return { modals: core.views.stack(userId).map(viewSnapshot), home: home === undefined ? null : viewSnapshot(home) };
}
