import { StoreConflict } from '../escalation/incident-store.ts';
import type { Intake } from '../escalation/intake.ts';
import { type AlertPayload, readPayload } from '../escalation/payload.ts';
import type { EscalationConfig } from '../escalation/transition.ts';
import { storableRest } from '../escalation/unstorable.ts';
import { cleanText } from '../escalation/untrusted-text.ts';
import { plainText } from '../messages/mrkdwn.ts';
import { translate } from '../messages/translate.ts';
import type { Phrase } from '../model/phrase.ts';
import { isStoreAway } from '../model/store-away.ts';
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
  readonly config: EscalationConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onCommitted: (durationMs: DurationMs) => void;
  /** Tells people that something arrived which is no notification, so its alerts, if it has any, are not known. */
  readonly onUnreadable: (source: string) => Promise<void>;
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
      return await take(dependencies, body, cluster === null ? null : cleanText(cluster));
    } catch (error) {
      logger.error({ err: error, cluster, sizeBytes: body.byteLength }, 'notification could not be stored');
      return { status: 503, body: { error: 'The store cannot take this now. Try again.' }, retryAfterSeconds: RETRY_AFTER_SECONDS };
    }
  };
}

async function take(dependencies: WebhookDependencies, body: Uint8Array, cluster: string | null): Promise<WebhookAnswer> {
  const { intake, clock, stopwatch, onCommitted, logger } = dependencies;
  const startedAt = stopwatch();
  const source = cluster?.trim() || UNNAMED;
  const json = parseJson(body);
  if (json === undefined) {
    return refuse(dependencies, { at: clock.now(), source, reason: 'The body is not JSON.', body });
  }
  let payload: AlertPayload | null = null;
  try {
    const reading = readPayload(json, cluster === null ? {} : { cluster: source });
    if (!reading.ok) {
      return await refuse(dependencies, { at: clock.now(), source, reason: inEnglish(reading.problem), body });
    }
    payload = reading.payload;
    const incidents = await intake.take(payload, source, clock.now());
    onCommitted(stopwatch() - startedAt);
    logger.debug({ source, incidents, alerts: payload.alerts.length }, 'notification stored');
    return { status: 200, body: { incidents }, retryAfterSeconds: null };
  } catch (error) {
    if (isStoreAway(error) || error instanceof StoreConflict) {
      throw error;
    }
    return takeRest(dependencies, { source, body, payload, error });
  }
}

/**
 * What the store refuses now it refuses for ever, and Alertmanager would come again for ever. An incident of what can be kept calls people
 * in its place; the body waits for a person. A store that refuses even that is out of order, and Alertmanager shall come again.
 */
async function takeRest(
  { intake, quarantine, config, clock, logger }: WebhookDependencies,
  refused: { readonly source: string; readonly body: Uint8Array; readonly payload: AlertPayload | null; readonly error: unknown },
): Promise<WebhookAnswer> {
  const { source, body, payload, error } = refused;
  const at = clock.now();
  const incidents = await intake.take(storableRest(payload, body, source, config), source, at);
  logger.error({ err: error, source, incidents, sizeBytes: body.byteLength }, 'notification cannot be stored as it is');
  await quarantine
    .add({ at, source, reason: 'The notification cannot be stored as it is.', body })
    .catch((cause: unknown) => logger.error({ err: cause, source }, 'body could not be put into quarantine'));
  return { status: 200, body: { incidents }, retryAfterSeconds: null };
}

async function refuse(
  { quarantine, logger, onUnreadable }: WebhookDependencies,
  entry: Parameters<QuarantineKeeper['add']>[0],
): Promise<WebhookAnswer> {
  await quarantine.add(entry);
  logger.warn({ source: entry.source, reason: entry.reason, sizeBytes: entry.body.byteLength }, 'notification was not understood');
  await onUnreadable(entry.source).catch((error: unknown) => logger.error({ err: error }, 'refused notification could not be announced'));
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
