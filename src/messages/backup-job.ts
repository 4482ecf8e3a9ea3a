import type { Message } from '../model/message.ts';
import type { Phrase } from '../model/phrase.ts';
import { translate } from './translate.ts';
import type { View } from './view.ts';

/** How a scheduled backup ended. A failure is coloured as one and says which part. */
export function backupJobMessage(result: { readonly isGood: boolean; readonly phrases: readonly Phrase[] }, { locale }: View): Message {
  const lines = result.phrases.map((phrase) => translate(locale, phrase));
  return {
    text: lines[0] ?? [],
    blocks: [],
    attachment: { tone: result.isGood ? 'ok' : 'critical', blocks: lines.map((text) => ({ kind: 'text', text })) },
  };
}
