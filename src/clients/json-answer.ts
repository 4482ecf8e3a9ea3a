import type { z } from 'zod';
import type { HttpAnswer } from './http.ts';
import { expectSuccess, isHtml } from './http-status.ts';
import { oneLine, type Upstream, upstreamError } from './upstream.ts';

/**
 * Reads a successful answer as JSON of a known shape.
 *
 * @throws UpstreamError by status, or `bad-response` when the body is not what the API promises.
 */
export function readJson<Schema extends z.ZodType>(answer: HttpAnswer, schema: Schema, upstream: Upstream): z.output<Schema> {
  return matchShape(parseBody(expectSuccess(answer, upstream), upstream), schema, upstream);
}

/** Checks a value against the shape that its API promises. @throws UpstreamError `bad-response`. */
export function matchShape<Schema extends z.ZodType>(value: unknown, schema: Schema, upstream: Upstream): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) {
    return result.data;
  }
  const [issue] = result.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? 'its answer' : `"${issue.path.join('.')}" in its answer`;
  throw upstreamError('bad-response', upstream, { reason: oneLine(`${place} is not as expected: ${issue?.message ?? 'unknown'}`) });
}

function parseBody(answer: HttpAnswer, upstream: Upstream): unknown {
  try {
    return JSON.parse(answer.body);
  } catch {
    const found = isHtml(answer) ? 'a page of HTML' : `"${oneLine(answer.body).slice(0, 40)}"`;
    throw upstreamError('bad-response', upstream, { reason: `expected JSON and got ${found}`, httpStatus: answer.status });
  }
}
