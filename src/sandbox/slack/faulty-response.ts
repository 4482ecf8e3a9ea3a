import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { FaultEffect } from './faults.ts';
import type { JsonObject } from './json.ts';

/** An answer before it is written. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
}

/**
 * Writes the answer that `work` makes, spoiled by the effect on order.
 *
 * @returns what the call log shows: `undefined` when nothing was spoiled, otherwise the answer as the caller met it.
 */
export async function respond(response: ServerResponse, effect: FaultEffect | undefined, work: () => Answer): Promise<Answer> {
  switch (effect?.kind) {
    case undefined:
      return write(response, work());
    case 'slow':
      await wait(effect.delayMs);
      return write(response, work());
    case 'rate-limited':
      return write(response, limited(effect.retryAfterSeconds));
    case 'error':
      return write(response, { status: 200, headers: {}, body: { ok: false, error: effect.error } });
    case 'server-error':
      return write(response, { status: effect.status ?? 500, headers: {}, body: { ok: false, error: 'internal_error' } });
    case 'html':
      return writeHtml(response);
    case 'hang':
      return spoiled('hang');
    case 'drop-before':
      response.socket?.destroy();
      return spoiled('drop-before');
    case 'drop-after':
      return dropAfter(response, work());
    case 'half-body':
      return half(response, work());
  }
}

/** Slack's answer above a limit. */
export const limited = (retryAfterSeconds: number): Answer => ({
  status: 429,
  headers: { 'retry-after': String(retryAfterSeconds) },
  body: { ok: false, error: 'ratelimited' },
});

const spoiled = (kind: string): Answer => ({ status: 0, headers: {}, body: { ok: false, error: kind } });

function write(response: ServerResponse, answer: Answer): Answer {
  response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8', ...answer.headers });
  response.end(JSON.stringify(answer.body));
  return answer;
}

function writeHtml(response: ServerResponse): Answer {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Proxy</title><h1>Something went wrong</h1>');
  return spoiled('html');
}

function dropAfter(response: ServerResponse, answer: Answer): Answer {
  response.socket?.destroy();
  return { ...answer, status: 0 };
}

function half(response: ServerResponse, answer: Answer): Answer {
  const text = JSON.stringify(answer.body);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) });
  response.write(text.slice(0, Math.floor(text.length / 2)), () => response.socket?.destroy());
  return { ...answer, status: 0 };
}
