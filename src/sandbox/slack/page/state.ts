/// <reference lib="dom" />
import type { ChannelSnapshot, MessageSnapshot, PersonSnapshot, ViewsSnapshot, WorkspaceSnapshot } from '../snapshots.ts';
import type { Viewer } from './dates.ts';

/** What the page shows; the server owns the truth. */
export interface PageState {
  workspace: WorkspaceSnapshot;
  /** Reading of the browser's own clock when the workspace was read. */
  readAt: number;
  readonly messages: Map<string, MessageSnapshot[]>;
  views: ViewsSnapshot;
  /** Who the person at the browser acts as. */
  actorId: string;
  channelId: string;
  threadTs: string | null;
  pane: 'channel' | 'home';
  /** Last message read, by actor and channel. */
  readonly read: Map<string, string>;
  readonly notifications: PhoneNotification[];
}

/** What a phone would show on its lock screen. */
export interface PhoneNotification {
  readonly userId: string;
  readonly title: string;
  readonly text: string;
  readonly at: number;
  /** Not delivered: the person has paused notifications. */
  readonly isHeld: boolean;
}

const readKey = (actorId: string, channelId: string): string => `${actorId} ${channelId}`;

export function person(state: PageState, id: string): PersonSnapshot | undefined {
  return state.workspace.people.find((candidate) => candidate.id === id);
}

export function channel(state: PageState, id: string): ChannelSnapshot | undefined {
  return state.workspace.channels.find((candidate) => candidate.id === id);
}

/** The workspace's time, counted on from the last reading, so that nobody has to ask for it. */
export const nowOf = ({ workspace, readAt }: PageState): number => workspace.now + (performance.now() - readAt) * workspace.speed;

export const isQuiet = (one: PersonSnapshot, at: number): boolean =>
  one.quietHours !== null && one.quietHours.startsAt <= at && at < one.quietHours.endsAt;

export function viewer(state: PageState): Viewer {
  const actor = person(state, state.actorId);
  return { timezone: actor?.timezone ?? 'UTC', locale: actor?.locale ?? 'en-US', now: nowOf(state) };
}

/** A channel's name with its sign; a direct message has the name of the other side. */
export function channelTitle(state: PageState, shown: ChannelSnapshot): string {
  if (shown.kind !== 'im') {
    return shown.name;
  }
  return shown.personId === state.actorId ? state.workspace.appName : (person(state, shown.personId ?? '')?.displayName ?? shown.name);
}

/** Channels of the person who acts, direct messages after the others. */
export function ownChannels(state: PageState): readonly ChannelSnapshot[] {
  return state.workspace.channels.filter((shown) => shown.members.includes(state.actorId));
}

export function visibleMessages(state: PageState, channelId: string): readonly MessageSnapshot[] {
  return (state.messages.get(channelId) ?? []).filter((message) => message.ephemeralFor === null || message.ephemeralFor === state.actorId);
}

export function inMainList(message: MessageSnapshot): boolean {
  return message.threadTs === null || message.broadcast;
}

/** Messages of others since the person last looked. */
export function unread(state: PageState, channelId: string): readonly MessageSnapshot[] {
  const last = state.read.get(readKey(state.actorId, channelId)) ?? '';
  return visibleMessages(state, channelId).filter(
    (message) => inMainList(message) && message.ts > last && message.userId !== state.actorId,
  );
}

export function markRead(state: PageState, channelId: string): void {
  const last = state.messages.get(channelId)?.at(-1)?.ts;
  if (last !== undefined) {
    state.read.set(readKey(state.actorId, channelId), last);
  }
}

/** Objects whose words are shown as they are: `<!channel>` in them calls nobody. */
const LITERAL = new Set(['text', 'plain_text', 'raw_text']);

function isLiteral(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && LITERAL.has(value.type);
}

/** Markup that people read in a message before they press anything: a confirm dialog mentions nobody. */
function allText(message: MessageSnapshot): string {
  const known = texts.get(message);
  if (known !== undefined) {
    return known;
  }
  const read = (key: string, value: unknown): unknown => (key === 'confirm' || isLiteral(value) ? undefined : value);
  const shown = `${message.text} ${JSON.stringify([message.blocks, message.attachments], read)}`;
  texts.set(message, shown);
  return shown;
}

/** A changed message is a new object; the sidebar asks for every unread one again and again. */
const texts = new WeakMap<MessageSnapshot, string>();

export function mentions(message: MessageSnapshot, userId: string): boolean {
  const shown = allText(message);
  return shown.includes(`<@${userId}`) || shown.includes(`"user_id":"${userId}"`);
}

/** Whether Slack would send the person a push notification for a new message. */
export function notifies(state: PageState, message: MessageSnapshot, userId: string): boolean {
  const where = channel(state, message.channelId);
  if (message.userId === userId || where === undefined || !where.members.includes(userId) || message.ephemeralFor !== null) {
    return false;
  }
  return where.kind === 'im' || mentions(message, userId) || /<!(here|channel|everyone|subteam\^)/.test(allText(message));
}
