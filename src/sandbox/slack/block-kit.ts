import { z } from 'zod';
import { complaint, complaintsOf } from './block-kit/complaints.ts';
import { plainText } from './block-kit/objects.ts';
import { anyBlock, classicBlock } from './block-kit/recent.ts';
import { crossBlockComplaints, type Surface } from './block-kit/rules.ts';
import { isObject } from './json.ts';

const MAX_BLOCKS: Readonly<Record<Surface, number>> = { message: 50, modal: 100, home: 100 };

export interface BlockOptions {
  readonly surface: Surface;
  /** Whether this Slack has the blocks that came in 2025 and 2026. */
  readonly newBlocks: boolean;
}

/**
 * Checks blocks as Slack does when a message or view arrives.
 *
 * @returns lines for `response_metadata.messages`, each with a JSON pointer; empty when Slack would accept.
 */
export function blockComplaints(blocks: unknown, { surface, newBlocks }: BlockOptions): readonly string[] {
  if (!Array.isArray(blocks)) {
    return [complaint('must be an array of blocks', ['blocks'])];
  }
  const tooMany = blocks.length > MAX_BLOCKS[surface] ? [complaint(`no more than ${MAX_BLOCKS[surface]} items allowed`, ['blocks'])] : [];
  const schema = newBlocks ? anyBlock : classicBlock;
  const single = blocks.flatMap((block, index) => singleComplaints(schema, block, index));
  return [...tooMany, ...single, ...crossBlockComplaints(blocks, surface)];
}

function singleComplaints(schema: z.ZodType, block: unknown, index: number): readonly string[] {
  if (isObject(block) && typeof block['type'] !== 'string') {
    return [complaint('missing required field: type', ['blocks', index])];
  }
  const parsed = schema.safeParse(block, { reportInput: true });
  return parsed.success ? [] : complaintsOf(parsed.error.issues, ['blocks', index]);
}

const view = z.looseObject({
  type: z.enum(['modal', 'home']),
  blocks: z.array(z.unknown()).min(1),
  title: plainText(24).optional(),
  submit: plainText(24).optional(),
  close: plainText(24).optional(),
  private_metadata: z.string().max(3_000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
});

/** Checks a modal or Home tab. @returns lines as `blockComplaints` does. */
export function viewComplaints(value: unknown, newBlocks: boolean): readonly string[] {
  const parsed = view.safeParse(value, { reportInput: true });
  if (!parsed.success) {
    return complaintsOf(parsed.error.issues, []);
  }
  const { type, title, submit, blocks } = parsed.data;
  const asksInput = blocks.some((block) => isObject(block) && block['type'] === 'input');
  return [
    ...(type === 'modal' && title === undefined ? [complaint('missing required field: title', [])] : []),
    ...(type === 'modal' && asksInput && submit === undefined ? [complaint('a modal with input blocks needs submit', ['submit'])] : []),
    ...blockComplaints(blocks, { surface: type, newBlocks }),
  ];
}
