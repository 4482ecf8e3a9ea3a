/// <reference lib="dom" />
import { type BlockContext, isJson, type Json, objects, text } from './block-context.ts';
import { formatDate } from './dates.ts';
import { make } from './element.ts';
import { EMOJI } from './emoji.ts';
import { safeUrl } from './mrkdwn.ts';
import { viewer } from './state.ts';
import { broadcastMention, channelMention, linkView, usergroupMention, userMention } from './text-view.ts';

/** A `rich_text` block. Its text elements never contain markup. */
export function richTextView(block: Json, context: BlockContext): HTMLElement {
  return make('div', { class: 'rich-text' }, ...objects(block['elements']).map((element) => partView(element, context)));
}

function partView(part: Json, context: BlockContext): HTMLElement {
  const inline = (): readonly Node[] => objects(part['elements']).map((element) => inlineView(element, context));
  switch (part['type']) {
    case 'rich_text_preformatted':
      return make('pre', {}, ...inline());
    case 'rich_text_quote':
      return make('blockquote', {}, ...inline());
    case 'rich_text_list': {
      const items = objects(part['elements']).map((item) => make('li', {}, partView(item, context)));
      const indent = { 'margin-left': `${Number(part['indent'] ?? 0) * 24}px` };
      return part['style'] === 'ordered' ? make('ol', { style: indent }, ...items) : make('ul', { style: indent }, ...items);
    }
    default:
      return make('div', { class: 'rich-line' }, ...inline());
  }
}

function inlineView(element: Json, context: BlockContext): Node {
  const style = isJson(element['style']) ? element['style'] : {};
  const names = ['bold', 'italic', 'strike', 'underline'].filter((name) => style[name] === true);
  const node = bareInline(element, context);
  const styled = style['code'] === true ? make('code', {}, node) : node;
  return names.length === 0 ? styled : make('span', { class: names.join(' ') }, styled);
}

function bareInline(element: Json, context: BlockContext): Node {
  switch (element['type']) {
    case 'link': {
      const url = safeUrl(text(element['url']));
      const label = text(element['text']) || text(element['url']);
      return url === null ? document.createTextNode(label) : linkView(url, label);
    }
    case 'user':
      return userMention(context.state, text(element['user_id']));
    case 'usergroup':
      return usergroupMention(context.state, text(element['usergroup_id']));
    case 'channel':
      return channelMention(context, text(element['channel_id']));
    case 'broadcast':
      return broadcastMention(text(element['range']));
    case 'emoji':
      return document.createTextNode(EMOJI[text(element['name'])] ?? `:${text(element['name'])}:`);
    case 'date':
      return document.createTextNode(
        formatDate(Number(element['timestamp']), text(element['format']), text(element['fallback']), viewer(context.state)),
      );
    case 'color':
      return make('span', { class: 'colour', style: { '--swatch': text(element['value']) } }, text(element['value']));
    default:
      return document.createTextNode(text(element['text']));
  }
}
