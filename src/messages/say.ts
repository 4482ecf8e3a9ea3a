import type { Phrase, PhraseArg, Words } from '../model/phrase.ts';
import type { Catalogue } from './catalogue/en.ts';

type Args<Id extends keyof Catalogue> = Parameters<Catalogue[Id]>[0];

/** Where a sentence takes any text, it also takes a phrase, which is worded first. */
type Given<Arg> = string extends Arg ? Arg | Phrase : readonly string[] extends Arg ? Arg | readonly Words[] : Extract<Arg, PhraseArg>;

/**
 * Names a sentence of the catalogue together with its values. The compiler checks that the sentence exists and takes these values;
 * a sentence without values takes none.
 */
export function say<Id extends keyof Catalogue>(
  id: Id,
  ...args: Args<Id> extends undefined ? [] : [{ readonly [Name in keyof Args<Id>]: Given<Args<Id>[Name]> }]
): Phrase;
export function say(id: string, args: Phrase['args'] = {}): Phrase {
  return { id, args };
}
