import type { Locale, Phrase, PhraseArg, Words } from '../model/phrase.ts';
import type { RichText } from '../model/text.ts';
import { bareText } from './bare-text.ts';
import { en } from './catalogue/en.ts';
import { ko } from './catalogue/ko.ts';

type Said = string | number | boolean | null | readonly string[];
type Sentence = (args: Readonly<Record<string, Said>>) => string | RichText;

// The catalogues are typed per key for those who write phrases (`say`); a stored phrase is looked up by its id here, once.
const CATALOGUES = { en, ko } as unknown as Readonly<Record<Locale, Readonly<Record<string, Sentence>>>>;

/** Puts a phrase into words. A phrase that an older version stored and this one no longer knows is shown by its id and values. */
export function translate(locale: Locale, phrase: Phrase): RichText {
  const sentence = Object.hasOwn(CATALOGUES[locale], phrase.id) ? CATALOGUES[locale][phrase.id] : undefined;
  if (sentence === undefined) {
    return [`${phrase.id} ${JSON.stringify(phrase.args)}`];
  }
  const text = sentence(Object.fromEntries(Object.entries(phrase.args).map(([name, arg]) => [name, said(locale, arg)])));
  return typeof text === 'string' ? [text] : text;
}

/** Words for one reader: a phrase in their language, anything else as it is. */
export function worded(locale: Locale, words: Words): string {
  return typeof words === 'string' ? words : bareText(translate(locale, words));
}

function said(locale: Locale, arg: PhraseArg): Said {
  if (arg === null || typeof arg === 'number' || typeof arg === 'boolean') {
    return arg;
  }
  return isList(arg) ? arg.map((words) => worded(locale, words)) : worded(locale, arg);
}

function isList(arg: Words | readonly Words[]): arg is readonly Words[] {
  return Array.isArray(arg);
}
