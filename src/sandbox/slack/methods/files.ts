import type { Arguments } from '../arguments.ts';
import { checkedBlocks } from '../content.ts';
import type { Core } from '../core.ts';
import { mimeTypeOf } from '../files.ts';
import { type JsonObject, objectsOf, textOf } from '../json.ts';
import { type FileRecord, wireFile } from '../message.ts';
import { SlackError } from '../slack-error.ts';
import { threadOf } from './destination.ts';
import type { Method } from './method.ts';

function getUploadUrl(core: Core, args: Arguments): JsonObject {
  const name = args.required('filename');
  const sizeBytes = args.count('length', 0);
  if (sizeBytes <= 0) {
    throw new SlackError('invalid_arguments', { response_metadata: { messages: ['[ERROR] length must be greater than 0'] } });
  }
  const id = core.identifiers.next('F');
  const altText = args.text('alt_text') ?? args.text('alt_txt') ?? '';
  core.files.reserve({
    id,
    name,
    title: name,
    mimetype: mimeTypeOf(name),
    sizeBytes,
    altText,
    url: `${core.url()}/files/${id}/${encodeURIComponent(name)}`,
  });
  return { upload_url: `${core.url()}/upload/${id}`, file_id: id };
}

function completeUpload(core: Core, args: Arguments): JsonObject {
  if (args.has('initial_comment') && args.has('blocks')) {
    throw new SlackError('invalid_arguments');
  }
  const target = sharedTo(core, args);
  const records = objectsOf(args.json('files')).map((file) => completed(core, file));
  if (records.length === 0) {
    throw new SlackError('invalid_arguments');
  }
  const blocks = args.json('blocks');
  if (target !== undefined) {
    core.messages.post({
      text: args.text('initial_comment') ?? '',
      blocks: blocks === undefined ? [] : checkedBlocks(blocks, core),
      attachments: [],
      channelId: target.channelId,
      userId: core.workspace.app.botUserId,
      isFromApp: true,
      files: records,
      ...(target.threadTs === undefined ? {} : { threadTs: target.threadTs }),
    });
  }
  return { files: records.map(wireFile) };
}

function sharedTo(core: Core, args: Arguments): { channelId: string; threadTs: string | undefined } | undefined {
  const channelId = args.text('channel_id') ?? args.ids('channels')[0];
  if (channelId === undefined) {
    return undefined;
  }
  // Unlike a message, a file cannot be shared with a person's id.
  const channel = core.channels.writableByApp(channelId);
  return { channelId: channel.id, threadTs: threadOf(core, channel.id, args.text('thread_ts')) };
}

function completed(core: Core, file: JsonObject): FileRecord {
  const record = core.files.complete(textOf(file['id']) ?? '', textOf(file['title']));
  if (record === undefined) {
    throw new SlackError('file_not_found');
  }
  return record;
}

function info(core: Core, args: Arguments): JsonObject {
  const file = core.files.find(args.required('file', 'file_not_found'));
  if (file === undefined || !file.isComplete) {
    throw new SlackError('file_not_found');
  }
  return { file: wireFile(file.record) };
}

export const fileMethods: readonly Method[] = [
  { name: 'files.getUploadURLExternal', token: 'bot', scopes: ['files:write'], tier: 4, run: getUploadUrl },
  { name: 'files.completeUploadExternal', token: 'bot', scopes: ['files:write'], tier: 4, run: completeUpload },
  { name: 'files.info', token: 'bot', scopes: ['files:read'], tier: 4, run: info },
];
