import type { Answer, Request } from '../http.ts';
import type { EstateModel } from '../model/estate-model.ts';
import { bucketName } from '../model/identity.ts';
import { type Bucket, blockBucket, plainBucket, type StoredObject } from './buckets.ts';
import { listObjects } from './listing.ts';
import { MultipartUploads } from './multipart.ts';
import { copyObject, deleteObjects, found, getObject, putObject } from './objects.ts';
import { payloadOf } from './request-body.ts';
import { element, errorAnswer, S3Error, wrapped, xml } from './xml.ts';

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The object storage: the blocks' bucket as the model has it, and buckets with real bytes. */
export class S3Service {
  readonly #model: EstateModel;
  readonly #credentials: S3Credentials;
  readonly #buckets = new Map<string, Bucket>();
  readonly #uploads = new MultipartUploads();

  constructor(model: EstateModel, credentials: S3Credentials, extraBuckets: readonly string[]) {
    this.#model = model;
    this.#credentials = credentials;
    this.#buckets.set(bucketName, blockBucket(model));
    for (const name of extraBuckets) this.#buckets.set(name, plainBucket(model.startMs));
  }

  async answer(request: Request): Promise<Answer | 'hang'> {
    const outage = this.#model.faults.at(this.#model.nowMs, 's3-down');
    const isHead = request.method === 'HEAD';
    if (outage?.mode === 'hang') return 'hang';
    if (request.url.pathname.startsWith('/minio/health/')) return { status: outage === undefined ? 200 : 503 };
    try {
      if (outage?.mode === '403')
        throw new S3Error(403, 'InvalidAccessKeyId', 'The Access Key Id you provided does not exist in our records.');
      if (outage !== undefined) throw new S3Error(503, 'SlowDown', 'Resource requested is unreadable, please reduce your request rate');
      this.#authenticate(request);
      return await this.#route(request);
    } catch (error) {
      if (error instanceof S3Error) return errorAnswer(error, request.url.pathname, isHead);
      throw error;
    }
  }

  #authenticate(request: Request): void {
    const header = request.headers.authorization ?? '';
    const key = /Credential=([^/]+)\//.exec(header)?.[1] ?? /^([^/]+)\//.exec(request.url.searchParams.get('X-Amz-Credential') ?? '')?.[1];
    if (key === undefined) throw new S3Error(403, 'AccessDenied', 'Access Denied.');
    if (key !== this.#credentials.accessKeyId)
      throw new S3Error(403, 'InvalidAccessKeyId', 'The Access Key Id you provided does not exist in our records.');
  }

  #bucket(name: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (bucket === undefined) throw new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist');
    return bucket;
  }

  async #route(request: Request): Promise<Answer> {
    const [, name = '', ...rest] = request.url.pathname.split('/');
    const key = rest.map(decodeURIComponent).join('/');
    if (name === '') return this.#listBuckets();
    return key === '' ? this.#routeBucket(name, request) : this.#routeObject(name, key, request);
  }

  #listBuckets(): Answer {
    const buckets = [...this.#buckets].map(([name, bucket]) =>
      wrapped('Bucket', [element('Name', name), element('CreationDate', new Date(bucket.createdMs).toISOString())]),
    );
    return xml('ListAllMyBucketsResult', [wrapped('Buckets', buckets)]);
  }

  async #routeBucket(name: string, request: Request): Promise<Answer> {
    const parameters = request.url.searchParams;
    if (request.method === 'PUT' && [...parameters.keys()].every((key) => key === 'x-id')) return this.#createBucket(name);
    const bucket = this.#bucket(name);
    if (parameters.has('lifecycle')) return lifecycle(bucket, request);
    if (parameters.has('location')) return xml('LocationConstraint', []);
    if (parameters.has('versioning')) return xml('VersioningConfiguration', []);
    if (request.method === 'HEAD') return { status: 200 };
    if (request.method === 'POST' && parameters.has('delete')) return deleteObjects(bucket, request);
    if (request.method === 'GET') return listObjects(name, bucket, parameters);
    if (request.method === 'DELETE') return this.#deleteBucket(name, bucket);
    throw new S3Error(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.');
  }

  #createBucket(name: string): Answer {
    if (this.#buckets.has(name))
      throw new S3Error(
        409,
        'BucketAlreadyOwnedByYou',
        'Your previous request to create the named bucket succeeded and you already own it.',
      );
    this.#buckets.set(name, plainBucket(this.#model.nowMs));
    return { status: 200, headers: { location: `/${name}` } };
  }

  #deleteBucket(name: string, bucket: Bucket): Answer {
    if (bucket.list('').length > 0) throw new S3Error(409, 'BucketNotEmpty', 'The bucket you tried to delete is not empty.');
    this.#buckets.delete(name);
    return { status: 204 };
  }

  async #routeObject(name: string, key: string, request: Request): Promise<Answer> {
    const bucket = this.#bucket(name);
    const parameters = request.url.searchParams;
    const { nowMs } = this.#model;
    const uploadId = parameters.get('uploadId');
    if (request.method === 'POST' && parameters.has('uploads')) return this.#uploads.begin(name, key, request);
    if (request.method === 'POST' && uploadId !== null) return this.#uploads.complete(uploadId, bucket, request, nowMs);
    if (request.method === 'DELETE' && uploadId !== null) return this.#uploads.abort(uploadId);
    if (request.method === 'GET' || request.method === 'HEAD') return getObject(found(bucket, key), request);
    if (request.method === 'DELETE') {
      bucket.remove(key);
      return { status: 204 };
    }
    if (request.method !== 'PUT') throw new S3Error(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.');
    const source = this.#copySource(request);
    const part = Number(parameters.get('partNumber') ?? 0);
    if (uploadId !== null)
      return source === undefined ? this.#uploads.putPart(uploadId, part, request) : this.#uploads.copyPart(uploadId, part, source, nowMs);
    return source === undefined ? putObject(bucket, key, request, nowMs) : copyObject(bucket, key, source, request, nowMs);
  }

  #copySource(request: Request): StoredObject | undefined {
    const header = request.headers['x-amz-copy-source'];
    if (header === undefined) return undefined;
    const [name = '', ...rest] = decodeURIComponent(String(header)).replace(/^\//, '').split('/');
    return found(this.#bucket(name), rest.join('/'));
  }
}

async function lifecycle(bucket: Bucket, request: Request): Promise<Answer> {
  if (request.method === 'PUT') {
    bucket.lifecycle = (await payloadOf(request)).toString();
    return { status: 200 };
  }
  if (request.method === 'DELETE') {
    bucket.lifecycle = undefined;
    return { status: 204 };
  }
  if (bucket.lifecycle === undefined) throw new S3Error(404, 'NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist');
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: bucket.lifecycle };
}
