import type { Answer } from '../http.ts';
import { type Bucket, bytesOf, type StoredObject } from './buckets.ts';
import { etagOf } from './content.ts';
import { element, wrapped, xml } from './xml.ts';

interface Entry {
  readonly key: string;
  readonly object: StoredObject | undefined;
}

/** Keys under a prefix with everything behind the delimiter rolled up. */
function entriesOf(objects: readonly StoredObject[], prefix: string, delimiter: string): Entry[] {
  if (delimiter === '') return objects.map((object) => ({ key: object.key, object }));
  const entries = new Map<string, Entry>();
  for (const object of objects) {
    const cut = object.key.indexOf(delimiter, prefix.length);
    const key = cut < 0 ? object.key : object.key.slice(0, cut + delimiter.length);
    if (!entries.has(key)) entries.set(key, { key, object: cut < 0 ? object : undefined });
  }
  return [...entries.values()];
}

/** ListObjectsV2; the continuation token is the last key in base64. */
export function listObjects(name: string, bucket: Bucket, parameters: URLSearchParams): Answer {
  const prefix = parameters.get('prefix') ?? '';
  const delimiter = parameters.get('delimiter') ?? '';
  const maximum = Math.min(1_000, Number(parameters.get('max-keys') ?? 1_000));
  const token = parameters.get('continuation-token');
  const after =
    token === null ? (parameters.get('start-after') ?? parameters.get('marker') ?? '') : Buffer.from(token, 'base64').toString();
  const isEncoded = parameters.get('encoding-type') === 'url';
  const written = (key: string): string => (isEncoded ? encodeURIComponent(key).replaceAll('%2F', '/') : key);
  const remaining = entriesOf(bucket.list(prefix), prefix, delimiter).filter((entry) => entry.key > after);
  const page = remaining.slice(0, maximum);
  const isTruncated = remaining.length > page.length;
  const contents = page.flatMap(({ object }) => (object === undefined ? [] : [contentOf(object, written)]));
  const prefixes = page
    .filter((entry) => entry.object === undefined)
    .map((entry) => wrapped('CommonPrefixes', [element('Prefix', written(entry.key))]));
  return xml('ListBucketResult', [
    element('Name', name),
    element('Prefix', written(prefix)),
    element('KeyCount', page.length),
    element('MaxKeys', maximum),
    element('IsTruncated', isTruncated),
    ...(delimiter === '' ? [] : [element('Delimiter', delimiter)]),
    ...(isEncoded ? [element('EncodingType', 'url')] : []),
    ...(isTruncated ? [element('NextContinuationToken', Buffer.from(page.at(-1)?.key ?? '').toString('base64'))] : []),
    ...contents,
    ...prefixes,
  ]);
}

function contentOf(object: StoredObject, written: (key: string) => string): string {
  return wrapped('Contents', [
    element('Key', written(object.key)),
    element('LastModified', new Date(object.modifiedMs).toISOString()),
    element('ETag', etagOf(object.content)),
    element('Size', bytesOf(object)),
    element('StorageClass', 'STANDARD'),
  ]);
}
