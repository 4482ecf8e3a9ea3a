import type { Block, Message } from '../model/message.ts';
import type { RichText } from '../model/text.ts';

/** Ids of the people whom a message would notify. */
export function mentionedIn(message: Message): readonly string[] {
  const ids = new Set<string>();
  mapTexts(message, (text) => {
    for (const part of text) {
      if (typeof part !== 'string' && part.kind === 'user') {
        ids.add(part.userId);
      }
    }
    return text;
  });
  return [...ids];
}

/** The same message with names in place of mentions, so that it rings nobody's phone. Whoever has no known name keeps the bare id. */
export function withoutMentions(message: Message, names: ReadonlyMap<string, string>): Message {
  return mapTexts(message, (text) =>
    text.map((part) => {
      if (typeof part === 'string') {
        return part;
      }
      return part.kind === 'user' ? (names.get(part.userId) ?? part.userId) : part.kind === 'group' ? part.groupId : part;
    }),
  );
}

type Change = (text: RichText) => RichText;

function mapTexts(message: Message, change: Change): Message {
  const { attachment } = message;
  return {
    ...message,
    text: change(message.text),
    blocks: message.blocks.map((block) => mapBlock(block, change)),
    ...(attachment === undefined
      ? {}
      : { attachment: { ...attachment, blocks: attachment.blocks.map((block) => mapBlock(block, change)) } }),
  };
}

function mapBlock(block: Block, change: Change): Block {
  switch (block.kind) {
    case 'text':
      return { ...block, text: change(block.text) };
    case 'fields':
      return { ...block, fields: block.fields.map(({ label, value }) => ({ label: change(label), value: change(value) })) };
    case 'context':
      return { ...block, items: block.items.map(change) };
    case 'fold':
      return { ...block, blocks: block.blocks.map((inner) => mapBlock(inner, change)) };
    case 'heading':
    case 'controls':
    case 'divider':
    case 'preformatted':
    case 'table':
    case 'chart':
      return block;
  }
}
