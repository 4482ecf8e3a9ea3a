/// <reference lib="dom" />
import { type BlockContext, isJson, type Json, objects, text, words } from './block-context.ts';
import { chartView } from './chart-view.ts';
import { controlView, imageView } from './controls-view.ts';
import { make } from './element.ts';
import { inputView } from './input-view.ts';
import { markdownView } from './markdown-view.ts';
import { safeUrl } from './mrkdwn.ts';
import { alertView, cardView, containerView, planView, taskView } from './recent-blocks-view.ts';
import { richTextView } from './rich-text-view.ts';
import { tableView } from './table-view.ts';
import { linkView, textObjectView, withEmoji } from './text-view.ts';

export function blocksView(blocks: unknown, context: BlockContext): readonly HTMLElement[] {
  return objects(blocks).map((block) => {
    const element = blockView(block, context);
    element.classList.add('block');
    element.dataset['blockType'] = text(block['type']);
    return element;
  });
}

function blockView(block: Json, context: BlockContext): HTMLElement {
  switch (block['type']) {
    case 'header':
      return make('h3', { class: 'header-block' }, withEmoji(words(block['text'])));
    case 'section':
      return sectionView(block, context);
    case 'context':
      return make('div', { class: 'context' }, ...objects(block['elements']).map((element) => contextElement(element, context)));
    case 'actions':
    case 'context_actions':
      return make(
        'div',
        { class: 'actions' },
        ...objects(block['elements']).map((element) => controlView(element, text(block['block_id']), context)),
      );
    case 'divider':
      return make('hr');
    case 'image':
      return make(
        'figure',
        { class: 'image-block' },
        block['title'] === undefined ? null : make('figcaption', {}, words(block['title'])),
        imageView(block, 'image'),
      );
    case 'video':
      return videoView(block);
    case 'file':
      return make('div', { class: 'file' }, `Remote file ${text(block['external_id'])}`);
    case 'input':
      return inputView(block, context);
    case 'rich_text':
      return richTextView(block, context);
    default:
      return recentView(block, context);
  }
}

function recentView(block: Json, context: BlockContext): HTMLElement {
  switch (block['type']) {
    case 'table':
    case 'data_table':
      return tableView(block, context);
    case 'data_visualization':
      return chartView(block);
    case 'container':
      return containerView(block, context, blocksView(block['child_blocks'], context));
    case 'alert':
      return alertView(block, context);
    case 'card':
      return cardView(block, context);
    case 'carousel':
      return make('div', { class: 'carousel' }, ...objects(block['elements']).map((card) => cardView(card, context)));
    case 'plan':
      return planView(block, context);
    case 'task_card':
      return taskView(block, context);
    case 'markdown':
      return markdownView(text(block['text']), context);
    default:
      return make('div', { class: 'unknown-block' }, `[${text(block['type'])}]`);
  }
}

function sectionView(block: Json, context: BlockContext): HTMLElement {
  const fields = objects(block['fields']);
  const accessory = block['accessory'];
  return make(
    'div',
    { class: 'section' },
    make(
      'div',
      { class: 'section-main' },
      block['text'] === undefined ? null : textObjectView(block['text'], context),
      fields.length === 0 ? null : make('div', { class: 'fields' }, ...fields.map((field) => textObjectView(field, context))),
    ),
    isJson(accessory) ? make('div', { class: 'accessory' }, controlView(accessory, text(block['block_id']), context)) : null,
  );
}

/** Nothing is played here: the picture, the words and the way to it. */
function videoView(block: Json): HTMLElement {
  const url = safeUrl(text(block['title_url']) || text(block['video_url']));
  const title = words(block['title']);
  return make(
    'figure',
    { class: 'image-block' },
    make('figcaption', {}, url === null ? title : linkView(url, title)),
    imageView({ image_url: block['thumbnail_url'], alt_text: block['alt_text'] }, 'image'),
    block['description'] === undefined ? null : make('p', { class: 'hint' }, words(block['description'])),
  );
}

function contextElement(element: Json, context: BlockContext): HTMLElement {
  return element['type'] === 'image' ? imageView(element, 'context-image') : textObjectView(element, context);
}
