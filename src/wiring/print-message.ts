import { plainText } from '../messages/mrkdwn.ts';
import { tableText } from '../messages/table-text.ts';
import type { Block, Message } from '../model/message.ts';

/** A message as text for a terminal: everything that it says, without its controls. */
export function printMessage({ blocks, attachment }: Message, timeZone: string): string {
  return [...blocks, ...(attachment?.blocks ?? [])].flatMap((block) => printBlock(block, timeZone)).join('\n');
}

function printBlock(block: Block, timeZone: string): readonly string[] {
  switch (block.kind) {
    case 'heading':
      return [block.text, '='.repeat(block.text.length)];
    case 'text':
      return [plainText(block.text, timeZone)];
    case 'fields':
      return block.fields.map(({ label, value }) => `${plainText(label, timeZone)}: ${plainText(value, timeZone)}`);
    case 'context':
      return block.items.map((item) => plainText(item, timeZone));
    case 'preformatted':
      return [block.text];
    case 'table':
      return [tableText(block.columns, block.rows)];
    case 'fold':
      return [block.title, ...block.blocks.flatMap((child) => printBlock(child, timeZone))];
    case 'chart':
      return [`${block.chart.title}: ${block.chart.series.map(({ name, values }) => `${name} ${values.join(' ')}`).join('; ')}`];
    case 'divider':
      return ['-'.repeat(40)];
    case 'controls':
      return [];
  }
}
