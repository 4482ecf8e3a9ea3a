import type { Answer, Request } from '../http.ts';
import type { EpochMs } from '../model/time.ts';
import { type Bucket, bytesOf, type StoredObject } from './buckets.ts';
import { type Content, etagOf, read } from './content.ts';
import { payloadOf } from './request-body.ts';
import { element, S3Error, textsOf, wrapped, xml } from './xml.ts';

export function userMetadata(headers: Request['headers']): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith('x-amz-meta-') && value !== undefined) found[name] = String(value);
  }
  return found;
}

export function found(bucket: Bucket, key: string): StoredObject {
  const object = bucket.get(key);
  if (object === undefined) throw new S3Error(404, 'NoSuchKey', 'The specified key does not exist.');
  return object;
}

function headersOf(object: StoredObject, length: number): Record<string, string> {
  return {
    'content-type': object.contentType,
    'content-length': String(length),
    etag: etagOf(object.content),
    'last-modified': new Date(object.modifiedMs).toUTCString(),
    'accept-ranges': 'bytes',
    ...object.metadata,
  };
}

export function getObject(object: StoredObject, request: Request): Answer {
  const size = bytesOf(object);
  if (request.method === 'HEAD') return { status: 200, headers: headersOf(object, size) };
  const wanted = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '');
  if (wanted === null) return { status: 200, headers: headersOf(object, size), body: read(object.content, 0, size - 1) };
  const [, first = '', last = ''] = wanted;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size - 1 : Math.min(size - 1, Number(last));
  if (from >= size || from > to) throw new S3Error(416, 'InvalidRange', 'The requested range is not satisfiable');
  const headers = { ...headersOf(object, to - from + 1), 'content-range': `bytes ${from}-${to}/${size}` };
  return { status: 206, headers, body: read(object.content, from, to) };
}

export async function putObject(bucket: Bucket, key: string, request: Request, nowMs: EpochMs): Promise<Answer> {
  const content: Content = { kind: 'held', bytes: await payloadOf(request) };
  if (request.headers['if-none-match'] === '*' && bucket.get(key) !== undefined) {
    throw new S3Error(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
  }
  bucket.put({
    key,
    content,
    modifiedMs: nowMs,
    contentType: request.headers['content-type'] ?? 'application/octet-stream',
    metadata: userMetadata(request.headers),
  });
  return { status: 200, headers: { etag: etagOf(content) } };
}

/** The bytes are shared, not copied, so that copying a large bucket costs nothing. */
export function copyObject(bucket: Bucket, key: string, source: StoredObject, request: Request, nowMs: EpochMs): Answer {
  const replaces = request.headers['x-amz-metadata-directive'] === 'REPLACE';
  bucket.put({ ...source, key, modifiedMs: nowMs, metadata: replaces ? userMetadata(request.headers) : source.metadata });
  return xml('CopyObjectResult', [element('LastModified', new Date(nowMs).toISOString()), element('ETag', etagOf(source.content))]);
}

export async function deleteObjects(bucket: Bucket, request: Request): Promise<Answer> {
  const document = (await payloadOf(request)).toString();
  const keys = textsOf(document, 'Object').flatMap((object) => textsOf(`<o>${object}</o>`, 'Key'));
  for (const key of keys) bucket.remove(key);
  const isQuiet = textsOf(document, 'Quiet')[0] === 'true';
  return xml('DeleteResult', isQuiet ? [] : keys.map((key) => wrapped('Deleted', [element('Key', key)])));
}
