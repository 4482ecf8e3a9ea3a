import { toldReason } from '../messages/told-reason.ts';
import { type UpstreamCode, UpstreamError } from '../model/errors.ts';
import type { Words } from '../model/phrase.ts';

/** Which system a failure is told about. */
export interface Upstream {
  /** As in `UpstreamDetails.system`. */
  readonly system: string;
  readonly cluster?: string;
}

/** The parts of a failure that differ from call to call. */
interface Failure {
  readonly reason: Words;
  readonly isRetryable?: boolean;
  readonly httpStatus?: number;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

const RETRYABLE: readonly UpstreamCode[] = ['timeout', 'unreachable', 'rate-limited', 'unavailable'];

export function upstreamError(code: UpstreamCode, upstream: Upstream, failure: Failure): UpstreamError {
  return new UpstreamError(code, {
    system: upstream.system,
    ...(upstream.cluster === undefined ? {} : { cluster: upstream.cluster }),
    retryable: failure.isRetryable ?? RETRYABLE.includes(code),
    ...(typeof failure.reason === 'string' ? { reason: failure.reason } : toldReason(failure.reason)),
    ...(failure.httpStatus === undefined ? {} : { httpStatus: failure.httpStatus }),
    ...(failure.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs }),
    ...(failure.cause === undefined ? {} : { cause: failure.cause }),
  });
}

const LONGEST_REASON = 200;

/** One line that people can read: no control characters, no credentials of URLs or headers, cut at 200 characters. */
export function oneLine(text: string): string {
  const line = text
    .replace(/\p{C}+/gu, ' ')
    .replace(/\/\/[^/@\s]+@/g, '//')
    .replace(/\b(bearer|basic)\s+\S+/gi, '$1 [secret]')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > LONGEST_REASON ? `${line.slice(0, LONGEST_REASON - 1)}…` : line;
}
