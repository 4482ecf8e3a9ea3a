import type { Core } from './core.ts';
import type { Delivery } from './delivery.ts';
import type { StoredMessage } from './message.ts';
import { NotThere } from './slack-error.ts';
import { wireView } from './views.ts';

export interface Saying {
  readonly userId: string;
  readonly channelId: string;
  readonly text: string;
  readonly threadTs?: string;
}

/** A person writes a message; the app hears of it where it is a member, by the event that the kind of the channel has. */
export async function say(core: Core, delivery: Delivery, saying: Saying): Promise<StoredMessage> {
  const channel = core.channels.get(saying.channelId);
  if (!channel.members.has(core.people.get(saying.userId).id)) {
    throw new NotThere(`${saying.userId} is not a member of ${channel.id}.`);
  }
  const { threadTs } = saying;
  const message = core.messages.post({
    channelId: channel.id,
    userId: saying.userId,
    isFromApp: false,
    text: withMentions(core, saying.text),
    blocks: [],
    attachments: [],
    ...(threadTs === undefined ? {} : { threadTs }),
  });
  const { botUserId } = core.workspace.app;
  const event = {
    user: message.userId,
    ts: message.ts,
    text: message.text,
    team: core.app.teamId,
    channel: channel.id,
    event_ts: message.ts,
  };
  const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
  if (channel.kind === 'im') {
    await delivery.event('message.im', { type: 'message', channel_type: 'im', ...event, ...thread });
    return message;
  }
  if (!channel.members.has(botUserId)) {
    return message;
  }
  const [name, type] = channel.kind === 'private' ? ['message.groups', 'group'] : ['message.channels', 'channel'];
  await delivery.event(name, { type: 'message', channel_type: type, ...event, ...thread });
  if (message.text.includes(`<@${botUserId}>`)) {
    await delivery.event('app_mention', { type: 'app_mention', ...event, ...thread });
  }
  return message;
}

function withMentions(core: Core, text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped.replace(/(?<![\w@])@([\w.-]+)/g, (typed, handle: string) => {
    const person = core.people.byHandle(handle);
    return person === undefined ? typed : `<@${person.id}>`;
  });
}

/** A person opens the app's Home tab. */
export async function openHome(core: Core, delivery: Delivery, userId: string): Promise<void> {
  const channel = core.channels.direct(core.people.get(userId).id, core.now());
  const view = core.views.home(userId);
  await delivery.event('app_home_opened', {
    type: 'app_home_opened',
    user: userId,
    channel: channel.id,
    tab: 'home',
    event_ts: core.timestamps.next(),
    ...(view === undefined ? {} : { view: wireView(view, core.app) }),
  });
}
