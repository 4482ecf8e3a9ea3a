import type { RichText, Span } from '../model/text.ts';

/** A text without its live parts, for the places that take none: headings, tables, labels, words within a sentence. */
export function bareText(text: string | RichText): string {
  return typeof text === 'string' ? text : text.map((part) => (typeof part === 'string' ? part : spanText(part))).join('');
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
