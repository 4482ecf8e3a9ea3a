import { type Dispatcher, fetch, type Response } from 'undici';
import type { DurationMs } from '../model/time.ts';
import { startDeadline } from './deadline.ts';
import { networkFailure } from './network-failure.ts';
import { type Upstream, upstreamError } from './upstream.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Begins with `/`; carries the query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For what is known to take longer than the system's usual answers. */
  readonly deadlineMs?: DurationMs;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Sends one request to a system that was fixed when the function was made, and reads the whole answer, whatever its status.
 *
 * @throws UpstreamError when no complete answer came.
 */
export type HttpCall = (request: HttpRequest, signal: AbortSignal) => Promise<HttpAnswer>;

export interface HttpTarget {
  readonly upstream: Upstream;
  /** Scheme, host and path prefix without a slash at the end. */
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly dispatcher?: Dispatcher;
  readonly deadlineMs: DurationMs;
  readonly maxBytes: number;
}

/** Answers larger than this are refused, so that a broken system cannot exhaust our memory. */
export const MAX_ANSWER_BYTES = 64 * 1_024 * 1_024;

export async function sendRequest(target: HttpTarget, request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
  const deadline = startDeadline(request.deadlineMs ?? target.deadlineMs, signal);
  try {
    const response = await fetch(`${target.baseUrl}${request.path}`, {
      method: request.method,
      headers: { ...target.headers, ...request.headers },
      // A redirect would carry our credentials to whatever it names.
      redirect: 'manual',
      signal: deadline.signal,
      ...(request.body === undefined ? {} : { body: request.body }),
      ...(target.dispatcher === undefined ? {} : { dispatcher: target.dispatcher }),
    });
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await readBody(response, target) };
  } catch (failure) {
    throw networkFailure(failure, target.upstream, deadline);
  }
}

async function readBody(response: Response, target: HttpTarget): Promise<string> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response.body ?? []) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > target.maxBytes) {
      throw upstreamError('bad-response', target.upstream, { reason: `its answer is larger than ${target.maxBytes} bytes` });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
