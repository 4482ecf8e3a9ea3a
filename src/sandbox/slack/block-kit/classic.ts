import { z } from 'zod';
import { accessory, actionElement, inputElement } from './elements.ts';
import { anyText, blockId, hasOneSource, imageElement, imageFields, mrkdwn, ONE_SOURCE, plainText, words } from './objects.ts';
import { richText } from './rich-text.ts';

export const section = z
  .strictObject({
    type: z.literal('section'),
    ...blockId,
    text: anyText(3_000).optional(),
    fields: z.array(anyText(2_000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine((block) => block.text !== undefined || block.fields !== undefined, 'missing required field: text or fields');

export const header = z.strictObject({
  type: z.literal('header'),
  ...blockId,
  text: plainText(150),
  level: z.int().min(1).max(4).optional(),
});

export const actions = z.strictObject({ type: z.literal('actions'), ...blockId, elements: z.array(actionElement).min(1).max(25) });

export const context = z.strictObject({
  type: z.literal('context'),
  ...blockId,
  elements: z
    .array(z.discriminatedUnion('type', [plainText(3_000), mrkdwn(3_000), imageElement]))
    .min(1)
    .max(10),
});

export const divider = z.strictObject({ type: z.literal('divider'), ...blockId });

export const image = z
  .strictObject({ type: z.literal('image'), ...blockId, ...imageFields, title: plainText(2_000).optional() })
  .refine(hasOneSource, ONE_SOURCE);

export const input = z.strictObject({
  type: z.literal('input'),
  ...blockId,
  label: plainText(2_000),
  hint: plainText(2_000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: inputElement,
});

export const file = z.strictObject({ type: z.literal('file'), ...blockId, source: z.literal('remote'), external_id: words(255) });

export const video = z.strictObject({
  type: z.literal('video'),
  ...blockId,
  video_url: words(3_000),
  thumbnail_url: words(3_000),
  alt_text: words(2_000),
  title: plainText(200),
  title_url: words(3_000).optional(),
  author_name: words(50).optional(),
  provider_name: z.string().optional(),
  provider_icon_url: words(3_000).optional(),
  description: plainText(200).optional(),
});

/** Blocks that every client has shown for years. */
export const classicBlocks = [section, header, actions, context, divider, image, input, file, video, richText] as const;
