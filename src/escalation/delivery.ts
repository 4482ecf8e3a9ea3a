import { type DurationMs, type EpochMs, seconds } from '../model/time.ts';
import { deliverOutside, deliverToGroup } from './deliver-beyond.ts';
import { deliverIncident } from './deliver-incident.ts';
import { deliverMessage } from './deliver-message.ts';
import { deliverReport } from './deliver-report.ts';
import type { Attempt, DeliveryContext } from './delivery-context.ts';
import type { OutboxItem } from './outbox.ts';
import { Pacing } from './pacing.ts';
import { callSecondPath } from './second-path.ts';
import { ShownRevisions } from './shown-revisions.ts';

/** How long the work of a process that has died is out of reach, and its lanes with it. A living process renews in time. */
const LEASE_MS = seconds(20);
const RENEW_EVERY_MS = seconds(5);

/** Messages under way at once. One per lane, so this bounds lanes. */
const CONCURRENCY = 16;

/** An item that fails in our own code this often is set aside. */
const FAULTS = 3;
const FAULT_RETRY_MS = seconds(2);

const SECOND_PATH_EVERY_MS = seconds(5);

/** How often the queue is looked at for what waits for a lane or a short while. */
const BRISK_MS = 250;
/** How long after the last attempt something of that kind may wait: a lane refills in a second. */
const BRISK_FOR_MS = seconds(2);
/** How often otherwise: by then a message of another process is noticed, or one whose time has come. */
const REST_MS = seconds(1);

/** Sends what is in the queue. */
export interface Delivery {
  /** Starts everything that may leave now and returns how many that were, without waiting for them. */
  pass(): Promise<number>;
  /** How long the queue may be left alone when nobody rings. */
  restMs(): DurationMs;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

export function createDelivery(dependencies: Omit<DeliveryContext, 'shown'>, owner: string): Delivery {
  return new Sender({ ...dependencies, shown: new ShownRevisions() }, owner);
}

class Sender implements Delivery {
  readonly #context: DeliveryContext;
  readonly #owner: string;
  readonly #pacing = new Pacing();
  readonly #underWay = new Map<number, { readonly item: OutboxItem; readonly done: Promise<void> }>();
  #briskUntil = 0;
  #secondPathAt = 0;
  #renewAt = 0;

  constructor(context: DeliveryContext, owner: string) {
    this.#context = context;
    this.#owner = owner;
  }

  async pass(): Promise<number> {
    const now = this.#context.realClock.now();
    if (now >= this.#secondPathAt) {
      this.#secondPathAt = now + SECOND_PATH_EVERY_MS;
      await callSecondPath(this.#context);
    }
    await this.#renew(now);
    const limit = CONCURRENCY - this.#underWay.size;
    const items =
      limit <= 0
        ? []
        : await this.#context.outbox.claim({
            owner: this.#owner,
            now,
            leaseUntil: now + LEASE_MS,
            limit,
            pausedLanes: this.#pacing.closedAt(now),
            onUnreadable: ({ id, incidentId, reason }) => {
              this.#context.logger.error({ outboxId: id, incidentId, reason }, 'message cannot be read and is set aside');
              void this.#tellParked(incidentId);
            },
          });
    // What is under way already comes again only when the store was away for longer than the lease.
    for (const item of items.filter(({ id }) => !this.#underWay.has(id))) {
      const done = this.#deliver(item).finally(() => this.#underWay.delete(item.id));
      this.#underWay.set(item.id, { item, done });
    }
    return items.length;
  }

  restMs(): DurationMs {
    return this.#underWay.size > 0 || this.#context.realClock.now() < this.#briskUntil ? BRISK_MS : REST_MS;
  }

  async #renew(now: EpochMs): Promise<void> {
    if (this.#underWay.size > 0 && now >= this.#renewAt) {
      this.#renewAt = now + RENEW_EVERY_MS;
      await this.#context.outbox.renew(this.#owner, now + LEASE_MS);
    }
  }

  async idle(): Promise<void> {
    await Promise.allSettled([...this.#underWay.values()].map(({ done }) => done));
  }

  /** Never rejects: what cannot be written down now is found again when its lease ends. */
  async #deliver(item: OutboxItem): Promise<void> {
    const { logger } = this.#context;
    try {
      await this.#parentOf(item);
      const attempt = await this.#attempt(item);
      await this.#settle(item, attempt);
    } catch (error) {
      logger.error(
        { outboxId: item.id, kind: item.intent.kind, incidentId: item.incidentId, err: error },
        'message could not be delivered',
      );
      await this.#fault(item, error).catch((cause: unknown) =>
        logger.error({ outboxId: item.id, err: cause }, 'outcome could not be stored'),
      );
    }
  }

  /** A direct message links to the channel message, so it lets that one go first when both are under way here. */
  async #parentOf(item: OutboxItem): Promise<void> {
    const parents = [...this.#underWay.values()].filter(
      (other) => other.item.incidentId === item.incidentId && other.item.intent.kind === 'incident-parent',
    );
    if (item.intent.kind === 'direct-page') {
      await Promise.race([Promise.allSettled(parents.map(({ done }) => done)), this.#moment()]);
    }
  }

  #moment(): Promise<void> {
    return new Promise((resolve) => this.#context.realClock.after(seconds(2), resolve));
  }

  #attempt(item: OutboxItem): Promise<Attempt> {
    const { intent } = item;
    switch (intent.kind) {
      case 'message':
        return deliverMessage(this.#context, item, intent);
      case 'report':
      case 'report-file':
        return deliverReport(this.#context, item, intent);
      case 'group-page':
        return deliverToGroup(this.#context, item, intent);
      case 'webhook-page':
        return deliverOutside(this.#context, item, intent);
      default:
        return deliverIncident(this.#context, item, intent);
    }
  }

  async #settle(item: OutboxItem, attempt: Attempt): Promise<void> {
    const { outbox, realClock, clock } = this.#context;
    const now = realClock.now();
    this.#briskUntil = now + BRISK_FOR_MS;
    switch (attempt.kind) {
      case 'sent':
        this.#pacing.use(item.lane, now);
        await outbox.markSent(item, this.#owner, clock.now(), attempt.address);
        return;
      case 'drop':
        await outbox.drop(item, this.#owner, clock.now(), attempt.how, attempt.reason);
        return;
      case 'again':
        if (attempt.pausesLane) {
          this.#pacing.pause(item.lane, now, attempt.afterMs);
        }
        await outbox.postpone(item, this.#owner, { ...attempt, until: now + attempt.afterMs });
        return;
    }
  }

  /** Nobody knows of what is set aside unless somebody says so. */
  async #tellParked(incidentId: string | null): Promise<void> {
    const { onParked, logger } = this.#context;
    await onParked?.({ part: 'messages', incidentId }).catch((error: unknown) =>
      logger.error({ incidentId, err: error }, 'notice of a parked message could not be queued'),
    );
  }

  async #fault(item: OutboxItem, error: unknown): Promise<void> {
    const { outbox, realClock, clock } = this.#context;
    const reason = error instanceof Error ? error.message.slice(0, 500) : String(error);
    if (item.attempts >= FAULTS) {
      await outbox.drop(item, this.#owner, clock.now(), 'parked', reason);
      await this.#tellParked(item.incidentId);
      return;
    }
    // It may have failed after Slack took the message.
    await outbox.postpone(item, this.#owner, { until: realClock.now() + FAULT_RETRY_MS, reason, isUncertain: true, countsAsAttempt: true });
  }
}
