import { createServer } from 'node:http';
import { serveParent } from '../parent.ts';

/**
 * A bucket per size: `/objects-<count>` lists so many keys, made up while they are asked for, in the layout of Thanos:
 * a ULID for each block, with `meta.json`, `index` and chunks below it.
 */
const PAGE = 1_000;
const KEYS_PER_BLOCK = 8;
const ULID_DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const KINDS = ['chunks/000001', 'chunks/000002', 'chunks/000003', 'chunks/000004', 'chunks/000005', 'chunks/000006', 'index', 'meta.json'];

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://local');
  const [, bucket = ''] = url.pathname.split('/');
  const count = Number(bucket.replace('objects-', ''));
  const from = Number(url.searchParams.get('continuation-token') ?? 0);
  const body = pageOf(bucket, from, count);
  response.writeHead(200, { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(body) }).end(body);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  serveParent({ url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` });
});

function pageOf(bucket: string, from: number, count: number): string {
  const until = Math.min(count, from + PAGE);
  let contents = '';
  for (let index = from; index < until; index += 1) {
    contents += contentOf(index);
  }
  const next =
    until < count
      ? `<IsTruncated>true</IsTruncated><NextContinuationToken>${until}</NextContinuationToken>`
      : '<IsTruncated>false</IsTruncated>';
  return `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${bucket}</Name><Prefix></Prefix><KeyCount>${until - from}</KeyCount><MaxKeys>${PAGE}</MaxKeys>${next}${contents}</ListBucketResult>`;
}

function contentOf(index: number): string {
  const key = `${ulid(Math.floor(index / KEYS_PER_BLOCK))}/${KINDS[index % KEYS_PER_BLOCK]}`;
  return `<Contents><Key>${key}</Key><LastModified>2026-11-22T00:00:00.000Z</LastModified><ETag>&quot;9b2cf535f27731c974343645a3985328&quot;</ETag><Size>${1_000 + index}</Size><StorageClass>STANDARD</StorageClass></Contents>`;
}

/** 26 characters that sort like the number. */
function ulid(number: number): string {
  let text = '';
  for (let left = number, place = 0; place < 10; place += 1) {
    text = (ULID_DIGITS[left % 32] ?? '0') + text;
    left = Math.floor(left / 32);
  }
  return `01JD000000000000${text}`;
}
