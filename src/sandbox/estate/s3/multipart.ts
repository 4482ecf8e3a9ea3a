import type { Answer, Request } from '../http.ts';
import { uuid } from '../model/random.ts';
import type { EpochMs } from '../model/time.ts';
import type { Bucket, StoredObject } from './buckets.ts';
import { type Content, etagOf, read } from './content.ts';
import { userMetadata } from './objects.ts';
import { payloadOf } from './request-body.ts';
import { element, S3Error, textsOf, xml } from './xml.ts';

interface Upload {
  readonly bucket: string;
  readonly key: string;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly parts: Map<number, Content>;
}

/** Uploads in parts that are under way. */
export class MultipartUploads {
  readonly #uploads = new Map<string, Upload>();
  #sequence = 0;

  begin(bucket: string, key: string, request: Request): Answer {
    this.#sequence += 1;
    const id = uuid(`${bucket}/${key}/${this.#sequence}`);
    const contentType = request.headers['content-type'] ?? 'application/octet-stream';
    this.#uploads.set(id, { bucket, key, contentType, metadata: userMetadata(request.headers), parts: new Map() });
    return xml('InitiateMultipartUploadResult', [element('Bucket', bucket), element('Key', key), element('UploadId', id)]);
  }

  #find(id: string): Upload {
    const upload = this.#uploads.get(id);
    if (upload === undefined) throw new S3Error(404, 'NoSuchUpload', 'The specified multipart upload does not exist.');
    return upload;
  }

  async putPart(id: string, number: number, request: Request): Promise<Answer> {
    const content: Content = { kind: 'held', bytes: await payloadOf(request) };
    this.#find(id).parts.set(number, content);
    return { status: 200, headers: { etag: etagOf(content) } };
  }

  copyPart(id: string, number: number, source: StoredObject, nowMs: EpochMs): Answer {
    this.#find(id).parts.set(number, source.content);
    return xml('CopyPartResult', [element('LastModified', new Date(nowMs).toISOString()), element('ETag', etagOf(source.content))]);
  }

  async complete(id: string, bucket: Bucket, request: Request, nowMs: EpochMs): Promise<Answer> {
    const upload = this.#find(id);
    const numbers = textsOf((await payloadOf(request)).toString(), 'PartNumber').map(Number);
    const parts = numbers.map((number) => upload.parts.get(number));
    if (parts.length === 0 || parts.some((part) => part === undefined)) {
      throw new S3Error(400, 'InvalidPart', 'One or more of the specified parts could not be found.');
    }
    const content = await joined(parts.filter((part) => part !== undefined));
    bucket.put({ key: upload.key, content, modifiedMs: nowMs, contentType: upload.contentType, metadata: upload.metadata });
    this.#uploads.delete(id);
    const etag = `${etagOf(content).slice(0, -1)}-${parts.length}"`;
    return xml('CompleteMultipartUploadResult', [element('Bucket', upload.bucket), element('Key', upload.key), element('ETag', etag)]);
  }

  abort(id: string): Answer {
    this.#find(id);
    this.#uploads.delete(id);
    return { status: 204 };
  }
}

async function joined(parts: readonly Content[]): Promise<Content> {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const pieces: Buffer[] = [];
  for (const part of parts) {
    const size = part.kind === 'held' ? part.bytes.length : part.sizeBytes;
    for await (const piece of read(part, 0, size - 1)) pieces.push(piece);
  }
  return { kind: 'held', bytes: Buffer.concat(pieces) };
}
