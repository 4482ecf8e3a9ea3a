import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { OVERDUE_AFTER_MS } from '../escalation/auditor.ts';
import type { IncidentStore } from '../escalation/incident-store.ts';
import type { ResponseMeter } from '../escalation/metered-store.ts';
import type { EscalationMetrics } from '../escalation/metrics.ts';
import type { OutboxStore } from '../escalation/outbox.ts';
import type { DurationMs } from '../model/time.ts';
import type { Clock } from '../ports.ts';

const PREFIX = 'thanos_chatops_';

/** Everything that is counted about alerts and their delivery, and the registry that others add theirs to. */
export interface Metrics {
  readonly registry: Registry;
  readonly escalation: EscalationMetrics;
  readonly response: ResponseMeter;
  webhookAnswered(code: number): void;
  webhookCommitted(durationMs: DurationMs): void;
}

export interface MetricsDependencies {
  readonly store: Pick<IncidentStore, 'countOpen' | 'countOverdue'>;
  readonly outbox: Pick<OutboxStore, 'depth' | 'countParked'>;
  readonly quarantine: { count(): Promise<number> };
  readonly clock: Clock;
}

export function createMetrics(dependencies: MetricsDependencies): Metrics {
  const registry = new Registry();
  // The library's own 10 ms would wake an idle process a hundred times a second; a stall that matters is longer than this.
  collectDefaultMetrics({ register: registry, prefix: PREFIX, eventLoopMonitoringPrecision: 200 });
  registerStates(registry, dependencies);
  registerSetAside(registry, dependencies);
  const registers = [registry];
  const webhook = new Counter({
    name: `${PREFIX}webhook_requests_total`,
    help: 'Notifications from Alertmanager by the HTTP status they were answered with.',
    labelNames: ['code'],
    registers,
  });
  const commit = new Histogram({
    name: `${PREFIX}webhook_commit_seconds`,
    help: 'Time until everything that follows from a notification was on disk.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  return {
    registry,
    escalation: escalationMetrics(registry),
    response: responseMetrics(registry),
    webhookAnswered: (code) => webhook.inc({ code }),
    webhookCommitted: (durationMs) => commit.observe(durationMs / 1_000),
  };
}

function escalationMetrics(registry: Registry): EscalationMetrics {
  const registers = [registry];
  const lateness = new Histogram({
    name: `${PREFIX}timer_lateness_seconds`,
    help: 'How long after its due time an escalation step was committed.',
    buckets: [0.5, 1, 2, 5, 10, 30, 60, 300, 1_800],
    registers,
  });
  const ambiguous = new Counter({
    name: `${PREFIX}ambiguous_sends_total`,
    help: 'Messages of which Slack did not say whether it took them.',
    labelNames: ['kind'],
    registers,
  });
  const pages = new Counter({
    name: `${PREFIX}pages_total`,
    help: 'Calls for a level by how they ended: delivered, refused, dropped because nobody was needed any more.',
    labelNames: ['level', 'outcome'],
    registers,
  });
  const parked = new Gauge({
    name: `${PREFIX}incidents_parked`,
    help: 'Incidents that a part of the escalation leaves alone for a while, because their turn failed three times.',
    labelNames: ['part'],
    registers,
  });
  return {
    parked: (part, count) => parked.set({ part }, count),
    timerLateness: (latenessMs) => lateness.observe(Math.max(0, latenessMs) / 1_000),
    ambiguousSend: (kind) => ambiguous.inc({ kind }),
    page: (level, outcome) => pages.inc({ level, outcome }),
  };
}

/** From half a minute to a day; the ladder's own times are among them. */
const RESPONSE_BUCKETS = [30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400];

function responseMetrics(registry: Registry): ResponseMeter {
  const registers = [registry];
  const acknowledge = new Histogram({
    name: `${PREFIX}time_to_acknowledge_seconds`,
    help: 'From the opening of an incident to its first acknowledgement. Drills do not count.',
    buckets: RESPONSE_BUCKETS,
    registers,
  });
  const resolve = new Histogram({
    name: `${PREFIX}time_to_resolve_seconds`,
    help: 'From the opening of an incident to its end. Drills do not count.',
    buckets: RESPONSE_BUCKETS,
    registers,
  });
  return {
    acknowledged: (afterMs) => acknowledge.observe(afterMs / 1_000),
    resolved: (afterMs) => resolve.observe(afterMs / 1_000),
  };
}

/** States are read when they are scraped. A store that is away leaves them out rather than showing old numbers. */
function registerStates(registry: Registry, { store, outbox, clock }: MetricsDependencies): void {
  const registers = [registry];
  new Gauge({
    name: `${PREFIX}incidents_open`,
    help: 'Open incidents by status.',
    labelNames: ['status'],
    registers,
    async collect() {
      const read = async (): Promise<void> => {
        const { triggered, acknowledged } = await store.countOpen();
        this.set({ status: 'triggered' }, triggered);
        this.set({ status: 'acknowledged' }, acknowledged);
      };
      await known(read, () => this.reset());
    },
  });
  new Gauge({
    name: `${PREFIX}overdue_incidents`,
    help: 'Incidents whose next step was due more than 30 seconds ago.',
    registers,
    async collect() {
      const read = async (): Promise<void> => this.set(await store.countOverdue(clock.now() - OVERDUE_AFTER_MS));
      await known(read, () => this.remove());
    },
  });
  new Gauge({
    name: `${PREFIX}outbox_pending`,
    help: 'Messages that have not been delivered yet.',
    registers,
    async collect() {
      const read = async (): Promise<void> => this.set((await outbox.depth()).pending);
      await known(read, () => this.remove());
    },
  });
  new Gauge({
    name: `${PREFIX}outbox_oldest_seconds`,
    help: 'Age of the oldest message that has not been delivered yet.',
    registers,
    async collect() {
      const read = async (): Promise<void> => {
        const { oldestAt } = await outbox.depth();
        this.set(oldestAt === null ? 0 : Math.max(0, clock.now() - oldestAt) / 1_000);
      };
      await known(read, () => this.remove());
    },
  });
}

/** What was set aside because it could not be handled; a person should look at it. */
function registerSetAside(registry: Registry, { outbox, quarantine }: MetricsDependencies): void {
  const registers = [registry];
  new Gauge({
    name: `${PREFIX}messages_parked`,
    help: 'Messages that could not be read or put into words and are set aside, of the last 30 days.',
    registers,
    async collect() {
      await known(
        async () => this.set(await outbox.countParked()),
        () => this.remove(),
      );
    },
  });
  new Gauge({
    name: `${PREFIX}quarantined_bodies`,
    help: 'Webhook bodies that could not be read or stored and are kept for a person, at most 1,000.',
    registers,
    async collect() {
      await known(
        async () => this.set(await quarantine.count()),
        () => this.remove(),
      );
    },
  });
}

/** @param forget - Takes the last known value away. */
async function known(read: () => Promise<void>, forget: () => void): Promise<void> {
  try {
    await read();
  } catch {
    forget();
  }
}
