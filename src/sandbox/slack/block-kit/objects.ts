import { z } from 'zod';

/** Text of 1 to `max` characters. */
export const words = (max: number) => z.string().min(1).max(max);

export const plainText = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: words(max), emoji: z.boolean().optional() });

export const mrkdwn = (max: number) => z.strictObject({ type: z.literal('mrkdwn'), text: words(max), verbatim: z.boolean().optional() });

export const anyText = (max: number) => z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);

export const blockId = { block_id: z.string().max(255).optional() };

export const confirmDialog = z.strictObject({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: z.enum(['primary', 'danger']).optional(),
});

const optionFields = { value: words(75), description: plainText(75).optional() };

export const plainOption = z.strictObject({ text: plainText(75), ...optionFields });
export const richOption = z.strictObject({ text: anyText(75), ...optionFields });
export const overflowOption = z.strictObject({ text: plainText(75), ...optionFields, url: z.string().max(3_000).optional() });

export const optionGroup = z.strictObject({ label: plainText(75), options: z.array(plainOption).min(1).max(100) });

const slackFile = z
  .strictObject({ id: z.string().optional(), url: z.string().optional() })
  .refine((file) => (file.id === undefined) !== (file.url === undefined), 'provide either id or url, not both');

export const imageFields = { image_url: z.string().max(3_000).optional(), slack_file: slackFile.optional(), alt_text: words(2_000) };

export const hasOneSource = (image: { readonly image_url?: string | undefined; readonly slack_file?: unknown }): boolean =>
  (image.image_url === undefined) !== (image.slack_file === undefined);

export const ONE_SOURCE = 'must provide exactly one of image_url or slack_file';

export const imageElement = z.strictObject({ type: z.literal('image'), ...imageFields }).refine(hasOneSource, ONE_SOURCE);
