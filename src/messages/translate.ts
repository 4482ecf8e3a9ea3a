import type { Locale, Phrase } from '../model/phrase.ts';
import type { RichText } from '../model/text.ts';
import { en } from './catalogue/en.ts';
import { ko } from './catalogue/ko.ts';

type Sentence = (args: Phrase['args']) => string | RichText;

// The catalogues are typed per key for those who write phrases (`say`); a stored phrase is looked up by its id here, once.
const CATALOGUES = { en, ko } as unknown as Readonly<Record<Locale, Readonly<Record<string, Sentence>>>>;

/** Puts a phrase into words. A phrase that an older version stored and this one no longer knows is shown by its id and values. */
export function translate(locale: Locale, phrase: Phrase): RichText {
  const sentence = Object.hasOwn(CATALOGUES[locale], phrase.id) ? CATALOGUES[locale][phrase.id] : undefined;
  if (sentence === undefined) {
    return [`${phrase.id} ${JSON.stringify(phrase.args)}`];
  }
  const text = sentence(phrase.args);
  return typeof text === 'string' ? [text] : text;
}
