import { sentenceMessage } from '../../src/messages/sentence.ts';
import type { Message } from '../../src/model/message.ts';
import type { Phrase } from '../../src/model/phrase.ts';

export function enMessage(phrase: Phrase): Message {
  return sentenceMessage(phrase, { locale: 'en', timeZone: 'UTC' });
}
