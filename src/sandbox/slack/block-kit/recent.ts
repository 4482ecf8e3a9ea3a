import { z } from 'zod';
import { classicBlocks } from './classic.ts';
import { button } from './elements.ts';
import { anyText, blockId, confirmDialog, imageElement, mrkdwn, plainText, words } from './objects.ts';
import { richText } from './rich-text.ts';

const rawText = z.strictObject({ type: z.literal('raw_text'), text: words(10_000) });
const rawNumber = z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: words(10_000) });
const cell = z.discriminatedUnion('type', [rawText, rawNumber, richText]);

const table = z.strictObject({
  type: z.literal('table'),
  ...blockId,
  rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
  column_settings: z
    .array(z.strictObject({ align: z.enum(['left', 'center', 'right']).optional(), is_wrapped: z.boolean().optional() }).nullable())
    .max(20)
    .optional(),
});

const sameLength = (rows: readonly (readonly unknown[])[]): boolean => rows.every((row) => row.length === rows[0]?.length);
const plainHeader = (rows: readonly (readonly { readonly type: string }[])[]): boolean =>
  rows[0]?.every((one) => one.type !== 'rich_text') ?? true;

const dataTable = z.strictObject({
  type: z.literal('data_table'),
  ...blockId,
  caption: words(255),
  rows: z
    .array(z.array(cell).min(1).max(20))
    .min(2)
    .max(101)
    .refine(sameLength, 'all rows must have the same number of cells')
    .refine(plainHeader, 'header cells must not be rich_text'),
  page_size: z.int().min(1).max(100).optional(),
  row_header_column_index: z.int().min(0).optional(),
});

const point = z.strictObject({ label: words(20), value: z.number() });
const series = z
  .array(z.strictObject({ name: words(20), data: z.array(point).min(1).max(20) }))
  .min(1)
  .max(6);
const axes = z.strictObject({
  categories: z.array(words(20)).min(1).max(20),
  x_label: words(50).optional(),
  y_label: words(50).optional(),
});

interface Plotted {
  readonly series: readonly { readonly name: string; readonly data: readonly { readonly label: string }[] }[];
  readonly axis_config: { readonly categories: readonly string[] };
}

const isPlottable = (chart: Plotted): boolean =>
  new Set(chart.series.map((one) => one.name)).size === chart.series.length &&
  chart.series.every((one) => one.data.every((datum) => chart.axis_config.categories.includes(datum.label)));

const plotted = <Kind extends 'line' | 'bar' | 'area'>(kind: Kind) =>
  z
    .strictObject({ type: z.literal(kind), series, axis_config: axes })
    .refine(isPlottable, 'series names must be unique and labels must match axis_config.categories');

const dataVisualization = z.strictObject({
  type: z.literal('data_visualization'),
  ...blockId,
  title: words(50),
  chart: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('pie'), segments: z.array(point).min(1).max(6) }),
    plotted('line'),
    plotted('bar'),
    plotted('area'),
  ]),
});

const alert = z.strictObject({
  type: z.literal('alert'),
  ...blockId,
  text: anyText(3_000),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
});

const card = z.strictObject({
  type: z.literal('card'),
  ...blockId,
  hero_image: imageElement.optional(),
  icon: imageElement.optional(),
  title: mrkdwn(150).optional(),
  subtitle: mrkdwn(150).optional(),
  body: mrkdwn(200).optional(),
  actions: z.array(button).min(1).max(25).optional(),
});

const carousel = z.strictObject({ type: z.literal('carousel'), ...blockId, elements: z.array(card).min(1).max(10) });

const markdown = z.strictObject({ type: z.literal('markdown'), ...blockId, text: words(12_000) });

const source = z.strictObject({ type: z.literal('url'), url: words(3_000), text: words(255) });
const taskCard = z.strictObject({
  type: z.literal('task_card'),
  ...blockId,
  task_id: words(255),
  title: words(255),
  details: richText.optional(),
  output: richText.optional(),
  sources: z.array(source).optional(),
  status: z.enum(['pending', 'in_progress', 'complete', 'error']),
});

const plan = z.strictObject({ type: z.literal('plan'), ...blockId, title: words(255), tasks: z.array(taskCard).max(50).optional() });

const container = z.strictObject({
  type: z.literal('container'),
  ...blockId,
  title: plainText(150).optional(),
  rich_text_title: richText.optional(),
  subtitle: anyText(150).optional(),
  child_blocks: z
    .array(z.discriminatedUnion('type', [...classicBlocks, table]))
    .min(1)
    .max(10),
  width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
  icon: imageElement.optional(),
  is_collapsible: z.boolean().optional(),
  default_collapsed: z.boolean().optional(),
  has_header_divider: z.boolean().optional(),
});

const feedbackButton = z.strictObject({ text: plainText(75), accessibility_label: words(75).optional(), value: words(2_000) });
const contextActions = z.strictObject({
  type: z.literal('context_actions'),
  ...blockId,
  elements: z
    .array(
      z.discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('feedback_buttons'),
          action_id: z.string().max(255).optional(),
          positive_button: feedbackButton,
          negative_button: feedbackButton,
        }),
        z.strictObject({
          type: z.literal('icon_button'),
          action_id: z.string().max(255).optional(),
          icon: z.enum(['trash']),
          text: plainText(75),
          accessibility_label: words(75).optional(),
          value: z.string().max(2_000).optional(),
          visible_to_user_ids: z.array(z.string()).optional(),
          confirm: confirmDialog.optional(),
        }),
      ]),
    )
    .min(1)
    .max(5),
});

/** Blocks that arrived in 2025 and 2026 and that not every client or surface has. */
const recentBlocks = [
  table,
  dataTable,
  dataVisualization,
  alert,
  card,
  carousel,
  markdown,
  taskCard,
  plan,
  container,
  contextActions,
] as const;

/** A block of a message or view, whatever its age. */
export const anyBlock = z.discriminatedUnion('type', [...classicBlocks, ...recentBlocks]);

/** Blocks that a Slack without the recent ones accepts. */
export const classicBlock = z.discriminatedUnion('type', [...classicBlocks]);
