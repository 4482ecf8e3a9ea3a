import type { Arguments } from './arguments.ts';
import { blockComplaints } from './block-kit.ts';
import type { Core } from './core.ts';
import { isObject, type JsonObject, objectsOf } from './json.ts';
import type { MessageContent } from './message.ts';
import { normalAttachments, withIds } from './normal-blocks.ts';
import { SlackError } from './slack-error.ts';

const TEXT_MAX = 40_000;
const ATTACHMENTS_MAX = 100;
const METADATA_BYTES_MAX = 16_000;
const MARKDOWN_MAX = 12_000;

/** What of a message was given; absent keys were not. */
export type GivenContent = Partial<MessageContent>;

/**
 * Reads and checks the content of a message.
 *
 * @throws SlackError as Slack refuses it: `invalid_blocks`, `invalid_attachments`, `no_text` and so on.
 */
export function givenContent(args: Arguments, core: Core): GivenContent {
  const text = args.text('text') ?? markdownText(args);
  const blocks = args.json('blocks');
  const attachments = args.json('attachments');
  const metadata = givenMetadata(args);
  return {
    ...(text === undefined ? {} : { text: text.slice(0, TEXT_MAX) }),
    ...(blocks === undefined ? {} : { blocks: checkedBlocks(blocks, core) }),
    ...(attachments === undefined ? {} : { attachments: checkedAttachments(attachments, core) }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

/** Whether the text of a new message is longer than Slack keeps. */
export const isTruncated = (args: Arguments): boolean => (args.text('text') ?? '').length > TEXT_MAX;

/** The content of a new message. @throws SlackError `no_text` when there is nothing to show. */
export function newContent(args: Arguments, core: Core): MessageContent {
  const content = { text: '', blocks: [], attachments: [], ...givenContent(args, core) };
  if (content.text.trim() === '' && content.blocks.length === 0 && content.attachments.length === 0) {
    throw new SlackError('no_text');
  }
  return content;
}

function markdownText(args: Arguments): string | undefined {
  const markdown = args.text('markdown_text');
  if (markdown !== undefined && (args.has('text') || args.has('blocks'))) {
    throw new SlackError('markdown_text_conflict');
  }
  if (markdown !== undefined && markdown.length > MARKDOWN_MAX) {
    throw new SlackError('msg_too_long');
  }
  return markdown;
}

export function checkedBlocks(blocks: unknown, core: Core): readonly JsonObject[] {
  if (!Array.isArray(blocks)) {
    throw new SlackError('invalid_blocks_format');
  }
  const complaints = [
    ...blockComplaints(blocks, { surface: 'message', newBlocks: core.settings.newBlocks }),
    ...unreadyFiles(blocks, core),
  ];
  refuse('invalid_blocks', complaints);
  return withIds(blocks, core.identifiers);
}

function checkedAttachments(attachments: unknown, core: Core): readonly JsonObject[] {
  if (!Array.isArray(attachments)) {
    throw new SlackError('invalid_attachments');
  }
  if (attachments.length > ATTACHMENTS_MAX) {
    throw new SlackError('too_many_attachments');
  }
  const complaints = objectsOf(attachments).flatMap((attachment, index) =>
    attachment['blocks'] === undefined
      ? []
      : blockComplaints(attachment['blocks'], { surface: 'message', newBlocks: core.settings.newBlocks }).map((line) =>
          line.replace('[json-pointer:', `[json-pointer:/attachments/${index}`),
        ),
  );
  refuse('invalid_attachments', complaints);
  return normalAttachments(objectsOf(attachments), core.identifiers);
}

function unreadyFiles(blocks: readonly unknown[], core: Core): readonly string[] {
  return blocks.flatMap((block, index) => {
    const file = isObject(block) && block['type'] === 'image' && isObject(block['slack_file']) ? block['slack_file'] : undefined;
    const isReady = file === undefined || core.files.isReady(String(file['id'] ?? file['url']));
    return isReady ? [] : [`[ERROR] invalid slack file [json-pointer:/blocks/${index}/slack_file]`];
  });
}

function refuse(code: string, complaints: readonly string[]): void {
  if (complaints.length > 0) {
    throw new SlackError(code, { errors: complaints, response_metadata: { messages: complaints } });
  }
}

/** @returns `undefined` when not given; an empty object means "remove". */
function givenMetadata(args: Arguments): JsonObject | undefined {
  const metadata = args.json('metadata');
  if (metadata === undefined) {
    return undefined;
  }
  if (!isObject(metadata)) {
    throw new SlackError('invalid_metadata_format');
  }
  const isEmpty = Object.keys(metadata).length === 0;
  if (!isEmpty && (typeof metadata['event_type'] !== 'string' || !isObject(metadata['event_payload']))) {
    throw new SlackError('invalid_metadata_schema');
  }
  if (JSON.stringify(metadata).length > METADATA_BYTES_MAX) {
    throw new SlackError('metadata_too_large');
  }
  return metadata;
}
