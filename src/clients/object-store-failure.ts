import { S3ServiceException } from '@aws-sdk/client-s3';
import { say } from '../messages/say.ts';
import { type UpstreamCode, UpstreamError } from '../model/errors.ts';
import type { Deadline } from './deadline.ts';
import { networkFailure } from './network-failure.ts';
import { oneLine, type Upstream, upstreamError } from './upstream.ts';

/** Error names of the S3 API that say more than their status. */
const CODES: Readonly<Record<string, UpstreamCode>> = {
  NoSuchBucket: 'not-found',
  AccessDenied: 'forbidden',
  AllAccessDisabled: 'forbidden',
  InvalidAccessKeyId: 'unauthorized',
  SignatureDoesNotMatch: 'unauthorized',
  ExpiredToken: 'unauthorized',
  RequestTimeTooSkewed: 'unauthorized',
  SlowDown: 'rate-limited',
  ServiceUnavailable: 'unavailable',
  InternalError: 'unavailable',
  RequestTimeout: 'timeout',
};

/** The object does not exist. A missing bucket is another matter. */
export function isMissing(failure: unknown): boolean {
  return failure instanceof S3ServiceException && (failure.name === 'NoSuchKey' || failure.name === 'NotFound');
}

/** Says what went wrong with an object store. An `UpstreamError` passes through. */
export function objectStoreFailure(failure: unknown, upstream: Upstream, deadline: Deadline): UpstreamError {
  if (failure instanceof UpstreamError || deadline.signal.aborted) {
    return networkFailure(failure, upstream, deadline);
  }
  const httpStatus = failure instanceof S3ServiceException ? failure.$metadata.httpStatusCode : statusOf(failure);
  if (failure instanceof S3ServiceException && httpStatus !== undefined && httpStatus >= 300) {
    return upstreamError(CODES[failure.name] ?? codeOf(httpStatus), upstream, {
      reason: oneLine(`${failure.name}: ${failure.message}`),
      httpStatus,
      cause: failure,
    });
  }
  // An answer came, but the SDK could not read it: a page of HTML, an error inside a success, a cut body.
  if (httpStatus !== undefined) {
    return upstreamError(httpStatus >= 500 ? 'unavailable' : 'bad-response', upstream, {
      reason: `its answer with status ${httpStatus} is not of the S3 API`,
      httpStatus,
      cause: failure,
    });
  }
  if (failure instanceof Error && failure.name === 'TimeoutError') {
    return upstreamError('timeout', upstream, { reason: say('reason.no-answer', { withinMs: deadline.durationMs }), cause: failure });
  }
  return networkFailure(failure, upstream, deadline);
}

function codeOf(httpStatus: number): UpstreamCode {
  switch (httpStatus) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
      return 'not-found';
    case 409:
      return 'conflict';
    case 429:
      return 'rate-limited';
    default:
      return httpStatus >= 500 ? 'unavailable' : 'invalid';
  }
}

/** The SDK hangs the status on errors of its parser, too. */
function statusOf(failure: unknown): number | undefined {
  if (failure instanceof Error && '$metadata' in failure && typeof failure.$metadata === 'object' && failure.$metadata !== null) {
    const { httpStatusCode } = failure.$metadata as { readonly httpStatusCode?: unknown };
    return typeof httpStatusCode === 'number' ? httpStatusCode : undefined;
  }
  return undefined;
}
