import { fileSchema } from '../../src/config/schema.ts';
import { createDelivery, type Delivery } from '../../src/escalation/delivery.ts';
import type { Applied, Engine } from '../../src/escalation/engine.ts';
import { createEngine } from '../../src/escalation/engine.ts';
import { createFolding, type Folding } from '../../src/escalation/folding.ts';
import type { IncidentStore } from '../../src/escalation/incident-store.ts';
import { createIntake, type Intake } from '../../src/escalation/intake.ts';
import type { EscalationMetrics } from '../../src/escalation/metrics.ts';
import type { OutboxStore } from '../../src/escalation/outbox.ts';
import type { OutsideCall, OutsideCaller } from '../../src/escalation/outside.ts';
import type { ParkedThing } from '../../src/escalation/parking.ts';
import { readPayload } from '../../src/escalation/payload.ts';
import type { Override } from '../../src/escalation/roster.ts';
import type { EscalationEvent } from '../../src/escalation/step.ts';
import type { EscalationConfig } from '../../src/escalation/transition.ts';
import { parseDuration } from '../../src/model/time.ts';
import type { Clock, Messenger } from '../../src/ports.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { createIncidentStore } from '../../src/store/incidents.ts';
import { createOutboxStore } from '../../src/store/outbox.ts';
import { openTemporarySqlite, quietLogger } from '../store/databases.ts';
import { FakeSlack } from './fake-slack.ts';
import { ManualClock } from './manual-clock.ts';

/** Monday 2026-01-05 09:30 in Seoul: the lead is at work. */
export const MONDAY = Date.UTC(2026, 0, 5, 0, 30);

export const CHANNELS = { incidents: 'C0INCIDENT', digest: 'C0DIGEST', audit: 'C0AUDIT' };

export const escalationConfig = (change: Record<string, unknown> = {}): EscalationConfig =>
  fileSchema.parse({
    locale: 'en',
    slack: { channels: CHANNELS },
    clusters: [{ name: 'cluster-01', role: 'central', inCluster: true }],
    thanos: { query: { service: 'thanos-query:9090' } },
    escalation: {
      team: {
        primary: { users: ['U0PRIMARY'] },
        secondary: { users: ['U0SECOND'] },
        lead: { users: ['U0LEAD'], hours: 'Mon-Fri 09:00-18:00' },
        everyone: { users: ['U0PRIMARY', 'U0SECOND', 'U0LEAD', 'U0ADMIN'] },
        external: { webhook: 'https://support.example/escalate' },
      },
      levels: [
        { level: 1, notify: ['primary'], ackTimeout: '5m' },
        { level: 2, notify: ['secondary', 'lead'], ackTimeout: '10m' },
        { level: 3, notify: ['everyone', 'external'], ackTimeout: '15m', repeat: true },
      ],
      classes: [{ match: { class: 's3-down|cluster-down' }, startLevel: 2 }],
      ...change,
    },
  });

/** Wraps what talks to the outside of the core, so that a test can break it. */
export interface Seams {
  readonly store?: (store: IncidentStore) => IncidentStore;
  readonly outbox?: (outbox: OutboxStore) => OutboxStore;
  readonly messenger?: (messenger: Messenger) => Messenger;
  /** The process goes by this clock instead of the stage's. */
  readonly clock?: Clock;
}

const silentMetrics: EscalationMetrics = {
  timerLateness: () => undefined,
  ambiguousSend: () => undefined,
  parked: () => undefined,
  page: () => undefined,
};

/** One process of the bot without its edges. */
export interface Process {
  readonly engine: Engine;
  readonly intake: Intake;
  readonly delivery: Delivery;
  readonly folding: Folding;
}

/** A whole story's stage: a database on disk, a workspace, an outside address, and time. */
export class Stage implements AsyncDisposable {
  readonly clock = new ManualClock(MONDAY);
  readonly slack = new FakeSlack(this.clock);
  readonly outsideCalls: OutsideCall[] = [];
  readonly outsideUrls: string[] = [];
  readonly overrides: Override[] = [];
  readonly parked: ParkedThing[] = [];
  readonly database: OpenDatabase;
  readonly store: IncidentStore;
  readonly outbox: OutboxStore;
  readonly config: EscalationConfig;
  isOutsideDown = false;
  process: Process;
  #ids = 0;
  #processes = 0;

  private constructor(database: OpenDatabase, config: EscalationConfig) {
    this.database = database;
    this.config = config;
    this.store = createIncidentStore(database.db);
    this.outbox = createOutboxStore(database);
    this.process = this.start();
  }

  static async open(options: { readonly escalation?: Record<string, unknown>; readonly database?: OpenDatabase } = {}): Promise<Stage> {
    return new Stage(options.database ?? (await openTemporarySqlite()), escalationConfig(options.escalation));
  }

  /** Starts a process over the same database, as a restart does. */
  start(seams: Seams = {}): Process {
    this.#processes += 1;
    const store = (seams.store ?? ((each) => each))(this.store);
    const outbox = (seams.outbox ?? ((each) => each))(this.outbox);
    const messenger = (seams.messenger ?? ((each) => each))(this.slack);
    const clock = seams.clock ?? this.clock;
    const overrides = async (): Promise<readonly Override[]> => this.overrides;
    const onParked = async (parked: ParkedThing): Promise<void> => void this.parked.push(parked);
    const common = { store, config: this.config, overrides, clock, logger: quietLogger, onParked };
    const engine = createEngine(common);
    const folding = createFolding({ ...common, queryCluster: 'cluster-01' });
    const newId = (prefix: string): string => {
      this.#ids += 1;
      return `${prefix}_${this.#ids}`;
    };
    const intake = createIntake({ store, config: this.config, overrides, newId });
    const outside: OutsideCaller = {
      call: async (url, body) => {
        if (this.isOutsideDown) {
          return { kind: 'retry', reason: 'connection refused', afterMs: null };
        }
        this.outsideUrls.push(url);
        this.outsideCalls.push(body);
        return { kind: 'taken' };
      },
    };
    const delivery = createDelivery(
      {
        store,
        outbox,
        messenger,
        directory: this.slack,
        outside,
        config: this.config,
        overrides,
        clock,
        realClock: clock,
        logger: quietLogger,
        metrics: silentMetrics,
        onParked,
        reportUnreachable: async (incidentId, levelIndex) => {
          const ackTimeoutMs = this.config.escalation.dndAckTimeout;
          if (ackTimeoutMs !== undefined) {
            await engine.apply(incidentId, { kind: 'unreachable', at: clock.now(), levelIndex, ackTimeoutMs });
          }
        },
      },
      `process-${this.#processes}`,
    );
    this.process = { engine, intake, delivery, folding };
    return this.process;
  }

  /** One webhook of Alertmanager. */
  async receive(body: Record<string, unknown>, source = 'default'): Promise<readonly string[]> {
    const reading = readPayload(JSON.parse(JSON.stringify(body)));
    if (!reading.ok) {
      throw new Error(`payload was not understood: ${reading.problem.id}`);
    }
    return this.process.intake.take(reading.payload, source, this.clock.now());
  }

  async apply(incidentId: string, event: EscalationEvent): Promise<Applied> {
    return this.process.engine.apply(incidentId, event);
  }

  async acknowledge(incidentId: string, by: string): Promise<Applied> {
    return this.apply(incidentId, { kind: 'acknowledged', at: this.clock.now(), by });
  }

  /** Sends whatever may leave at this instant. */
  async deliver(): Promise<void> {
    while ((await this.process.delivery.pass()) > 0) {
      await this.process.delivery.idle();
    }
  }

  /** Lets time pass in steps of a second, as the running bot would live through it. */
  async fastForward(text: string, stepMs = 1_000): Promise<void> {
    const durationMs = parseDuration(text) ?? 0;
    for (let passed = 0; passed < durationMs; passed += stepMs) {
      this.clock.advance(Math.min(stepMs, durationMs - passed));
      await this.tickAndDeliver();
    }
  }

  /** Time passes while no process runs. */
  downtime(text: string): void {
    this.clock.advance(parseDuration(text) ?? 0);
  }

  async tickAndDeliver(): Promise<void> {
    while ((await this.process.engine.tick(this.clock.now())) > 0) {}
    await this.deliver();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.process.delivery.idle();
    await this.database.close();
  }
}
