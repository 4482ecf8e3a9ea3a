/// <reference lib="dom" />
import { type BlockContext, isJson, type Json, text } from './block-context.ts';
import { make } from './element.ts';
import { richTextView } from './rich-text-view.ts';

/** A `table` or `data_table`: the first row is the header. Scrolls sideways on a small screen. */
export function tableView(block: Json, context: BlockContext): HTMLElement {
  const rows = Array.isArray(block['rows']) ? block['rows'] : [];
  const settings = Array.isArray(block['column_settings']) ? block['column_settings'] : [];
  const caption = text(block['caption']);
  const [head, ...body] = rows;
  return make(
    'div',
    { class: 'table-box', attributes: { tabindex: '0', role: 'region' }, label: caption || 'Table' },
    make(
      'table',
      { test: 'table' },
      caption === '' ? null : make('caption', {}, caption),
      make('thead', {}, rowView(head, 'th', settings, context)),
      make('tbody', {}, ...body.map((row: unknown) => rowView(row, 'td', settings, context))),
    ),
  );
}

function rowView(row: unknown, tag: 'th' | 'td', settings: readonly unknown[], context: BlockContext): HTMLElement {
  const cells = Array.isArray(row) ? row.filter(isJson) : [];
  return make(
    'tr',
    {},
    ...cells.map((cell, index) =>
      make(
        tag,
        { class: alignment(cell, settings[index]) },
        cell['type'] === 'rich_text' ? richTextView(cell, context) : text(cell['text']),
      ),
    ),
  );
}

function alignment(cell: Json, setting: unknown): string {
  const align = isJson(setting) ? text(setting['align']) : '';
  return `align-${align || (cell['type'] === 'raw_number' ? 'right' : 'left')}`;
}
