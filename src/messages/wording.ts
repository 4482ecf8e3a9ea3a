import type { Locale, Phrase } from '../model/phrase.ts';
import { bareText } from './bare-text.ts';
import { say } from './say.ts';
import { translate } from './translate.ts';

/** A phrase as plain text, for the places that take no live parts: headings, tables, labels. */
export function plain(locale: Locale, phrase: Phrase): string {
  return bareText(translate(locale, phrase));
}

/** A cluster's name; `*` is the whole system. */
export function clusterName(locale: Locale, cluster: string): string {
  return cluster === '*' ? plain(locale, say('digest.wholeSystem')) : cluster;
}

export function checkTitle(locale: Locale, checkId: string): string {
  return plain(locale, say('checks.title', { checkId }));
}

export function statusWord(locale: Locale, status: string): string {
  return plain(locale, say('digest.status', { status }));
}

/** Cuts a list of lines so that together they stay under a number of characters; the rest is counted. */
export function fitting<Line>(
  lines: readonly Line[],
  lengthOf: (line: Line) => number,
  most: number,
): { shown: readonly Line[]; hidden: number } {
  let length = 0;
  const fits = lines.findIndex((line) => {
    length += lengthOf(line) + 1;
    return length > most;
  });
  return fits === -1 ? { shown: lines, hidden: 0 } : { shown: lines.slice(0, fits), hidden: lines.length - fits };
}
