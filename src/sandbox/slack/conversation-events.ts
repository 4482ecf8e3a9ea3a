import type { Core } from './core.ts';
import type { Delivery } from './delivery.ts';
import type { StoredMessage } from './message.ts';
import type { MessageEvents } from './message-events.ts';
import { NotThere } from './slack-error.ts';
import { typedText } from './typed-text.ts';
import { wireView } from './views.ts';

export interface Saying {
  readonly userId: string;
  readonly channelId: string;
  readonly text: string;
  readonly threadTs?: string;
}

/** A person writes a message. */
export async function say(core: Core, events: MessageEvents, saying: Saying): Promise<StoredMessage> {
  const channel = core.channels.get(saying.channelId);
  if (!channel.members.has(core.people.get(saying.userId).id)) {
    throw new NotThere(`${saying.userId} is not a member of ${channel.id}.`);
  }
  const { threadTs } = saying;
  const message = core.messages.post({
    channelId: channel.id,
    userId: saying.userId,
    isFromApp: false,
    text: typedText(core, saying.text),
    blocks: [],
    attachments: [],
    ...(threadTs === undefined ? {} : { threadTs }),
  });
  await events.settled();
  return message;
}

/** @throws NotThere for a message that is not the person's own. */
function ownMessage(core: Core, userId: string, channelId: string, ts: string): StoredMessage {
  const message = core.messages.get(channelId, ts);
  if (message.userId !== userId) {
    throw new NotThere(`Message ${ts} is not by ${userId}.`);
  }
  return message;
}

/** A person edits what they wrote. */
export async function editSaid(core: Core, events: MessageEvents, { ts, ...saying }: Saying & { readonly ts: string }): Promise<void> {
  const message = ownMessage(core, saying.userId, saying.channelId, ts);
  core.messages.edit(message, { text: typedText(core, saying.text) }, saying.userId);
  await events.settled();
}

/** A person opens the app: its Home tab, or the direct message with it. */
export async function openHome(core: Core, delivery: Delivery, userId: string, tab: 'home' | 'messages'): Promise<void> {
  const channel = core.channels.direct(core.people.get(userId).id, core.now());
  const view = core.views.home(userId);
  await delivery.event('app_home_opened', {
    type: 'app_home_opened',
    user: userId,
    channel: channel.id,
    tab,
    event_ts: core.timestamps.next(),
    ...(view === undefined || tab !== 'home' ? {} : { view: wireView(view, core.app) }),
  });
}
