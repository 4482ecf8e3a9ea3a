import type { Message } from '../model/message.ts';
import type { Locale } from '../model/phrase.ts';
import { say } from './say.ts';
import { translate } from './translate.ts';

/** The message of an operation for the requester alone, because the bot is not in the channel where it was asked for. */
export function operationElsewhere(message: Message, channel: string, locale: Locale): Message {
  const hint = translate(locale, say('operation.elsewhere', { channel }));
  return { ...message, text: [...message.text, ' ', ...hint], blocks: [...message.blocks, { kind: 'context', items: [hint] }] };
}
