import type { Block, Message } from '../model/message.ts';
import type { Phrase } from '../model/phrase.ts';
import { join, type RichText, rich } from '../model/text.ts';
import { say } from './say.ts';
import { translate } from './translate.ts';
import type { View } from './view.ts';

interface Note {
  readonly phrase: Phrase;
  readonly isWarning: boolean;
}

const LINES = 12;
const SHOWN_WARNINGS = 5;

/** What of the notes stands in the digest itself. */
export function warningBlocks(notes: readonly Note[], { locale }: View): readonly Block[] {
  const warnings = notes.filter(({ isWarning }) => isWarning);
  const shown = warnings.slice(0, SHOWN_WARNINGS).map(({ phrase }): RichText => ['⚠️ ', ...translate(locale, phrase)]);
  const hidden = warnings.length - shown.length;
  const lines = hidden === 0 ? shown : [...shown, translate(locale, say('digest.moreRows', { count: hidden }))];
  return lines.length === 0 ? [] : [{ kind: 'text', text: join(lines, '\n') }];
}

/** All notes, as the first reply of the digest. */
export function notesMessage(notes: readonly Note[], { locale }: View): Message {
  const title = translate(locale, say('notes.title'));
  const lines = notes.map(({ phrase, isWarning }): RichText => rich`${isWarning ? '⚠️ ' : '• '}${translate(locale, phrase)}`);
  return {
    text: join([title, ...lines], ' '),
    blocks: [
      { kind: 'text', text: title },
      ...Array.from(
        { length: Math.ceil(lines.length / LINES) },
        (_, index): Block => ({
          kind: 'text',
          text: join(lines.slice(index * LINES, (index + 1) * LINES), '\n'),
        }),
      ),
    ],
  };
}
