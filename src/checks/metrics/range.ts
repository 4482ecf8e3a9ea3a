import { say } from '../../messages/say.ts';
import type { Phrase, Words } from '../../model/phrase.ts';
import type { DurationMs } from '../../model/time.ts';

/** A bound of a range: a written number such as `80 %`, or a duration. */
type Bound = string | DurationMs;

export const under = (bound: Bound): Phrase => say('range.under', { bound: written(bound) });

export const over = (bound: Bound): Phrase => say('range.over', { bound: written(bound) });

export const atLeast = (bound: Bound): Phrase => say('range.at-least', { bound: written(bound) });

export const within = (range: Words, windowMs: DurationMs): Phrase => say('range.within', { range, windowMs });

export const perRequest = (range: Words): Phrase => say('range.per-request', { range });

/** A share of what a setting allows. */
export const shareOf = (range: Words, setting: string): Phrase => say('range.share-of', { range, setting });

export const thenCritical = (warning: Words, critical: Words): Phrase => say('range.then-critical', { warning, critical });

function written(bound: Bound): Words {
  return typeof bound === 'string' ? bound : say('evidence.duration', { durationMs: bound });
}
