import type { Message } from '../model/message.ts';
import type { Phrase } from '../model/phrase.ts';
import { translate } from './translate.ts';
import type { View } from './view.ts';

/** A message that is one sentence. */
export function sentenceMessage(phrase: Phrase, { locale }: View): Message {
  const text = translate(locale, phrase);
  return { text, blocks: [{ kind: 'text', text }] };
}
