import { Arguments } from './arguments.ts';
import { newContent } from './content.ts';
import type { Core } from './core.ts';
import type { JsonObject } from './json.ts';
import { threadOf } from './methods/destination.ts';
import type { ResponseTarget } from './response-urls.ts';
import { SlackError } from './slack-error.ts';

/**
 * Carries out what was posted to a response address: a new message (only for the person unless `in_channel`), or a change of the message that
 * was pressed. The app need not be in the channel.
 *
 * @throws SlackError when the content is refused or the original is gone.
 */
export function applyAnswer(core: Core, target: ResponseTarget, payload: JsonObject): void {
  const args = new Arguments(payload);
  if (args.flag('delete_original')) {
    core.messages.remove(target.channelId, original(core, target));
    return;
  }
  if (args.flag('replace_original')) {
    const message = core.messages.get(target.channelId, original(core, target));
    core.messages.edit(message, newContent(args, core), core.workspace.app.botUserId);
    return;
  }
  postAnswer(core, target, args);
}

function original(core: Core, target: ResponseTarget): string {
  if (target.messageTs === undefined || core.messages.find(target.channelId, target.messageTs) === undefined) {
    throw new SlackError('message_not_found');
  }
  return target.messageTs;
}

function postAnswer(core: Core, target: ResponseTarget, args: Arguments): void {
  const threadTs = threadOf(core, target.channelId, args.text('thread_ts'));
  core.messages.post({
    ...newContent(args, core),
    channelId: target.channelId,
    userId: core.workspace.app.botUserId,
    isFromApp: true,
    ...(threadTs === undefined ? {} : { threadTs }),
    ...(args.text('response_type') === 'in_channel' ? {} : { ephemeralFor: target.userId }),
  });
}

/** What Slack itself tells a person, such as that the app did not answer. */
export function tellPerson(core: Core, channelId: string, userId: string, text: string): void {
  core.messages.post({ channelId, userId: 'USLACKBOT', isFromApp: false, ephemeralFor: userId, text, blocks: [], attachments: [] });
}
