import type {
  Button,
  ConfirmationDialog,
  KnownBlock,
  MessageAttachment,
  PlainTextElement,
  RichTextBlock,
  Block as SlackBlock,
  StaticSelect,
} from '@slack/types';
import { readableChart } from '../model/chart.ts';
import type { Block, Chart, Confirmation, Control, Message, Tone } from '../model/message.ts';
import type { RichText } from '../model/text.ts';
import { cut, visible } from './escape.ts';
import { mrkdwn, plainText, webAddress } from './mrkdwn.ts';
import { writeOption, writeReference } from './reference.ts';
import { tableText } from './table-text.ts';

export interface RenderOptions {
  /** Zone of the times that fallbacks name. */
  readonly timeZone: string;
  /** Whether the workspace takes the blocks of 2026 (table, container, data visualisation). Without them a message says the same. */
  readonly newBlocks: boolean;
}

/** A message as Slack's Web API takes it. */
export interface RenderedMessage {
  readonly text: string;
  readonly blocks: (KnownBlock | SlackBlock)[];
  readonly attachments: MessageAttachment[];
  readonly metadata?: { readonly event_type: string; readonly event_payload: Record<string, string | number> };
}

/** Slack refuses more than 4,000 characters in an edit; 50 blocks; 3,000 characters in a section. Each is kept with a margin. */
const LIMITS = {
  text: 3_500,
  blocks: 48,
  section: 2_800,
  field: 1_900,
  heading: 148,
  context: 1_900,
  preformatted: 2_800,
  tableRows: 99,
  label: 72,
} as const;

/** Source: docs.slack.dev/reference/block-kit/blocks/data-visualization-block. */
const CHART = { series: 6, points: 20, label: 20, rows: 12 } as const;

const COLOURS: Readonly<Record<Tone, string>> = { critical: '#a30200', warning: '#daa038', ok: '#2eb886', muted: '#dddddd' };

/** Not yet in Slack's published types. Source: docs.slack.dev/reference/block-kit/blocks/data-visualization-block. */
interface DataVisualizationBlock extends SlackBlock {
  readonly type: 'data_visualization';
  readonly title: string;
  readonly chart: {
    readonly type: 'line' | 'bar';
    readonly series: { readonly name: string; readonly data: { readonly label: string; readonly value: number }[] }[];
    readonly axis_config: { readonly categories: string[]; readonly y_label: string };
  };
}

/** The one place that knows Slack's blocks. Every plain string is escaped here, and every limit of Slack is kept here. */
export function renderMessage(message: Message, options: RenderOptions): RenderedMessage {
  return {
    text: mrkdwn(message.text, options.timeZone, LIMITS.text),
    blocks: renderBlocks(message.blocks, options),
    attachments:
      message.attachment === undefined
        ? []
        : [
            {
              color: COLOURS[message.attachment.tone],
              fallback: mrkdwn(message.text, options.timeZone, 300),
              blocks: renderBlocks(message.attachment.blocks, options) as KnownBlock[],
            },
          ],
    ...(message.metadata === undefined
      ? {}
      : { metadata: { event_type: message.metadata.type, event_payload: { ...message.metadata.payload } } }),
  };
}

/** Renders blocks for any surface; what does not fit Slack's count is announced, not dropped in silence. */
export function renderBlocks(blocks: readonly Block[], options: RenderOptions): (KnownBlock | SlackBlock)[] {
  const rendered = blocks.flatMap((block) => renderBlock(block, options));
  if (rendered.length <= LIMITS.blocks) {
    return rendered;
  }
  const kept = rendered.slice(0, LIMITS.blocks - 1);
  return [...kept, { type: 'context', elements: [{ type: 'mrkdwn', text: `… +${rendered.length - kept.length}`, verbatim: true }] }];
}

function renderBlock(block: Block, options: RenderOptions): (KnownBlock | SlackBlock)[] {
  const words = (text: RichText, limit: number) => ({
    type: 'mrkdwn' as const,
    text: mrkdwn(text, options.timeZone, limit) || ' ',
    verbatim: true,
  });
  switch (block.kind) {
    case 'heading':
      return [{ type: 'header', text: { type: 'plain_text', text: cut(visible(block.text), LIMITS.heading) || ' ', emoji: false } }];
    case 'text':
      return [
        { type: 'section', text: words(block.text, LIMITS.section), ...(block.accessory === undefined ? {} : accessory(block.accessory)) },
      ];
    case 'fields':
      return chunk(block.fields, 10).map((fields) => ({
        type: 'section',
        fields: fields.map(({ label, value }) =>
          words([{ kind: 'bold', text: plainText(label, options.timeZone) }, '\n', ...value], LIMITS.field),
        ),
      }));
    case 'context':
      return chunk(block.items, 10).map((items) => ({ type: 'context', elements: items.map((item) => words(item, LIMITS.context)) }));
    case 'controls':
      return chunk(block.controls.flatMap(renderControl), 25).map((elements) => ({ type: 'actions', elements: namedApart(elements) }));
    case 'divider':
      return [{ type: 'divider' }];
    case 'preformatted':
      return [preformatted(block.text)];
    case 'table':
      return renderTable(block.columns, block.rows, options);
    case 'fold':
      return renderFold(block.title, block.blocks, options);
    case 'chart':
      return renderChart(block.chart, options);
  }
}

function preformatted(text: string): RichTextBlock {
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: cut(visible(text), LIMITS.preformatted) || ' ' }] }],
  };
}

function renderTable(columns: readonly string[], rows: readonly (readonly string[])[], { newBlocks }: RenderOptions): KnownBlock[] {
  if (!newBlocks || columns.length > 20 || rows.length > LIMITS.tableRows) {
    return pieces(tableText(columns, rows).split('\n')).map(preformatted);
  }
  const cells = (row: readonly string[]) =>
    columns.map((_, index) => ({ type: 'raw_text' as const, text: cut(visible(row[index] ?? ''), 300) || '–' }));
  return [{ type: 'table', rows: [cells(columns), ...rows.map(cells)] }];
}

/** Lines in as many texts as fit one block each. */
function pieces(lines: readonly string[]): readonly string[] {
  const texts: string[] = [];
  for (const line of lines) {
    const longer = `${texts.at(-1) ?? ''}\n${line}`;
    if (texts.length === 0 || longer.length > LIMITS.preformatted) {
      texts.push(line);
    } else {
      texts[texts.length - 1] = longer;
    }
  }
  return texts;
}

function renderFold(title: string, blocks: readonly Block[], options: RenderOptions): (KnownBlock | SlackBlock)[] {
  if (!options.newBlocks) {
    return renderBlock({ kind: 'context', items: [[title]] }, options);
  }
  const children = blocks.flatMap((block) => renderBlock(block, options)).slice(0, 10);
  return [{ type: 'container', title: plain(title, 148), child_blocks: children as never, is_collapsible: true, default_collapsed: true }];
}

/** As a picture where Slack draws it, else as a table: the numbers are said in either case. */
function renderChart(chart: Chart, options: RenderOptions): (KnownBlock | DataVisualizationBlock)[] {
  const { title, labels, series, unit, type } = readableChart(chart);
  const points = sampled(labels, CHART.points);
  const drawn = series.slice(0, CHART.series).flatMap(({ name, values }, index, all) => {
    const data = points.flatMap((at) => {
      const value = values[at];
      return value === null || value === undefined ? [] : [{ label: cut(labels[at] ?? '', CHART.label), value }];
    });
    return data.length === 0 ? [] : [{ name: apart(all, index, name), data }];
  });
  if (!options.newBlocks || drawn.length === 0) {
    return chartTable({ title, labels, series, unit, type });
  }
  const categories = points.map((at) => cut(labels[at] ?? '', CHART.label));
  return [
    {
      type: 'data_visualization',
      title: cut(visible(title), 50),
      chart: { type, series: drawn, axis_config: { categories, y_label: unit } },
    },
  ];
}

/** Slack wants the names of one chart to differ. */
function apart(all: readonly { readonly name: string }[], index: number, name: string): string {
  const short = cut(visible(name), CHART.label) || '–';
  const isTaken = all.slice(0, index).some((other) => cut(visible(other.name), CHART.label) === short);
  return isTaken ? `${cut(short, CHART.label - 3)} ${index + 1}` : short;
}

function chartTable({ title, labels, series, unit }: Chart): KnownBlock[] {
  const rows = sampled(labels, CHART.rows).map((at) => [labels[at] ?? '', ...series.map(({ values }) => String(values[at] ?? '–'))]);
  return [preformatted(`${title} (${unit})\n${tableText(['', ...series.map(({ name }) => name)], rows)}`)];
}

/** Positions of at most `most` labels, evenly spread, the newest among them. */
function sampled(labels: readonly string[], most: number): readonly number[] {
  const step = Math.max(1, Math.ceil(labels.length / most));
  return labels.map((_, index) => index).filter((index) => (labels.length - 1 - index) % step === 0);
}

function accessory(control: Control): { accessory?: Button | StaticSelect } {
  const [element] = renderControl(control);
  return element === undefined ? {} : { accessory: element };
}

/** A link whose address is not a web address is left out: Slack would refuse the whole message. */
function renderControl(control: Control): (Button | StaticSelect)[] {
  switch (control.kind) {
    case 'link': {
      const url = webAddress(control.url);
      return url === null ? [] : [{ type: 'button', action_id: `link_${control.id}`, text: plain(control.label, LIMITS.label), url }];
    }
    case 'button':
      return [
        {
          type: 'button',
          action_id: control.interaction,
          text: plain(control.label, LIMITS.label),
          value: writeReference(control.reference),
          ...(control.style === undefined ? {} : { style: control.style }),
          ...(control.confirm === undefined ? {} : { confirm: renderConfirmation(control.confirm) }),
        },
      ];
    case 'select':
      return [
        {
          type: 'static_select',
          action_id: control.interaction,
          placeholder: plain(control.placeholder, LIMITS.label),
          options: control.options
            .slice(0, 100)
            .map(({ label, value }) => ({ text: plain(label, LIMITS.label), value: writeOption(value, control.reference) })),
          ...(control.confirm === undefined ? {} : { confirm: renderConfirmation(control.confirm) }),
        },
      ];
  }
}

/** Slack wants the ids in one block to differ; a repeated interaction gets a number behind it, which the edge ignores. */
function namedApart<T extends { action_id?: string }>(elements: readonly T[]): T[] {
  return elements.map((element, index) => {
    const earlier = elements.slice(0, index).filter(({ action_id }) => action_id === element.action_id).length;
    return earlier === 0 ? element : { ...element, action_id: `${element.action_id}:${earlier + 1}` };
  });
}

function renderConfirmation({ title, text, confirm, deny }: Confirmation): ConfirmationDialog {
  return { title: plain(title, 98), text: plain(text, 298), confirm: plain(confirm, 30), deny: plain(deny, 30) };
}

export function plain(text: string, limit: number): PlainTextElement {
  return { type: 'plain_text', text: cut(visible(text), limit) || ' ', emoji: false };
}

function chunk<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}
