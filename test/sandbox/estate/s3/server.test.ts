import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { type EstateUnderTest, estateUnderTest } from '../estate-under-test.ts';

const Bucket = 'thanos-bucket';
const backup = 'thanos-backup';

function clientOf({ estate }: EstateUnderTest, accessKeyId = 'thanos'): S3Client {
  return new S3Client({
    endpoint: estate.urls.s3,
    region: 'us-east-1',
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey: 'sandbox-secret' },
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
}

describe('sandbox/estate/s3/server', () => {
  it('lists the blocks of the model and their objects, page by page', async () => {
    const subject = await estateUnderTest();
    const client = clientOf(subject);
    const { model } = subject.estate.runtime;
    const top = await client.send(new ListObjectsV2Command({ Bucket, Delimiter: '/' }));
    expect(top.CommonPrefixes?.map((prefix) => prefix.Prefix?.slice(0, -1))).toEqual(
      model.blocks
        .all()
        .map((block) => block.ulid)
        .sort(),
    );
    let sizeBytes = 0;
    for await (const page of paginateListObjectsV2({ client, pageSize: 400 }, { Bucket })) {
      for (const object of page.Contents ?? []) sizeBytes += object.Size ?? 0;
    }
    expect(sizeBytes / model.blocks.sizeBytes).toBeCloseTo(1, 3);
  });

  it('writes meta.json as Thanos does, with the sizes the listing has', async () => {
    const subject = await estateUnderTest();
    const client = clientOf(subject);
    const ulid = subject.estate.runtime.model.blocks.all().at(-1)?.ulid ?? '';
    const answer = await client.send(new GetObjectCommand({ Bucket, Key: `${ulid}/meta.json` }));
    const meta: unknown = JSON.parse((await answer.Body?.transformToString()) ?? '');
    expect(meta).toMatchObject({ ulid, version: 1, thanos: { labels: { cluster: expect.any(String) }, downsample: { resolution: 0 } } });
    const index = await client.send(new HeadObjectCommand({ Bucket, Key: `${ulid}/index` }));
    expect(meta).toMatchObject({ thanos: { files: expect.arrayContaining([{ rel_path: 'index', size_bytes: index.ContentLength }]) } });
  });

  it('keeps bytes, metadata and ranges in an ordinary bucket', async () => {
    const client = clientOf(await estateUnderTest());
    await client.send(new PutObjectCommand({ Bucket: backup, Key: 'a b/ü.txt', Body: 'hello world', Metadata: { kind: 'test' } }));
    const part = await client.send(new GetObjectCommand({ Bucket: backup, Key: 'a b/ü.txt', Range: 'bytes=6-' }));
    expect([await part.Body?.transformToString(), part.Metadata, part.ContentRange]).toEqual(['world', { kind: 'test' }, 'bytes 6-10/11']);
    await client.send(new CopyObjectCommand({ Bucket: backup, Key: 'copy', CopySource: encodeURI(`${backup}/a b/ü.txt`) }));
    await client.send(new DeleteObjectsCommand({ Bucket: backup, Delete: { Objects: [{ Key: 'a b/ü.txt' }] } }));
    const listed = await client.send(new ListObjectsV2Command({ Bucket: backup }));
    expect(listed.Contents?.map((object) => [object.Key, object.Size])).toEqual([['copy', 11]]);
  });

  it('puts the parts of a multipart upload together', async () => {
    const client = clientOf(await estateUnderTest());
    const where = { Bucket: backup, Key: 'large' };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(where));
    const parts = [];
    for (const [index, text] of ['one-', 'two'].entries()) {
      const { ETag } = await client.send(new UploadPartCommand({ ...where, UploadId, PartNumber: index + 1, Body: text }));
      parts.push({ ETag, PartNumber: index + 1 });
    }
    await client.send(new CompleteMultipartUploadCommand({ ...where, UploadId, MultipartUpload: { Parts: parts } }));
    const whole = await client.send(new GetObjectCommand(where));
    expect(await whole.Body?.transformToString()).toBe('one-two');
  });

  it('takes a deletion mark into the model and gives a lost block back when its meta.json returns', async () => {
    const subject = await estateUnderTest();
    const client = clientOf(subject);
    const { blocks } = subject.estate.runtime.model;
    const ulid = blocks.all().find((block) => block.markedMs === undefined)?.ulid ?? '';
    const meta = await (await client.send(new GetObjectCommand({ Bucket, Key: `${ulid}/meta.json` }))).Body?.transformToString();
    await client.send(
      new PutObjectCommand({
        Bucket,
        Key: `${ulid}/deletion-mark.json`,
        Body: JSON.stringify({ id: ulid, version: 1, deletion_time: 1_795_338_000 }),
      }),
    );
    expect(blocks.get(ulid)?.markedMs).toBe(1_795_338_000_000);
    subject.estate.control.break({ kind: 'block-lost', target: ulid });
    await expect(client.send(new HeadObjectCommand({ Bucket, Key: `${ulid}/index` }))).rejects.toMatchObject({ name: 'NotFound' });
    await client.send(new PutObjectCommand({ Bucket, Key: `${ulid}/meta.json`, Body: meta ?? '' }));
    expect(blocks.get(ulid)?.ulid).toBe(ulid);
  });

  it.each([
    ['a wrong key', async (client: S3Client) => client.send(new GetObjectCommand({ Bucket, Key: 'none' })), 'NoSuchKey'],
    ['a wrong bucket', async (client: S3Client) => client.send(new ListObjectsV2Command({ Bucket: 'none' })), 'NoSuchBucket'],
  ])('names the error of %s', async (_name, act, name) => {
    await expect(act(clientOf(await estateUnderTest()))).rejects.toMatchObject({ name });
  });

  it('refuses unknown credentials, and everybody while it is down', async () => {
    const subject = await estateUnderTest();
    const list = (client: S3Client): Promise<unknown> => client.send(new ListObjectsV2Command({ Bucket }));
    await expect(list(clientOf(subject, 'stranger'))).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    subject.estate.control.break({ kind: 's3-down', mode: '503' });
    await expect(list(clientOf(subject))).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } });
  });

  it('lists as many bytes as the metric says after somebody filled the bucket', async () => {
    const subject = await estateUnderTest();
    subject.estate.control.break({ kind: 'bucket-full', percent: 95 });
    await subject.pass(10 * 60_000);
    const [used] = await subject.ask('minio_bucket_usage_total_bytes{bucket="thanos-bucket"}');
    const stray = await clientOf(subject).send(new HeadObjectCommand({ Bucket, Key: 'stray/unrelated-dump.bin' }));
    expect(((stray.ContentLength ?? 0) + subject.estate.runtime.model.blocks.sizeBytes) / (used?.value ?? 0)).toBeCloseTo(1, 2);
  });
});
