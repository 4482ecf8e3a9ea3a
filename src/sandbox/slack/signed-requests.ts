import { createHmac } from 'node:crypto';
import type { Retry } from './event-retries.ts';
import { isObject, type JsonObject, parseJson } from './json.ts';
import type { Acknowledgement, EnvelopeType } from './socket-mode.ts';

export interface RequestSigner {
  readonly signingSecret: string;
  /** Real seconds since 1970: receivers compare them with their own clock. */
  readonly wallClockSeconds: () => number;
  readonly ackTimeoutMs: number;
}

/** Sends a delivery as a signed HTTP request and reads the answer as the acknowledgement. */
export async function deliverSigned(
  signer: RequestSigner,
  url: string,
  type: EnvelopeType,
  payload: JsonObject,
  retry?: Retry,
): Promise<Acknowledgement> {
  const { body, contentType } = encode(type, payload);
  const timestamp = String(Math.floor(signer.wallClockSeconds()));
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': contentType,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': signature(signer.signingSecret, timestamp, body),
        ...(retry === undefined ? {} : { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason }),
      },
      signal: AbortSignal.timeout(signer.ackTimeoutMs),
    });
    if (response.ok) {
      return { kind: 'acknowledged', payload: answerOf(await response.text()) };
    }
    return { kind: 'timeout', reason: 'http_error', isFinal: response.headers.get('x-slack-no-retry') === '1' };
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError' ? { kind: 'timeout', reason: 'http_timeout' } : { kind: 'undelivered' };
  }
}

export const signature = (secret: string, timestamp: string, body: string): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;

function encode(type: EnvelopeType, payload: JsonObject): { body: string; contentType: string } {
  if (type === 'events_api') {
    return { body: JSON.stringify(payload), contentType: 'application/json' };
  }
  const fields =
    type === 'interactive'
      ? { payload: JSON.stringify(payload) }
      : Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, String(value)]));
  return { body: new URLSearchParams(fields).toString(), contentType: 'application/x-www-form-urlencoded' };
}

/** An empty body is a bare acknowledgement; text that is not JSON is the text to show. */
function answerOf(text: string): JsonObject {
  const parsed = text === '' ? {} : parseJson(text);
  return isObject(parsed) ? parsed : { text };
}
