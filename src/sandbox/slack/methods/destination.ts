import type { Channel } from '../channels.ts';
import type { Core } from '../core.ts';
import { SlackError } from '../slack-error.ts';

/** The channel that a post goes to; a person's id opens the direct message. @throws SlackError as Slack refuses. */
export function destination(core: Core, channelOrUser: string): Channel {
  const person = core.people.find(channelOrUser);
  if (person === undefined) {
    return core.channels.writableByApp(channelOrUser);
  }
  if (person.deactivated) {
    throw new SlackError('is_archived');
  }
  return core.channels.direct(person.id, core.now());
}

/** Checks that a thread can be answered. @throws SlackError `cannot_reply_to_message` for anything but a parent. */
export function threadOf(core: Core, channelId: string, threadTs: string | undefined): string | undefined {
  if (threadTs === undefined) {
    return undefined;
  }
  const parent = core.messages.find(channelId, threadTs);
  if (parent === undefined || parent.threadTs !== undefined || parent.ephemeralFor !== undefined) {
    throw new SlackError('cannot_reply_to_message');
  }
  return threadTs;
}
