import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import type { DeliveryOutcome } from '../ports.ts';
import { networkCode } from './network-failure.ts';
import { oneLine } from './upstream.ts';

type Undelivered = Exclude<DeliveryOutcome, { kind: 'delivered' }>;

/** Raised before a byte of the request left us. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Slack's own trouble; its documentation warns that part of the request may have been carried out. */
const SLACK_STUMBLED = new Set(['internal_error', 'fatal_error', 'request_timeout', 'service_unavailable']);

const RATE_LIMITED = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded']);

/** The message cannot be edited any more. */
const GONE = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);

/**
 * Sorts what a call to Slack threw. When in doubt it is ambiguous: that is settled by looking for the message, while a wrong "retry"
 * posts twice and a wrong "refused" loses a page.
 */
export function slackOutcome(failure: unknown): Undelivered {
  if (failure instanceof WebAPIRateLimitedError) {
    return { kind: 'retry', reason: 'rate limited', afterMs: failure.retryAfter * 1_000 };
  }
  if (failure instanceof WebAPIPlatformError) {
    return platformOutcome(failure.data.error);
  }
  if (failure instanceof WebAPIHTTPError) {
    return httpOutcome(failure.statusCode);
  }
  return networkOutcome(failure instanceof WebAPIRequestError ? failure.original : failure);
}

function platformOutcome(error: string): Undelivered {
  // The client reports a body that is not JSON as the error itself, e.g. a proxy's page.
  if (!/^[a-z][a-z_]*$/.test(error)) {
    return { kind: 'ambiguous', reason: 'the answer was not of Slack' };
  }
  if (RATE_LIMITED.has(error)) {
    return { kind: 'retry', reason: error, afterMs: null };
  }
  if (SLACK_STUMBLED.has(error)) {
    return { kind: 'ambiguous', reason: error };
  }
  return { kind: GONE.has(error) ? 'gone' : 'refused', reason: error };
}

function httpOutcome(status: number): Undelivered {
  const reason = `HTTP ${status}`;
  // Slack answers its own refusals with 200; another 4xx is of something on the way that let nothing through.
  return status >= 500 ? { kind: 'ambiguous', reason } : { kind: 'retry', reason, afterMs: null };
}

function networkOutcome(failure: unknown): Undelivered {
  const code = networkCode(failure);
  if (code !== null && NEVER_SENT.has(code)) {
    return { kind: 'retry', reason: code, afterMs: null };
  }
  const isTimeout = failure instanceof Error && (failure.name === 'TimeoutError' || failure.name === 'AbortError');
  const message = failure instanceof Error ? failure.message : String(failure);
  return { kind: 'ambiguous', reason: isTimeout ? 'no answer in time' : oneLine(code ?? message) };
}
