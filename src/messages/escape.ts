/** C0 and C1 controls except tab and newline, and the marks that reorder text on screen. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing control characters is the point
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

const GRAPHEMES = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Drops what cannot be seen but can change what is seen, and mends half characters. */
export function visible(text: string): string {
  return text.toWellFormed().replace(INVISIBLE, '');
}

/** Makes any text inert in Slack's mrkdwn: the three control characters become entities. */
export function escapeMrkdwn(text: string): string {
  return visible(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Between a mark and its word it keeps Slack from reading the mark as markup; nobody sees it. */
const ZERO_WIDTH_SPACE = '\u200b';

/** Where Slack may begin or end bold, italic, struck-out text or an emoji: marks at the edge of a word. Inside a word they stay as they are. */
const MARK = /(?<![\p{L}\p{N}])[*_~]|[*_~](?![\p{L}\p{N}])|(?<![\p{L}\p{N}]):(?=[a-z0-9_+'-]+:)/gu;

/**
 * As `escapeMrkdwn`, for words that are read as they were written: no bold, italics, code, quotes or emoji. Slack has no escape for
 * these, so an unseen space parts the mark from its word; a backtick, which pairs in spite of that, becomes its double.
 */
export function escapeWords(text: string): string {
  return escapeMrkdwn(text)
    .replaceAll('`', 'ˋ')
    .replace(MARK, (mark) => `${ZERO_WIDTH_SPACE}${mark}${ZERO_WIDTH_SPACE}`)
    .replace(/^(?=&gt;)/gm, ZERO_WIDTH_SPACE);
}

/** The first `limit` UTF-16 units of a text without splitting a character, ending in `…` when something was cut. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) {
    return text;
  }
  let kept = '';
  for (const { segment } of GRAPHEMES.segment(text.slice(0, limit + 64))) {
    if (kept.length + segment.length > limit - 1) {
      break;
    }
    kept += segment;
  }
  return `${kept}…`;
}
