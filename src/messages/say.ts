import type { Phrase } from '../model/phrase.ts';
import type { Catalogue } from './catalogue/en.ts';

type Args<Id extends keyof Catalogue> = Parameters<Catalogue[Id]>[0];

/**
 * Names a sentence of the catalogue together with its values. The compiler checks that the sentence exists and takes these values;
 * a sentence without values takes none.
 */
export function say<Id extends keyof Catalogue>(id: Id, ...args: Args<Id> extends undefined ? [] : [Args<Id>]): Phrase {
  return { id, args: args[0] ?? {} };
}
