import { z } from 'zod';
import type { UpstreamCode, UpstreamError } from '../model/errors.ts';
import type { DurationMs } from '../model/time.ts';
import type { HttpAnswer } from './http.ts';
import { oneLine, type Upstream, upstreamError } from './upstream.ts';

const CODES: Readonly<Record<number, UpstreamCode>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  408: 'timeout',
  409: 'conflict',
  412: 'conflict',
  429: 'rate-limited',
  504: 'timeout',
};

/** Returns the answer when its status is 2xx. @throws UpstreamError otherwise. */
export function expectSuccess(answer: HttpAnswer, upstream: Upstream): HttpAnswer {
  if (answer.status >= 200 && answer.status < 300) {
    return answer;
  }
  throw statusError(answer, upstream);
}

export function statusError(answer: HttpAnswer, upstream: Upstream): UpstreamError {
  const retryAfterMs = readRetryAfter(answer.headers['retry-after']);
  return upstreamError(codeOf(answer), upstream, {
    reason: reasonOf(answer),
    httpStatus: answer.status,
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  });
}

function codeOf(answer: HttpAnswer): UpstreamCode {
  // A page of HTML with 404 comes from something in between; it does not say that an object is missing.
  if (answer.status < 400 || (answer.status === 404 && isHtml(answer))) {
    return 'bad-response';
  }
  return CODES[answer.status] ?? (answer.status >= 500 ? 'unavailable' : 'invalid');
}

function reasonOf(answer: HttpAnswer): string {
  if (answer.status < 400) {
    return `answered ${answer.status}, a redirect, where data was expected`;
  }
  const told = isHtml(answer) ? 'with a page of HTML' : `: ${messageOf(answer.body)}`;
  return oneLine(`answered ${answer.status} ${told}`.replace(' :', ':').replace(/: $/, ''));
}

/** A proxy's or login page where an API was expected. */
export function isHtml(answer: HttpAnswer): boolean {
  return (answer.headers['content-type'] ?? '').includes('text/html') || /^\s*<(!doctype|html)/i.test(answer.body);
}

/** Kubernetes and Grafana tell why in `message`, Prometheus in `error`, Alertmanager as a bare string. */
const told = z.union([
  z.string(),
  z.looseObject({ message: z.string() }).transform(({ message }) => message),
  z.looseObject({ error: z.string() }).transform(({ error }) => error),
]);

function messageOf(body: string): string {
  try {
    const message = told.safeParse(JSON.parse(body));
    return message.success ? message.data : body;
  } catch {
    return body;
  }
}

/** Reads the seconds form only; a date would need a clock, and no system we call sends one. */
function readRetryAfter(value: string | undefined): DurationMs | null {
  return value !== undefined && /^\d+$/.test(value) ? Number(value) * 1_000 : null;
}
