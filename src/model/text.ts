import type { EpochMs } from './time.ts';

/** Live parts of a text. Everything else is a plain string and can never become markup. */
export type Span =
  | { readonly kind: 'bold'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'user'; readonly userId: string }
  | { readonly kind: 'group'; readonly groupId: string }
  | { readonly kind: 'channel'; readonly channelId: string }
  | { readonly kind: 'link'; readonly url: string; readonly label: string }
  | { readonly kind: 'time'; readonly at: EpochMs; readonly style: 'time' | 'date-time' | 'ago' };

/** Text for people: plain strings and live spans in reading order. */
export type RichText = readonly (string | Span)[];

export const bold = (text: string): Span => ({ kind: 'bold', text });
export const code = (text: string): Span => ({ kind: 'code', text });
export const channelLink = (channelId: string): Span => ({ kind: 'channel', channelId });
export const link = (url: string, label: string): Span => ({ kind: 'link', url, label });
export const clockTime = (at: EpochMs): Span => ({ kind: 'time', at, style: 'time' });
export const dateTime = (at: EpochMs): Span => ({ kind: 'time', at, style: 'date-time' });
export const timeAgo = (at: EpochMs): Span => ({ kind: 'time', at, style: 'ago' });

/** Mentions a person (`U…`, `W…`) or a usergroup (`S…`) by id. Anything else stays plain text. */
export function mention(id: string): Span | string {
  if (/^[UW][A-Z0-9]+$/.test(id)) {
    return { kind: 'user', userId: id };
  }
  return /^S[A-Z0-9]+$/.test(id) ? { kind: 'group', groupId: id } : id;
}

/** Joins texts with a separator. */
export function join(texts: readonly (RichText | string | Span)[], separator: string): RichText {
  return texts.flatMap((text, index) => [...(index === 0 ? [] : [separator]), ...asRich(text)]);
}

/** Template tag: literal parts and strings stay plain, spans stay live, nested texts are inlined. */
export function rich(parts: TemplateStringsArray, ...values: readonly (string | number | Span | RichText)[]): RichText {
  return parts.flatMap((part, index) => {
    const value = values[index];
    return [...(part === '' ? [] : [part]), ...(value === undefined ? [] : asRich(typeof value === 'number' ? String(value) : value))];
  });
}

function asRich(value: RichText | string | Span): RichText {
  if (typeof value === 'string') {
    return value === '' ? [] : [value];
  }
  return 'kind' in value ? [value] : value;
}
