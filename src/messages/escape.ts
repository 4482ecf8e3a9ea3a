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
