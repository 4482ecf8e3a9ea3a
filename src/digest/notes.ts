import type { Phrase } from '../model/phrase.ts';
import type { EpochMs } from '../model/time.ts';

/** Something to know today that no check measures: who is on call, what is being kept quiet, what ran last night. */
export interface DigestNote {
  readonly phrase: Phrase;
  /** Somebody should do something about it, so it stands in the digest itself; the others stand in its thread. */
  readonly isWarning: boolean;
}

/** Collects the notes of the day. Never rejects: what could not be looked up is a note that says so. */
export interface DigestNotes {
  notes(now: EpochMs): Promise<readonly DigestNote[]>;
}

/** One thing that can be looked up for the notes. */
export interface NoteSource {
  /** What it is about, in a sentence of the catalogue, for when it cannot be looked up. */
  readonly subject: Phrase['id'];
  notes(now: EpochMs): Promise<readonly DigestNote[]>;
}

export const fact = (phrase: Phrase): DigestNote => ({ phrase, isWarning: false });
export const warning = (phrase: Phrase): DigestNote => ({ phrase, isWarning: true });
