import { say } from '../messages/say.ts';
import { type UpstreamCode, UpstreamError } from '../model/errors.ts';
import type { Phrase } from '../model/phrase.ts';
import type { Deadline } from './deadline.ts';
import { oneLine, type Upstream, upstreamError } from './upstream.ts';

interface Explanation {
  readonly code: UpstreamCode;
  readonly reason: Phrase;
  readonly isRetryable?: boolean;
}

const refused: Explanation = { code: 'unreachable', reason: say('reason.refused') };
const noSuchHost: Explanation = { code: 'unreachable', reason: say('reason.no-such-host') };
const noRoute: Explanation = { code: 'unreachable', reason: say('reason.no-route') };
const broken: Explanation = { code: 'unreachable', reason: say('reason.broken') };
const silent: Explanation = { code: 'timeout', reason: say('reason.timed-out') };
const untrusted: Explanation = { code: 'unreachable', reason: say('reason.untrusted'), isRetryable: false };
const rejected: Explanation = { code: 'unauthorized', reason: say('reason.rejected-certificate') };

/** Error codes of Node, OpenSSL and undici. */
const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  ECONNREFUSED: refused,
  ENOTFOUND: noSuchHost,
  EAI_AGAIN: noSuchHost,
  EHOSTUNREACH: noRoute,
  ENETUNREACH: noRoute,
  ECONNRESET: broken,
  EPIPE: broken,
  UND_ERR_SOCKET: broken,
  ETIMEDOUT: silent,
  UND_ERR_CONNECT_TIMEOUT: silent,
  UND_ERR_HEADERS_TIMEOUT: silent,
  UND_ERR_BODY_TIMEOUT: silent,
  CERT_HAS_EXPIRED: { ...untrusted, reason: say('reason.expired-certificate') },
  CERT_NOT_YET_VALID: untrusted,
  CERT_UNTRUSTED: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: { ...untrusted, reason: say('reason.foreign-certificate') },
  ERR_SSL_WRONG_VERSION_NUMBER: { ...untrusted, reason: say('reason.no-tls') },
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: rejected,
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: rejected,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: rejected,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: rejected,
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: rejected,
};

/** First error code in the chain of causes, e.g. `ECONNREFUSED`; `null` when none carries one. */
export function networkCode(failure: unknown): string | null {
  for (let cause = failure, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    if ('code' in cause && typeof cause.code === 'string') {
      return cause.code;
    }
  }
  return null;
}

/** Says what went wrong on the way to another system. An `UpstreamError` passes through. */
export function networkFailure(failure: unknown, upstream: Upstream, deadline: Deadline): UpstreamError {
  if (failure instanceof UpstreamError) {
    return failure;
  }
  if (deadline.signal.aborted) {
    const reason = deadline.hasPassed() ? say('reason.no-answer', { withinMs: deadline.durationMs }) : say('reason.given-up');
    return upstreamError('timeout', upstream, { reason, cause: failure });
  }
  const code = networkCode(failure);
  const known = code === null ? undefined : EXPLANATIONS[code];
  const message = failure instanceof Error ? failure.message : String(failure);
  return upstreamError(known?.code ?? 'unreachable', upstream, {
    reason: known?.reason ?? oneLine(code === null ? message : `${message} (${code})`),
    ...(known?.isRetryable === undefined ? {} : { isRetryable: known.isRetryable }),
    cause: failure,
  });
}
