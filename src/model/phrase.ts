/** A value that a sentence can carry; plain data, so that a phrase can be stored and said later in any language. */
export type PhraseArg = string | number | boolean | null | readonly string[];

/**
 * A sentence that has not been put into a language yet: an id of the message catalogue and its values.
 *
 * Judgement produces phrases; only `messages` turns them into words. Built with `say` of `messages/say.ts`, which checks id and values.
 */
export interface Phrase {
  readonly id: string;
  readonly args: Readonly<Record<string, PhraseArg>>;
}

/** Languages with a complete catalogue. */
export type Locale = 'ko' | 'en';
