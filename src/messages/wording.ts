import type { Locale, Phrase } from '../model/phrase.ts';
import type { RichText, Span } from '../model/text.ts';
import { say } from './say.ts';
import { translate } from './translate.ts';

/** A phrase as plain text, for the places that take no live parts: headings, tables, labels. */
export function plain(locale: Locale, phrase: Phrase): string {
  return plainText(translate(locale, phrase));
}

export function plainText(text: RichText): string {
  return text.map((part) => (typeof part === 'string' ? part : spanText(part))).join('');
}

function spanText(span: Span): string {
  switch (span.kind) {
    case 'bold':
    case 'code':
      return span.text;
    case 'user':
      return span.userId;
    case 'group':
      return span.groupId;
    case 'channel':
      return span.channelId;
    case 'link':
      return span.label;
    case 'time':
      return new Date(span.at).toISOString();
  }
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
