import { DeleteObjectsCommand, GetObjectCommand, type ListObjectsV2CommandOutput, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Secret } from '../model/secret.ts';
import type { DurationMs } from '../model/time.ts';
import type { ObjectStore, StoredObject } from '../ports.ts';
import { type Deadline, startDeadline } from './deadline.ts';
import { listRequest } from './object-listing.ts';
import { isMissing, objectStoreFailure } from './object-store-failure.ts';
import { upstreamError } from './upstream.ts';

export interface BucketLogin {
  readonly bucket: string;
  readonly endpoint?: string | undefined;
  readonly region: string;
  readonly forcePathStyle: boolean;
  /** `null` leaves it to the AWS SDK's own chain: role of the service account, instance profile, … */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: Secret } | null;
  /** Deadline of one request, not of a whole listing. */
  readonly deadlineMs?: DurationMs;
}

const UPSTREAM = { system: 's3' };
const KEYS_PER_DELETE = 1_000;

/** Opens one bucket. Nothing is sent before the first call. */
export function openBucket(login: BucketLogin): ObjectStore & { close(): void } {
  const deadlineMs = login.deadlineMs ?? 15_000;
  const client = createClient(login, deadlineMs);
  const Bucket = login.bucket;

  async function attempt<Answer>(signal: AbortSignal, send: (deadline: Deadline) => Promise<Answer>): Promise<Answer> {
    const deadline = startDeadline(deadlineMs, signal);
    try {
      return await send(deadline);
    } catch (failure) {
      throw objectStoreFailure(failure, UPSTREAM, deadline);
    }
  }

  const fetchPage = (prefix: string, token: string | undefined, delimiter: string | undefined, signal: AbortSignal) =>
    attempt(signal, async ({ signal: abortSignal }) => {
      const { command, objects } = listRequest({ Bucket, Prefix: prefix, ContinuationToken: token, Delimiter: delimiter });
      return { output: await client.send(command, { abortSignal }), objects };
    });

  return {
    async *list(prefix, signal) {
      for await (const page of pagesOf((token) => fetchPage(prefix, token, undefined, signal))) {
        yield page.objects();
      }
    },
    async listLevel(prefix, signal) {
      const folders: string[] = [];
      const objects: StoredObject[] = [];
      for await (const page of pagesOf((token) => fetchPage(prefix, token, '/', signal))) {
        folders.push(...(page.output.CommonPrefixes ?? []).flatMap(({ Prefix }) => (Prefix === undefined ? [] : [Prefix])));
        objects.push(...page.objects());
      }
      return { folders, objects };
    },
    async get(key, signal) {
      return await attempt(signal, async ({ signal: abortSignal }) => {
        try {
          const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: key }), { abortSignal });
          return (await Body?.transformToByteArray()) ?? new Uint8Array();
        } catch (failure) {
          if (isMissing(failure)) {
            return null;
          }
          throw failure;
        }
      });
    },
    async put(key, body, options, signal) {
      await attempt(signal, ({ signal: abortSignal }) =>
        client.send(
          new PutObjectCommand({
            Bucket,
            Key: key,
            Body: body,
            ContentType: options.contentType,
            ...(options.metadata === undefined ? {} : { Metadata: { ...options.metadata } }),
          }),
          { abortSignal },
        ),
      );
    },
    async delete(keys, signal) {
      for (let start = 0; start < keys.length; start += KEYS_PER_DELETE) {
        const Objects = keys.slice(start, start + KEYS_PER_DELETE).map((Key) => ({ Key }));
        const { Errors = [] } = await attempt(signal, ({ signal: abortSignal }) =>
          client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }), { abortSignal }),
        );
        if (Errors.length > 0) {
          const reason = `${Errors.length} of ${Objects.length} objects were not deleted: ${Errors[0]?.Code ?? 'unknown'}`;
          throw upstreamError('unavailable', UPSTREAM, { reason });
        }
      }
    },
    close: () => client.destroy(),
  };
}

function createClient(login: BucketLogin, deadlineMs: DurationMs): S3Client {
  return new S3Client({
    region: login.region,
    forcePathStyle: login.forcePathStyle,
    ...(login.endpoint === undefined ? {} : { endpoint: login.endpoint }),
    ...(login.credentials === null
      ? {}
      : {
          credentials: { accessKeyId: login.credentials.accessKeyId, secretAccessKey: login.credentials.secretAccessKey.reveal() },
        }),
    maxAttempts: 2,
    // Stores other than Amazon's keep the checksum trailer as if it were part of the object.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: Math.min(5_000, deadlineMs), requestTimeout: deadlineMs },
  });
}

interface ListedPage {
  readonly output: ListObjectsV2CommandOutput;
  objects(): readonly StoredObject[];
}

/** Follows continuation tokens. The next page is on its way while the caller works on one, so that two are in memory. */
async function* pagesOf(fetchPage: (token: string | undefined) => Promise<ListedPage>): AsyncGenerator<ListedPage> {
  const tokens = new Set<string>();
  let coming: Promise<ListedPage> | null = fetchPage(undefined);
  while (coming !== null) {
    const page: ListedPage = await coming;
    const token = nextToken(page.output, tokens);
    coming = token === undefined ? null : fetchPage(token);
    // A caller that stops here never asks what became of it.
    coming?.catch(() => undefined);
    yield page;
  }
}

/** @throws UpstreamError when the answer is no listing, or one that does not advance. */
function nextToken(output: ListObjectsV2CommandOutput, seen: Set<string>): string | undefined {
  const { Name, KeyCount, IsTruncated, NextContinuationToken } = output;
  if (Name === undefined && KeyCount === undefined && IsTruncated === undefined) {
    throw upstreamError('bad-response', UPSTREAM, { reason: 'it answered a listing with something else' });
  }
  if (IsTruncated !== true) {
    return undefined;
  }
  if (NextContinuationToken === undefined || seen.has(NextContinuationToken)) {
    throw upstreamError('bad-response', UPSTREAM, { reason: 'its listing does not advance; the same page is offered again' });
  }
  seen.add(NextContinuationToken);
  return NextContinuationToken;
}
