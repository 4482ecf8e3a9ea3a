import type { Announcer } from '../digest/announcer.ts';
import { mentionedIn, withoutMentions } from '../messages/quiet.ts';
import type { Message } from '../model/message.ts';
import type { Directory, Messenger } from '../ports.ts';

type Names = Pick<Directory, 'nameOf'>;

/** An announcer for what is read when there is time: it names people and never notifies them. */
export function quietAnnouncer(announcer: Announcer, directory: Names): Announcer {
  return {
    async announce({ message, thread, ...rest }) {
      const [head, ...replies] = await Promise.all([message, ...thread].map((each) => quiet(each, directory)));
      await announcer.announce({ ...rest, message: head ?? message, thread: replies });
    },
  };
}

/** Posts what a person shares of a private answer; naming somebody in it calls nobody. */
export function quietPost(messenger: Pick<Messenger, 'post'>, directory: Names): Pick<Messenger, 'post'> {
  return { post: async (target, message, urgency) => messenger.post(target, await quiet(message, directory), urgency) };
}

async function quiet(message: Message, directory: Names): Promise<Message> {
  const found = await Promise.all(mentionedIn(message).map(async (id) => [id, await directory.nameOf(id)] as const));
  return withoutMentions(message, new Map(found.flatMap(([id, name]) => (name === null ? [] : [[id, name] as const]))));
}
