import type { Intake } from '../escalation/intake.ts';
import { readPayload } from '../escalation/payload.ts';
import { plainText } from '../messages/mrkdwn.ts';
import { translate } from '../messages/translate.ts';
import type { Phrase } from '../model/phrase.ts';
import type { DurationMs, EpochMs } from '../model/time.ts';
import type { Clock, Logger } from '../ports.ts';

/** Source of notifications that do not say which cluster they come from. */
const UNNAMED = 'default';

/** How long Alertmanager may wait before it tries again while we cannot store anything. */
const RETRY_AFTER_SECONDS = 5;

/** Bodies that could not be read, kept for a person. Implemented by `store/quarantine.ts`. */
export interface QuarantineKeeper {
  add(entry: { readonly at: EpochMs; readonly source: string; readonly reason: string; readonly body: Uint8Array }): Promise<void>;
}

export interface WebhookDependencies {
  readonly intake: Intake;
  readonly quarantine: QuarantineKeeper;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onCommitted: (durationMs: DurationMs) => void;
  /** Monotonic milliseconds, for measuring only. */
  readonly stopwatch: () => number;
}

export interface WebhookAnswer {
  readonly status: 200 | 400 | 503;
  readonly body: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds: number | null;
}

/** Takes the body of one notification. Never throws: what is our fault is a 503, so that Alertmanager comes again. */
export type Webhook = (body: Uint8Array, cluster: string | null) => Promise<WebhookAnswer>;

export function createWebhook(dependencies: WebhookDependencies): Webhook {
  return async (body, cluster) => {
    const { logger } = dependencies;
    try {
      return await take(dependencies, body, cluster);
    } catch (error) {
      logger.error({ err: error, cluster, sizeBytes: body.byteLength }, 'notification could not be stored');
      return { status: 503, body: { error: 'The store cannot take this now. Try again.' }, retryAfterSeconds: RETRY_AFTER_SECONDS };
    }
  };
}

async function take({ intake, clock, ...rest }: WebhookDependencies, body: Uint8Array, cluster: string | null): Promise<WebhookAnswer> {
  const startedAt = rest.stopwatch();
  const source = cluster ?? UNNAMED;
  const json = parseJson(body);
  if (json === undefined) {
    return refuse(rest, { at: clock.now(), source, reason: 'The body is not JSON.', body });
  }
  const reading = readPayload(json, cluster === null ? {} : { cluster });
  if (!reading.ok) {
    return refuse(rest, { at: clock.now(), source, reason: inEnglish(reading.problem), body });
  }
  const incidents = await intake.take(reading.payload, source, clock.now());
  rest.onCommitted(rest.stopwatch() - startedAt);
  rest.logger.debug({ source, incidents, alerts: reading.payload.alerts.length }, 'notification stored');
  return { status: 200, body: { incidents }, retryAfterSeconds: null };
}

async function refuse(
  { quarantine, logger }: Pick<WebhookDependencies, 'quarantine' | 'logger'>,
  entry: Parameters<QuarantineKeeper['add']>[0],
): Promise<WebhookAnswer> {
  await quarantine.add(entry);
  logger.warn({ source: entry.source, reason: entry.reason, sizeBytes: entry.body.byteLength }, 'notification was not understood');
  return { status: 400, body: { error: entry.reason }, retryAfterSeconds: null };
}

/** `undefined` when it is not JSON; bytes that are not UTF-8 become U+FFFD, as Alertmanager lets them through. */
function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

/** The other side is a program and its log is read by whoever set it up. */
function inEnglish(problem: Phrase): string {
  return plainText(translate('en', problem), 'UTC');
}
