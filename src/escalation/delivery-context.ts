import type { View } from '../messages/view.ts';
import type { Incident, TimelineEvent } from '../model/incident.ts';
import type { IncidentOperation } from '../model/incident-operation.ts';
import type { MessageAddress } from '../model/message.ts';
import type { Phrase } from '../model/phrase.ts';
import { type DurationMs, seconds } from '../model/time.ts';
import type { Clock, DeliveryOutcome, Directory, Logger, Messenger } from '../ports.ts';
import type { EvidenceReader } from './evidence.ts';
import type { IncidentStore } from './incident-store.ts';
import { PAGE_KINDS } from './intent.ts';
import type { EscalationMetrics } from './metrics.ts';
import type { OutboxItem, OutboxStore } from './outbox.ts';
import type { OutsideCaller } from './outside.ts';
import { threadDraft } from './owed.ts';
import type { ParkedThing } from './parking.ts';
import type { Override } from './roster.ts';
import type { ShownRevisions } from './shown-revisions.ts';
import type { EscalationConfig } from './transition.ts';

/** What delivery works with. */
export interface DeliveryContext {
  readonly store: IncidentStore;
  readonly outbox: OutboxStore;
  readonly messenger: Messenger;
  readonly directory: Directory;
  readonly outside: OutsideCaller;
  readonly config: EscalationConfig;
  readonly overrides: () => Promise<readonly Override[]>;
  /** What the alert's own query said when it fired and says now. */
  readonly evidence?: EvidenceReader;
  /** What was changed by the bot's own means while the incident lasted. */
  readonly operationsOf?: (incident: Incident) => Promise<readonly IncidentOperation[]>;
  /** Time of incidents. */
  readonly clock: Clock;
  /** Time in which Slack counts; the same as `clock` except where time runs faster. */
  readonly realClock: Clock;
  readonly logger: Logger;
  readonly metrics: EscalationMetrics;
  /** What the channel messages show, as far as this process has sent them. */
  readonly shown: ShownRevisions;
  /** Tells people of a message that was set aside. */
  readonly onParked?: (parked: ParkedThing) => Promise<void>;
  /** Tells the escalation that nobody of a level will look for now. */
  readonly reportUnreachable: (incidentId: string, levelIndex: number) => Promise<void>;
}

/** What becomes of an item after an attempt. */
export type Attempt =
  | { readonly kind: 'sent'; readonly address: MessageAddress | null }
  | {
      readonly kind: 'again';
      readonly afterMs: DurationMs;
      readonly reason: string;
      readonly isUncertain: boolean;
      readonly countsAsAttempt: boolean;
      /** The whole lane waits, as Slack asked or because it is not answering. */
      readonly pausesLane: boolean;
    }
  | { readonly kind: 'drop'; readonly how: 'refused' | 'folded' | 'parked'; readonly reason: string };

const FIRST_RETRY_MS = seconds(1);
const LAST_PAGE_RETRY_MS = seconds(5);
const LAST_RETRY_MS = seconds(30);

export const isPage = (item: OutboxItem): boolean => PAGE_KINDS.includes(item.intent.kind);

/** What an outcome that leaves the item in the queue means for it. Refusals are each kind's own business. */
export function tryAgain(
  context: DeliveryContext,
  item: OutboxItem,
  outcome: Extract<DeliveryOutcome, { kind: 'retry' | 'ambiguous' }>,
): Attempt {
  const backoffMs = Math.min(isPage(item) ? LAST_PAGE_RETRY_MS : LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(item.attempts - 1, 10));
  const isUncertain = outcome.kind === 'ambiguous';
  if (isUncertain) {
    context.metrics.ambiguousSend(item.intent.kind);
  }
  const afterMs = outcome.kind === 'retry' ? (outcome.afterMs ?? backoffMs) : backoffMs;
  return { kind: 'again', afterMs, reason: outcome.reason, isUncertain, countsAsAttempt: true, pausesLane: true };
}

/** Not its turn yet. */
export function wait(afterMs: DurationMs, reason: string): Attempt {
  return { kind: 'again', afterMs, reason, isUncertain: false, countsAsAttempt: false, pausesLane: false };
}

export function channelReader({ config }: Pick<DeliveryContext, 'config'>, channel: string): View {
  return { locale: config.slack.locales[channel] ?? config.locale, timeZone: config.timezone };
}

export async function personReader({ config, directory }: DeliveryContext, userId: string): Promise<View> {
  return { locale: (await directory.localeOf(userId)) ?? config.locale, timeZone: config.timezone };
}

/** Writes what happened to a delivery into the incident's history, and with `isTold` into its thread. */
export async function recordDelivery(
  context: DeliveryContext,
  incident: Incident,
  phrase: Phrase,
  options: { readonly isTold: boolean; readonly discriminator: string },
): Promise<void> {
  const at = context.clock.now();
  const details: Record<string, string | number | null> = { sentence: phrase.id };
  for (const [name, value] of Object.entries(phrase.args)) {
    details[name] = typeof value === 'string' || typeof value === 'number' ? value : String(value);
  }
  const event: TimelineEvent = { incidentId: incident.id, at, kind: 'delivery', actor: 'system', details };
  await context.store.transaction(async (tx) => {
    await tx.record([event]);
    if (options.isTold) {
      await tx.enqueue([threadDraft(incident, event, options.discriminator, context.config.slack.channels.incidents)], at);
    }
  });
}

/** Number of a level as people say it. */
export function levelNumber(incident: Incident, levelIndex: number): number {
  return incident.levels[levelIndex]?.level ?? levelIndex + 1;
}
