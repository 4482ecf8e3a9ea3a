import { describe, expect, it } from 'vitest';
import { blockComplaints, viewComplaints } from '../../../src/sandbox/slack/block-kit.ts';

const plain = (length: number) => ({ type: 'plain_text', text: 'x'.repeat(length) });
const mrkdwn = (length: number) => ({ type: 'mrkdwn', text: 'x'.repeat(length) });
const button = (more: object = {}) => ({ type: 'button', text: plain(5), ...more });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const many = <Item>(count: number, item: (index: number) => Item): Item[] => Array.from({ length: count }, (_, index) => item(index));
const option = (index: number) => ({ text: plain(3), value: `v${index}` });
const select = (options: object[]) => actions({ type: 'static_select', placeholder: plain(3), options });
const confirm = (title: number, text: number, word: number) => ({
  title: plain(title),
  text: plain(text),
  confirm: plain(word),
  deny: plain(word),
});
const cell = { type: 'raw_text', text: 'x' };
const chart = (series: number) => ({
  type: 'data_visualization',
  title: 'GB',
  chart: {
    type: 'line',
    series: many(series, (index) => ({ name: `s${index}`, data: [{ label: 'a', value: 1 }] })),
    axis_config: { categories: ['a'] },
  },
});

const contextActions = (count: number) => ({
  type: 'context_actions',
  elements: many(count, () => ({ type: 'icon_button', icon: 'trash', text: plain(5) })),
});
const video = (title: number) => ({
  type: 'video',
  video_url: 'https://x.test/v',
  thumbnail_url: 'https://x.test/t',
  alt_text: 'x',
  title: plain(title),
});

const check = (...blocks: object[]) => blockComplaints(blocks, { surface: 'message', newBlocks: true });

/** Limits as Slack documents them: the largest that passes, and one more. */
const LIMITS: readonly (readonly [name: string, largest: readonly object[], above: readonly object[]])[] = [
  ['50 blocks in a message', many(50, () => ({ type: 'divider' })), many(51, () => ({ type: 'divider' }))],
  ['section text of 3000', [{ type: 'section', text: mrkdwn(3_000) }], [{ type: 'section', text: mrkdwn(3_001) }]],
  ['10 fields', [{ type: 'section', fields: many(10, () => mrkdwn(1)) }], [{ type: 'section', fields: many(11, () => mrkdwn(1)) }]],
  ['a field of 2000', [{ type: 'section', fields: [mrkdwn(2_000)] }], [{ type: 'section', fields: [mrkdwn(2_001)] }]],
  ['a header of 150', [{ type: 'header', text: plain(150) }], [{ type: 'header', text: plain(151) }]],
  ['25 elements of actions', [actions(...many(25, () => button()))], [actions(...many(26, () => button()))]],
  [
    '10 elements of context',
    [{ type: 'context', elements: many(10, () => mrkdwn(1)) }],
    [{ type: 'context', elements: many(11, () => mrkdwn(1)) }],
  ],
  ['button text of 75', [actions(button({ text: plain(75) }))], [actions(button({ text: plain(76) }))]],
  ['button value of 2000', [actions(button({ value: 'x'.repeat(2_000) }))], [actions(button({ value: 'x'.repeat(2_001) }))]],
  ['button url of 3000', [actions(button({ url: 'x'.repeat(3_000) }))], [actions(button({ url: 'x'.repeat(3_001) }))]],
  ['action_id of 255', [actions(button({ action_id: 'x'.repeat(255) }))], [actions(button({ action_id: 'x'.repeat(256) }))]],
  ['block_id of 255', [{ type: 'divider', block_id: 'x'.repeat(255) }], [{ type: 'divider', block_id: 'x'.repeat(256) }]],
  ['100 options', [select(many(100, option))], [select(many(101, option))]],
  ['option value of 75', [select([{ text: plain(1), value: 'x'.repeat(75) }])], [select([{ text: plain(1), value: 'x'.repeat(76) }])]],
  ['confirm title of 100', [actions(button({ confirm: confirm(100, 300, 30) }))], [actions(button({ confirm: confirm(101, 300, 30) }))]],
  ['confirm text of 300', [actions(button({ confirm: confirm(1, 300, 30) }))], [actions(button({ confirm: confirm(1, 301, 30) }))]],
  ['confirm button of 30', [actions(button({ confirm: confirm(1, 1, 30) }))], [actions(button({ confirm: confirm(1, 1, 31) }))]],
  [
    '5 overflow options',
    [actions({ type: 'overflow', options: many(5, option) })],
    [actions({ type: 'overflow', options: many(6, option) })],
  ],
  [
    '10 radio buttons',
    [actions({ type: 'radio_buttons', options: many(10, option) })],
    [actions({ type: 'radio_buttons', options: many(11, option) })],
  ],
  ['100 table rows', [{ type: 'table', rows: many(100, () => [cell]) }], [{ type: 'table', rows: many(101, () => [cell]) }]],
  ['20 table columns', [{ type: 'table', rows: [many(20, () => cell)] }], [{ type: 'table', rows: [many(21, () => cell)] }]],
  ['one table', [{ type: 'table', rows: [[cell]] }], many(2, () => ({ type: 'table', rows: [[cell]] }))],
  [
    '101 data rows',
    [{ type: 'data_table', caption: 'c', rows: many(101, () => [cell]) }],
    [{ type: 'data_table', caption: 'c', rows: many(102, () => [cell]) }],
  ],
  ['5 context actions', [contextActions(5)], [contextActions(6)]],
  ['video title of 200', [video(200)], [video(201)]],
  ['6 series', [chart(6)], [chart(7)]],
  ['2 charts', many(2, () => chart(1)), many(3, () => chart(1))],
  [
    'markdown of 12000 in total',
    [{ type: 'markdown', text: 'x'.repeat(12_000) }],
    many(2, () => ({ type: 'markdown', text: 'x'.repeat(6_001) })),
  ],
  [
    '10 blocks in a container',
    [{ type: 'container', child_blocks: many(10, () => ({ type: 'divider' })) }],
    [{ type: 'container', child_blocks: many(11, () => ({ type: 'divider' })) }],
  ],
];

describe('sandbox/slack/block-kit', () => {
  it.each(LIMITS)('accepts %s', (_, largest) => {
    expect(check(...largest)).toEqual([]);
  });

  it.each(LIMITS)('refuses more than %s', (_, __, above) => {
    expect(check(...above)).not.toEqual([]);
  });

  it.each<[string, object[], string]>([
    ['an unknown block', [{ type: 'nope' }], '[ERROR] unsupported type: nope [json-pointer:/blocks/0/type]'],
    ['a block without a type', [{}], '[ERROR] missing required field: type [json-pointer:/blocks/0]'],
    ['a button without text', [actions({ type: 'button' })], '[ERROR] missing required field: text [json-pointer:/blocks/0/elements/0]'],
    ['mrkdwn in a header', [{ type: 'header', text: mrkdwn(1) }], '[ERROR] must be one of: plain_text [json-pointer:/blocks/0/text/type]'],
    ['an unknown property', [{ type: 'divider', colour: 'red' }], '[ERROR] invalid additional property: colour [json-pointer:/blocks/0]'],
    ['an empty section', [{ type: 'section' }], '[ERROR] missing required field: text or fields [json-pointer:/blocks/0]'],
    [
      'a repeated block_id',
      many(2, () => ({ type: 'divider', block_id: 'a' })),
      '[ERROR] block_id "a" already exists in another block [json-pointer:/blocks/1/block_id]',
    ],
    [
      'a repeated action_id in one actions block',
      [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
      '[ERROR] `action_id` "a" already exists for another action element in this block [json-pointer:/blocks/0/elements/1]',
    ],
  ])('says where %s is', (_, blocks, complaint) => {
    expect(check(...blocks)).toEqual([complaint]);
  });

  it('allows one action_id in two actions blocks', () => {
    expect(check(actions(button({ action_id: 'a' })), actions(button({ action_id: 'a' })))).toEqual([]);
  });

  it('accepts 100 blocks in a modal', () => {
    const view = { type: 'modal', title: plain(24), blocks: many(100, () => ({ type: 'divider' })) };
    expect(viewComplaints(view, true)).toEqual([]);
    expect(viewComplaints({ ...view, title: plain(25) }, true)).toEqual([
      '[ERROR] must be less than 25 characters [json-pointer:/title/text]',
    ]);
  });

  it('asks for a submit button when a modal has inputs', () => {
    const blocks = [{ type: 'input', label: plain(1), element: { type: 'plain_text_input' } }];
    expect(viewComplaints({ type: 'modal', title: plain(1), blocks }, true)).toHaveLength(1);
  });
});
