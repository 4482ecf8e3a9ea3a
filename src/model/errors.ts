import type { Phrase, Words } from './phrase.ts';

/** The person asked for something that makes no sense or is not allowed; the phrase says what to do. Nothing was changed. */
export class UserError extends Error {
  readonly phrase: Phrase;

  constructor(phrase: Phrase) {
    super(phrase.id);
    this.name = 'UserError';
    this.phrase = phrase;
  }
}

/** Why another system did not give a usable answer. */
export type UpstreamCode =
  | 'timeout'
  | 'unreachable'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'invalid'
  | 'rate-limited'
  | 'unavailable'
  | 'bad-response';

export interface UpstreamDetails {
  /** `kubernetes`, `prometheus`, `thanos-query`, `alertmanager`, `s3`, `slack`, `ssh`, `grafana`. */
  readonly system: string;
  readonly cluster?: string;
  readonly retryable: boolean;
  /** One line for logs, without secrets. */
  readonly reason: string;
  /** The reason for people, where it is not the same; what the other system said stays in its words. */
  readonly words?: Words;
  readonly httpStatus?: number;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** Another system failed us. Becomes one plain sentence and an `unknown` verdict. */
export class UpstreamError extends Error {
  readonly code: UpstreamCode;
  readonly details: UpstreamDetails;

  constructor(code: UpstreamCode, details: UpstreamDetails) {
    const place = details.cluster === undefined ? details.system : `${details.system} of ${details.cluster}`;
    super(`${place}: ${details.reason}`, { cause: details.cause });
    this.name = 'UpstreamError';
    this.code = code;
    this.details = details;
  }

  /** The reason as people are told it. */
  get said(): Words {
    return this.details.words ?? this.details.reason;
  }
}
