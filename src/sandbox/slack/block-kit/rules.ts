import { isObject, type JsonObject, objectsOf, textOf } from '../json.ts';
import { complaint } from './complaints.ts';

/** Where blocks are shown. */
export type Surface = 'message' | 'modal' | 'home';

const MARKDOWN_MAX = 12_000;

/** Rules that look at more than one block; `blocks` need not be valid. */
export function crossBlockComplaints(blocks: readonly unknown[], surface: Surface): readonly string[] {
  const objects = blocks.map((block) => (isObject(block) ? block : {}));
  return [
    ...repeatedBlockIds(objects),
    ...repeatedActionIds(objects),
    ...onlyOne(objects),
    ...markdownTotal(objects),
    ...modalOnly(objects, surface),
  ];
}

function repeatedBlockIds(blocks: readonly JsonObject[]): readonly string[] {
  const seen = new Set<string>();
  return blocks.flatMap((block, index) => {
    const id = textOf(block['block_id']);
    const isRepeated = id !== undefined && id !== '' && seen.has(id);
    seen.add(id ?? '');
    return isRepeated ? [complaint(`block_id "${id}" already exists in another block`, ['blocks', index, 'block_id'])] : [];
  });
}

function repeatedActionIds(blocks: readonly JsonObject[]): readonly string[] {
  return blocks.flatMap((block, index) => {
    const ids = objectsOf(block['elements']).map((element) => textOf(element['action_id']));
    return ids.flatMap((id, position) =>
      block['type'] === 'actions' && id !== undefined && ids.indexOf(id) !== position
        ? [
            complaint(`\`action_id\` "${id}" already exists for another action element in this block`, [
              'blocks',
              index,
              'elements',
              position,
            ]),
          ]
        : [],
    );
  });
}

function onlyOne(blocks: readonly JsonObject[]): readonly string[] {
  const tables = blocks.flatMap((block, index) => (block['type'] === 'table' ? [index] : []));
  const charts = blocks.flatMap((block, index) => (block['type'] === 'data_visualization' ? [index] : []));
  return [
    ...tables.slice(1).map((index) => complaint('only_one_table_allowed', ['blocks', index])),
    ...charts.slice(2).map((index) => complaint('no more than 2 data_visualization blocks allowed', ['blocks', index])),
  ];
}

function markdownTotal(blocks: readonly JsonObject[]): readonly string[] {
  const total = blocks.reduce((sum, block) => sum + (block['type'] === 'markdown' ? (textOf(block['text'])?.length ?? 0) : 0), 0);
  return total > MARKDOWN_MAX ? [complaint(`markdown text must be less than ${MARKDOWN_MAX + 1} characters in total`, ['blocks'])] : [];
}

function modalOnly(blocks: readonly JsonObject[], surface: Surface): readonly string[] {
  return blocks.flatMap((block, index) =>
    surface === 'modal' && block['type'] === 'table' ? [complaint('table is not supported in modals', ['blocks', index])] : [],
  );
}
