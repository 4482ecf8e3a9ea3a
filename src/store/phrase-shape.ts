import { z } from 'zod';
import type { Phrase, Words } from '../model/phrase.ts';

/** A phrase as it was kept: nothing but its id and values, whatever language it is said in later. */
export const phraseShape: z.ZodType<Phrase> = z.lazy(() => z.object({ id: z.string(), args: z.record(z.string(), argument) }));

/** A name, or a phrase; versions that knew no phrases here kept words. */
export const wordsShape: z.ZodType<Words> = z.union([z.string(), phraseShape]);

const argument = z.union([z.string(), z.number(), z.boolean(), z.null(), phraseShape, z.array(wordsShape)]);
