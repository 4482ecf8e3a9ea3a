import type { RichText, Span } from '../model/text.ts';
import { type EpochMs, localTime } from '../model/time.ts';
import { cut, escapeMrkdwn, escapeWords, visible } from './escape.ts';

const DATE_FORMAT = { time: '{time}', 'date-time': '{date_short_pretty} {time}', ago: '{ago}' } as const;

const ZERO_WIDTH_SPACE = '\u200b';

/**
 * Puts rich text into Slack's mrkdwn within a number of characters. Plain strings are escaped and cut; a span is kept whole or left out.
 * Source: docs.slack.dev "Formatting message text".
 */
export function mrkdwn(text: RichText, timeZone: string, limit: number): string {
  let rendered = '';
  for (const [index, part] of text.entries()) {
    const room = limit - rendered.length;
    if (typeof part === 'string') {
      rendered += escapedWithin(part, room);
    } else {
      const span = apart(renderSpan(part, timeZone), text[index - 1], text[index + 1]);
      if (span.length > room) {
        return `${rendered.slice(0, limit - 1)}…`.slice(0, limit);
      }
      rendered += span;
    }
    if (rendered.length >= limit) {
      break;
    }
  }
  return rendered;
}

/** The same words without markup, for places that show plain text only. People and channels appear by id. */
export function plainText(text: RichText, timeZone: string): string {
  return text.map((part) => (typeof part === 'string' ? visible(part) : plainSpan(part, timeZone))).join('');
}

/** Escaping makes text longer, so the cut is tried on the raw text until the escaped form fits. */
function escapedWithin(text: string, room: number): string {
  let escaped = escapeWords(text);
  for (let limit = Math.min(text.length, room); escaped.length > room && limit > 0; limit -= escaped.length - room) {
    escaped = escapeWords(cut(visible(text), limit));
    if (escaped.length <= room) {
      return escaped;
    }
  }
  return escaped.length > room ? '' : escaped;
}

/** Slack takes `*` and backticks as markup only at the edge of a word, and Korean particles follow without a space. */
function apart(span: string, before: RichText[number] | undefined, after: RichText[number] | undefined): string {
  if (!/^[*`]/.test(span)) {
    return span;
  }
  const opens = typeof before === 'string' && /[\p{L}\p{N}]$/u.test(before) ? ZERO_WIDTH_SPACE : '';
  const closes = typeof after === 'string' && /^[\p{L}\p{N}]/u.test(after) ? ZERO_WIDTH_SPACE : '';
  return `${opens}${span}${closes}`;
}

function renderSpan(span: Span, timeZone: string): string {
  switch (span.kind) {
    case 'bold':
      return `*${escapeWords(span.text.replaceAll('*', '∗')).replaceAll('\n', ' ')}*`;
    case 'code':
      return `\`${escapeMrkdwn(cut(span.text, 500)).replaceAll('`', 'ˋ').replaceAll('\n', ' ')}\``;
    case 'user':
      return `<@${span.userId}>`;
    case 'group':
      return `<!subteam^${span.groupId}>`;
    case 'channel':
      return `<#${span.channelId}>`;
    case 'link':
      return renderLink(span.url, span.label);
    case 'time':
      return `<!date^${Math.floor(span.at / 1_000)}^${DATE_FORMAT[span.style]}|${fallbackTime(span.at, span.style, timeZone)}>`;
  }
}

function plainSpan(span: Span, timeZone: string): string {
  switch (span.kind) {
    case 'bold':
    case 'code':
      return visible(span.text);
    case 'user':
      return `@${span.userId}`;
    case 'group':
      return `@${span.groupId}`;
    case 'channel':
      return `#${span.channelId}`;
    case 'link':
      return visible(span.label);
    case 'time':
      return fallbackTime(span.at, span.style, timeZone);
  }
}

/** Only web addresses become links; anything else stays words. */
function renderLink(url: string, label: string): string {
  const target = webAddress(url);
  return target === null
    ? escapeWords(label)
    : `<${escapeMrkdwn(target).replaceAll('|', '%7C')}|${escapeWords(label).replaceAll('|', '¦')}>`;
}

/** The address in canonical form when it is http or https and short enough for Slack, else `null`. */
export function webAddress(url: string): string | null {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  return parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.href.length <= 2_900 ? parsed.href : null;
}

function fallbackTime(at: EpochMs, style: keyof typeof DATE_FORMAT, timeZone: string): string {
  const local = localTime(at, timeZone);
  return style === 'time' ? `${local.time} ${local.zone}` : `${local.date} ${local.time} ${local.zone}`;
}
