import { describe, expect, it, onTestFinished } from 'vitest';
import { type BucketLogin, openBucket } from '../../src/clients/object-store.ts';
import { Secret } from '../../src/model/secret.ts';
import { type AnsweringServer, answeringServer, closedAddress, patient } from './answering-server.ts';

type Handler = Parameters<typeof answeringServer>[0];

function open(endpoint: string, changes: Partial<BucketLogin> = {}) {
  const bucket = openBucket({
    bucket: 'thanos-bucket',
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'key', secretAccessKey: new Secret('secret') },
    ...changes,
  });
  onTestFinished(() => bucket.close());
  return bucket;
}

async function bucketOf(handle: Handler, changes: Partial<BucketLogin> = {}) {
  const server: AnsweringServer = await answeringServer(handle);
  return { server, bucket: open(server.url, changes) };
}

/** `ListObjectsV2` as MinIO writes it, shortened. */
const page = (keys: readonly string[], next?: string) =>
  `<?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>thanos-bucket</Name><KeyCount>${keys.length}</KeyCount>` +
  `<IsTruncated>${next !== undefined}</IsTruncated>${next === undefined ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`}` +
  `${keys.map((key) => `<Contents><Key>${key}</Key><LastModified>2026-11-22T07:00:00.000Z</LastModified><Size>12</Size></Contents>`).join('')}</ListBucketResult>`;
const error = (code: string) => `<?xml version="1.0"?><Error><Code>${code}</Code><Message>told ${code}</Message></Error>`;
const xml = { 'content-type': 'application/xml' };

async function keysOf(pages: AsyncIterable<readonly { readonly key: string }[]>): Promise<string[][]> {
  const all: string[][] = [];
  for await (const objects of pages) {
    all.push(objects.map(({ key }) => key));
  }
  return all;
}

describe('clients/object-store', () => {
  it('lists page by page below a prefix', async () => {
    const { bucket, server } = await bucketOf(({ url }, response) =>
      response.writeHead(200, xml).end(url.includes('continuation-token=two') ? page(['c']) : page(['a', 'b'], 'two')),
    );
    expect(await keysOf(bucket.list('01ABC/', patient()))).toEqual([['a', 'b'], ['c']]);
    expect(server.seen[0]?.url).toContain('list-type=2&prefix=01ABC%2F');
  });

  it('asks for the next page before the caller is done with one, and forgives a caller that stops', async () => {
    const asked = Promise.withResolvers<void>();
    const { bucket } = await bucketOf(({ url }, response) => {
      if (!url.includes('continuation-token=two')) {
        return response.writeHead(200, xml).end(page(['a'], 'two'));
      }
      asked.resolve();
      return response.destroy();
    });
    for await (const objects of bucket.list('', patient())) {
      await asked.promise;
      expect(objects.map(({ key }) => key)).toEqual(['a']);
      break;
    }
    expect.assertions(1);
  });

  it('reads size and time of an object', async () => {
    const { bucket } = await bucketOf((_, response) => response.writeHead(200, xml).end(page(['a'])));
    for await (const objects of bucket.list('', patient())) {
      expect(objects).toEqual([{ key: 'a', sizeBytes: 12, modifiedAt: Date.UTC(2026, 10, 22, 7) }]);
    }
    expect.assertions(1);
  });

  it('lists one level: folders without what lies in them, and objects that are in none', async () => {
    const body = page(['stray.txt']).replace(
      '</ListBucketResult>',
      '<CommonPrefixes><Prefix>01ABC/</Prefix></CommonPrefixes></ListBucketResult>',
    );
    const { bucket, server } = await bucketOf((_, response) => response.writeHead(200, xml).end(body));
    expect(await bucket.listLevel('', patient())).toMatchObject({ folders: ['01ABC/'], objects: [{ key: 'stray.txt', sizeBytes: 12 }] });
    expect(server.seen[0]?.url).toContain('delimiter=%2F');
  });

  it('stops when the same page is offered again', async () => {
    const { bucket, server } = await bucketOf((_, response) => response.writeHead(200, xml).end(page(['a'], 'again')));
    await expect(keysOf(bucket.list('', patient()))).rejects.toMatchObject({ code: 'bad-response' });
    expect(server.seen.length).toBeLessThan(4);
  });

  it.each([
    ['an error inside a success', 200, error('InternalError')],
    ['a page of HTML', 200, '<html><body>Welcome</body></html>'],
    ['half a page', 200, page(['a', 'b']).slice(0, 120)],
  ])('does not read %s as an empty bucket', async (_, status, body) => {
    const { bucket } = await bucketOf((__, response) => response.writeHead(status, xml).end(body));
    await expect(keysOf(bucket.list('', patient()))).rejects.toMatchObject({ name: 'UpstreamError', details: { system: 's3' } });
  });

  it.each([
    [403, 'AccessDenied', 'forbidden', false],
    [403, 'InvalidAccessKeyId', 'unauthorized', false],
    [404, 'NoSuchBucket', 'not-found', false],
    [503, 'SlowDown', 'rate-limited', true],
    [503, 'ServiceUnavailable', 'unavailable', true],
  ])('reads %i %s as %s', async (status, code, expected, retryable) => {
    const { bucket } = await bucketOf((_, response) => response.writeHead(status, xml).end(error(code)));
    await expect(bucket.listLevel('', patient())).rejects.toMatchObject({ code: expected, details: { retryable, httpStatus: status } });
  });

  it('gives up on a store that never answers', async () => {
    const { bucket } = await bucketOf(() => undefined, { deadlineMs: 60 });
    await expect(bucket.listLevel('', patient())).rejects.toMatchObject({ code: 'timeout' });
  });

  it('says that a connection was refused', async () => {
    await expect(open(await closedAddress()).listLevel('', patient())).rejects.toMatchObject({
      code: 'unreachable',
      details: { reason: 'connection refused' },
    });
  });

  it('is null for a missing object and an error for a missing bucket', async () => {
    const { bucket } = await bucketOf(({ url }, response) =>
      response.writeHead(404, xml).end(error(url.includes('/gone') ? 'NoSuchKey' : 'NoSuchBucket')),
    );
    expect(await bucket.get('gone', patient())).toBeNull();
    await expect(bucket.get('other', patient())).rejects.toMatchObject({ code: 'not-found' });
  });

  it('stores bytes as they are, with type and metadata, and no checksum trailer', async () => {
    const { bucket, server } = await bucketOf((_, response) => response.writeHead(200).end());
    await bucket.put(
      'backup/a.age',
      Buffer.from('payload'),
      { contentType: 'application/octet-stream', metadata: { sha256: 'ab' } },
      patient(),
    );
    expect(server.seen).toMatchObject([
      { method: 'PUT', body: 'payload', headers: { 'content-type': 'application/octet-stream', 'x-amz-meta-sha256': 'ab' } },
    ]);
    expect(server.seen[0]?.headers).not.toHaveProperty('x-amz-trailer');
  });

  it('reads the bytes of an object', async () => {
    const { bucket } = await bucketOf((_, response) => response.writeHead(200).end('{"version":1}'));
    expect(Buffer.from((await bucket.get('meta.json', patient())) ?? []).toString()).toBe('{"version":1}');
  });

  it('deletes in requests of at most 1,000 keys', async () => {
    const { bucket, server } = await bucketOf((_, response) => response.writeHead(200, xml).end('<DeleteResult></DeleteResult>'));
    await bucket.delete(
      Array.from({ length: 1_001 }, (_, index) => `k${index}`),
      patient(),
    );
    expect(server.seen.map(({ body }) => body.match(/<Key>/g)?.length)).toEqual([1_000, 1]);
  });

  it('does not call a partial deletion a success', async () => {
    const body = '<DeleteResult><Error><Key>k</Key><Code>AccessDenied</Code></Error></DeleteResult>';
    const { bucket } = await bucketOf((_, response) => response.writeHead(200, xml).end(body));
    await expect(bucket.delete(['k', 'l'], patient())).rejects.toThrow('1 of 2 objects were not deleted: AccessDenied');
  });
});
