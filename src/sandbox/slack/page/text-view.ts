/// <reference lib="dom" />
import type { BlockContext } from './block-context.ts';
import { isJson, text } from './block-context.ts';
import { formatDate } from './dates.ts';
import { make } from './element.ts';
import { EMOJI } from './emoji.ts';
import { type MrkdwnNode, parseMrkdwn, plainText } from './mrkdwn.ts';
import { channel, type PageState, person, viewer } from './state.ts';

/** A link that a browser may open; it never sees this page. */
export function linkView(url: string, label: string): HTMLElement {
  return make('a', { class: 'link', attributes: { href: url, target: '_blank', rel: 'noopener noreferrer' } }, label);
}

export function userMention(state: PageState, id: string): HTMLElement {
  const name = person(state, id)?.displayName ?? id;
  return make('span', { class: id === state.actorId ? 'mention me' : 'mention', test: 'mention' }, `@${name}`);
}

export function usergroupMention(state: PageState, id: string): HTMLElement {
  const handle = state.workspace.usergroups.find((group) => group.id === id)?.handle ?? id;
  return make('span', { class: 'mention', test: 'mention' }, `@${handle}`);
}

export function channelMention(context: BlockContext, id: string): HTMLElement {
  const name = channel(context.state, id)?.name ?? id;
  return make(
    'button',
    { class: 'mention channel-mention', attributes: { type: 'button' }, onClick: () => context.openChannel(id) },
    `#${name}`,
  );
}

export const broadcastMention = (range: string): HTMLElement => make('span', { class: 'mention broadcast', test: 'mention' }, `@${range}`);

function mrkdwnNode(node: MrkdwnNode, context: BlockContext): Node {
  switch (node.kind) {
    case 'text':
      return document.createTextNode(node.text);
    case 'break':
      return make('br');
    case 'bold':
      return make('strong', {}, ...mrkdwnNodes(node.children, context));
    case 'italic':
      return make('em', {}, ...mrkdwnNodes(node.children, context));
    case 'strike':
      return make('s', {}, ...mrkdwnNodes(node.children, context));
    case 'quote':
      return make('blockquote', {}, ...mrkdwnNodes(node.children, context));
    case 'code':
      return make('code', {}, node.text);
    case 'preformatted':
      return make('pre', {}, node.text);
    case 'link':
      return linkView(node.url, node.label);
    default:
      return referenceNode(node, context);
  }
}

type Reference = Extract<MrkdwnNode, { readonly kind: 'user' | 'channel' | 'usergroup' | 'broadcast' | 'date' }>;

function referenceNode(node: Reference, context: BlockContext): Node {
  switch (node.kind) {
    case 'user':
      return userMention(context.state, node.id);
    case 'channel':
      return channelMention(context, node.id);
    case 'usergroup':
      return usergroupMention(context.state, node.id);
    case 'broadcast':
      return broadcastMention(node.range);
    case 'date': {
      const shown = formatDate(node.atSeconds, node.format, node.fallback, viewer(context.state));
      const element = make(
        'time',
        { title: node.fallback, attributes: { datetime: new Date(node.atSeconds * 1_000).toISOString() } },
        shown,
      );
      return node.url === null ? element : linkView(node.url, shown);
    }
  }
}

const mrkdwnNodes = (nodes: readonly MrkdwnNode[], context: BlockContext): readonly Node[] =>
  nodes.map((node) => mrkdwnNode(node, context));

/** Slack's markup as elements. */
export function mrkdwnView(markup: string, context: BlockContext, verbatim: boolean): HTMLElement {
  return make('div', { class: 'mrkdwn' }, ...mrkdwnNodes(parseMrkdwn(markup, { verbatim }), context));
}

/** A text object: mrkdwn, or plain text with emoji names. */
export function textObjectView(object: unknown, context: BlockContext): HTMLElement {
  if (!isJson(object)) {
    return make('div');
  }
  if (object['type'] === 'mrkdwn') {
    return mrkdwnView(text(object['text']), context, object['verbatim'] === true);
  }
  return make('div', { class: 'plain' }, withEmoji(text(object['text'])));
}

/** Plain text of Slack shows emoji names as pictures. */
export const withEmoji = (plain: string): string => plain.replace(/:([a-z0-9_+-]+):/g, (typed, name: string) => EMOJI[name] ?? typed);

/** A message's text as a notification shows it. */
export function notificationText(state: PageState, markup: string): string {
  return plainText(parseMrkdwn(markup, { verbatim: true }), (node) => {
    switch (node.kind) {
      case 'user':
        return `@${person(state, node.id)?.displayName ?? node.id}`;
      case 'channel':
        return `#${channel(state, node.id)?.name ?? node.id}`;
      case 'usergroup':
        return `@${state.workspace.usergroups.find((group) => group.id === node.id)?.handle ?? node.id}`;
      case 'broadcast':
        return `@${node.range}`;
      case 'date':
        return formatDate(node.atSeconds, node.format, node.fallback, viewer(state));
      default:
        return '';
    }
  });
}
