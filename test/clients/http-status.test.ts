import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { HttpAnswer } from '../../src/clients/http.ts';
import { expectSuccess } from '../../src/clients/http-status.ts';
import { readJson } from '../../src/clients/json-answer.ts';

const upstream = { system: 'kubernetes', cluster: 'cluster-03' };
const answer = (status: number, body: string, headers: Record<string, string> = {}): HttpAnswer => ({ status, body, headers });
const html = { 'content-type': 'text/html; charset=utf-8' };

describe('clients/http-status', () => {
  it.each([
    // Kubernetes 1.31 Status of a forbidden list.
    [403, '{"kind":"Status","message":"pods is forbidden","reason":"Forbidden"}', 'forbidden', 'answered 403: pods is forbidden', false],
    // Prometheus 3.6 error envelope.
    [422, '{"status":"error","errorType":"execution","error":"too many samples"}', 'invalid', 'answered 422: too many samples', false],
    // Alertmanager 0.28 answers with a bare JSON string.
    [400, '"start time must be before end time"', 'invalid', 'answered 400: start time must be before end time', false],
    [401, 'Unauthorized\n', 'unauthorized', 'answered 401: Unauthorized', false],
    [404, '{"message":"not here"}', 'not-found', 'answered 404: not here', false],
    [409, '{"message":"changed"}', 'conflict', 'answered 409: changed', false],
    [429, '', 'rate-limited', 'answered 429', true],
    [503, '', 'unavailable', 'answered 503', true],
    [504, '', 'timeout', 'answered 504', true],
  ])('reads %i with %s as %s', (status, body, code, reason, retryable) => {
    expect(() => expectSuccess(answer(status, body), upstream)).toThrow(
      expect.objectContaining({ code, details: expect.objectContaining({ reason, retryable, httpStatus: status, cluster: 'cluster-03' }) }),
    );
  });

  it('does not take a page of HTML with 404 for a missing object', () => {
    expect(() => expectSuccess(answer(404, '<html>nginx</html>', html), upstream)).toThrow(
      expect.objectContaining({ code: 'bad-response' }),
    );
  });

  it('keeps how long the system asks to wait', () => {
    expect(() => expectSuccess(answer(429, '', { 'retry-after': '7' }), upstream)).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ retryAfterMs: 7_000 }) }),
    );
  });

  it('keeps credentials and line breaks out of the reason', () => {
    expect(() => expectSuccess(answer(500, 'dial http://admin:hunter2@db\nBearer abc.def failed'), upstream)).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ reason: 'answered 500: dial http://db Bearer [secret] failed' }) }),
    );
  });
});

describe('clients/json-answer', () => {
  const schema = z.looseObject({ items: z.array(z.string()) });

  it.each([
    ['a login page', '<!doctype html><title>Sign in</title>', html, 'expected JSON and got a page of HTML'],
    ['garbage', 'OK', {}, 'expected JSON and got "OK"'],
    ['half a body', '{"items":["a"', {}, 'expected JSON and got "{"items":["a""'],
    ['another shape', '{"items":null}', {}, '"items" in its answer is not as expected: Invalid input: expected array, received null'],
  ])('calls %s a bad response', (_, body, headers, reason) => {
    expect(() => readJson(answer(200, body, headers), schema, upstream)).toThrow(
      expect.objectContaining({ code: 'bad-response', details: expect.objectContaining({ reason }) }),
    );
  });

  it('keeps fields that it does not know', () => {
    expect(readJson(answer(200, '{"items":["a"],"new":1}'), schema, upstream)).toEqual({ items: ['a'], new: 1 });
  });
});
