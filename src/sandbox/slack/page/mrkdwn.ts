import { EMOJI } from './emoji.ts';

/** A piece of formatted text. Strings in it are what people read: entities are already decoded and can never become markup. */
export type MrkdwnNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'strike' | 'quote'; readonly children: readonly MrkdwnNode[] }
  | { readonly kind: 'code' | 'preformatted'; readonly text: string }
  | { readonly kind: 'link'; readonly url: string; readonly label: string }
  | { readonly kind: 'user' | 'channel' | 'usergroup'; readonly id: string; readonly label: string | null }
  | { readonly kind: 'broadcast'; readonly range: string }
  | { readonly kind: 'date'; readonly atSeconds: number; readonly format: string; readonly url: string | null; readonly fallback: string }
  | { readonly kind: 'break' };

export interface MrkdwnOptions {
  /** As the `verbatim` of a text object: plain addresses and `@here` stay text. */
  readonly verbatim: boolean;
}

/** Slack's three entities, undone once: `&amp;lt;` becomes `&lt;`. */
function decodeEntities(text: string): string {
  return text.replace(/&(amp|lt|gt);/g, (_, name: string) => (name === 'amp' ? '&' : name === 'lt' ? '<' : '>'));
}

/** Reads Slack's own markup. Escaped control sequences stay text. */
export function parseMrkdwn(text: string, options: MrkdwnOptions): readonly MrkdwnNode[] {
  return text.split(/```\n?([\s\S]*?)\n?```/).flatMap((part, index): readonly MrkdwnNode[] => {
    if (index % 2 === 1) {
      return [{ kind: 'preformatted', text: plainCode(part) }];
    }
    return parseLines(part.replace(index === 0 ? /$^/ : /^\n/, ''), options);
  });
}

function parseLines(text: string, options: MrkdwnOptions): readonly MrkdwnNode[] {
  const nodes: MrkdwnNode[] = [];
  let quoted: string[] = [];
  const flush = (): void => {
    if (quoted.length > 0) {
      nodes.push({ kind: 'quote', children: parseInline(quoted.join('\n'), options) });
      quoted = [];
    }
  };
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const quote = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quote !== null) {
      quoted.push(quote[1] ?? '');
      continue;
    }
    flush();
    nodes.push(...parseInline(line, options), ...(index < lines.length - 1 ? [{ kind: 'break' } as const] : []));
  }
  flush();
  return nodes;
}

interface Match {
  readonly length: number;
  readonly node: MrkdwnNode;
}

function parseInline(text: string, options: MrkdwnOptions): readonly MrkdwnNode[] {
  const nodes: MrkdwnNode[] = [];
  let plain = '';
  const flush = (): void => {
    if (plain !== '') {
      nodes.push({ kind: 'text', text: decodeEntities(plain) });
      plain = '';
    }
  };
  for (let at = 0; at < text.length; ) {
    const match = matchAt(text, at, options);
    if (match === null) {
      plain += text[at];
      at += 1;
    } else {
      flush();
      nodes.push(match.node);
      at += match.length;
    }
  }
  flush();
  return nodes;
}

function matchAt(text: string, at: number, options: MrkdwnOptions): Match | null {
  const rest = text.slice(at);
  const isAtBoundary = at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '');
  switch (text[at]) {
    case '\n':
      return { length: 1, node: { kind: 'break' } };
    case '<':
      return matchControl(rest);
    case '`':
      return matchCode(rest);
    case '*':
    case '_':
    case '~':
      return isAtBoundary ? matchStyle(rest, options) : null;
    case ':':
      return matchEmoji(rest);
    default:
      return isAtBoundary && !options.verbatim ? matchAutomatic(rest) : null;
  }
}

function matchCode(rest: string): Match | null {
  const match = /^`([^`\n]+)`/.exec(rest);
  return match === null ? null : { length: match[0].length, node: { kind: 'code', text: plainCode(match[1] ?? '') } };
}

/** A mark with a space inside of it, even an unseen one, is none. */
const STYLES = [
  { kind: 'bold', pattern: /^\*(?![\s\u200b])([^\n]*?[^\s\u200b*])\*(?![\p{L}\p{N}])/u },
  { kind: 'italic', pattern: /^_(?![\s\u200b])([^\n]*?[^\s\u200b_])_(?![\p{L}\p{N}])/u },
  { kind: 'strike', pattern: /^~(?![\s\u200b])([^\n]*?[^\s\u200b~])~(?![\p{L}\p{N}])/u },
] as const;

function matchStyle(rest: string, options: MrkdwnOptions): Match | null {
  for (const { kind, pattern } of STYLES) {
    const found = pattern.exec(rest);
    if (found !== null) {
      return { length: found[0].length, node: { kind, children: parseInline(found[1] ?? '', options) } };
    }
  }
  return null;
}

function matchEmoji(rest: string): Match | null {
  const match = /^:([a-z0-9_+-]+):/.exec(rest);
  const character = EMOJI[match?.[1] ?? ''];
  return match === null || character === undefined ? null : { length: match[0].length, node: { kind: 'text', text: character } };
}

/** What Slack links by itself where `verbatim` is not set. */
function matchAutomatic(rest: string): Match | null {
  const url = /^https?:\/\/[^\s<>]*[^\s<>.,;:!?)\]'"]/.exec(rest);
  if (url !== null) {
    const address = decodeEntities(url[0]);
    return { length: url[0].length, node: { kind: 'link', url: address, label: address } };
  }
  const broadcast = /^@(here|channel|everyone)\b/.exec(rest);
  return broadcast === null ? null : { length: broadcast[0].length, node: { kind: 'broadcast', range: broadcast[1] ?? '' } };
}

function matchControl(rest: string): Match | null {
  const match = /^<([^<>\n]+)>/.exec(rest);
  if (match === null) {
    return null;
  }
  return { length: match[0].length, node: controlNode(match[1] ?? '') ?? { kind: 'text', text: decodeEntities(match[0]) } };
}

/** The meaning of what stands between angle brackets; `null` when Slack knows no such thing. */
function controlNode(inner: string): MrkdwnNode | null {
  const bar = inner.indexOf('|');
  const target = bar === -1 ? inner : inner.slice(0, bar);
  const label = bar === -1 ? null : decodeEntities(inner.slice(bar + 1));
  const mention = /^(@|#)([A-Z0-9]+)$/.exec(target);
  if (mention !== null) {
    return { kind: mention[1] === '@' ? 'user' : 'channel', id: mention[2] ?? '', label };
  }
  const group = /^!subteam\^([A-Z0-9]+)$/.exec(target);
  if (group !== null) {
    return { kind: 'usergroup', id: group[1] ?? '', label };
  }
  const broadcast = /^!(here|channel|everyone)$/.exec(target);
  if (broadcast !== null) {
    return { kind: 'broadcast', range: broadcast[1] ?? '' };
  }
  const date = /^!date\^(\d+)\^([^^]+)(?:\^(.+))?$/.exec(target);
  if (date !== null) {
    return { kind: 'date', atSeconds: Number(date[1]), format: date[2] ?? '', url: safeUrl(date[3] ?? ''), fallback: label ?? '' };
  }
  const url = safeUrl(target);
  return url === null ? null : { kind: 'link', url, label: label ?? url };
}

/** @returns the address when a browser may open it from a message, otherwise `null`. */
export function safeUrl(escaped: string): string | null {
  const url = decodeEntities(escaped);
  return /^https?:\/\/[^\s]+$/i.test(url) || /^mailto:[^\s]+$/i.test(url) ? url : null;
}

/** Code shows no markup; a link in it shows its label. */
const plainCode = (text: string): string =>
  decodeEntities(text.replace(/<(https?:[^<>|\n]+)(?:\|([^<>\n]*))?>/g, (_, url: string, label: string | undefined) => label ?? url));

/** The words alone, as a phone's notification shows them. */
export function plainText(nodes: readonly MrkdwnNode[], nameOf: (node: MrkdwnNode) => string): string {
  return nodes
    .map((node) => {
      switch (node.kind) {
        case 'text':
        case 'code':
        case 'preformatted':
          return node.text;
        case 'link':
          return node.label;
        case 'break':
          return ' ';
        case 'bold':
        case 'italic':
        case 'strike':
        case 'quote':
          return plainText(node.children, nameOf);
        default:
          return nameOf(node);
      }
    })
    .join('');
}
