/**
 * A value that a sentence can carry; plain data, so that a phrase can be stored and said later in any language. A phrase among them is put
 * into words together with the sentence.
 */
export type PhraseArg = string | number | boolean | null | Phrase | readonly Words[];

/**
 * A sentence that has not been put into a language yet: an id of the message catalogue and its values.
 *
 * Judgement produces phrases; only `messages` turns them into words. Built with `say` of `messages/say.ts`, which checks id and values.
 */
export interface Phrase {
  readonly id: string;
  readonly args: Readonly<Record<string, PhraseArg>>;
}

/** A name, expression or somebody else's text that stays as it is, or words of ours that every reader gets in their own language. */
export type Words = string | Phrase;

/** Languages with a complete catalogue. */
export type Locale = 'ko' | 'en';
