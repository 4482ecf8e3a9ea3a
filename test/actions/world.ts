import type { ActionWorld } from '../../src/actions/action.ts';
import type { AuditLog } from '../../src/actions/audit-log.ts';
import { createOperationAnnouncer } from '../../src/actions/operation-announcer.ts';
import type { OperationDeps } from '../../src/actions/operation-deps.ts';
import { ACTIONS } from '../../src/actions/registry.ts';
import { createOperationRunner, type OperationRunner } from '../../src/actions/run.ts';
import { readConfig, readEnvironment } from '../../src/config/load.ts';
import { UNTOUCHED_WORLD } from '../../src/drill/drill-world.ts';
import { createDrills } from '../../src/drill/drills.ts';
import { createAccess } from '../../src/handlers/access.ts';
import { UpstreamError } from '../../src/model/errors.ts';
import type { ResourceKind, WorkloadState } from '../../src/model/kubernetes.ts';
import type { StoreEndpoint } from '../../src/model/metrics.ts';
import { minutes } from '../../src/model/time.ts';
import type { BucketLevel, ClusterAccess, KubernetesReader, KubernetesWriter, ObjectStore, StoredObject } from '../../src/ports.ts';
import { createAuditLog } from '../../src/store/audit.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { createDrillStore } from '../../src/store/drills.ts';
import { createOperationStore } from '../../src/store/operations.ts';
import { clusterAccess, metricsFrom } from '../checks/context.ts';
import { FakeSlack } from '../scenarios/fake-slack.ts';
import { ManualClock } from '../scenarios/manual-clock.ts';
import { quietLogger } from '../store/databases.ts';

export const START = Date.UTC(2026, 10, 22, 0, 0);

export const LEAD = 'U0LEAD';
export const ADMIN = 'U0ADMIN';
export const STRANGER = 'U0STRANGER';

const YAML = `
slack: { channels: { digest: C0DIGEST, incidents: C0INCIDENT } }
access: { responders: [U0PRIMARY], operators: [U0LEAD, U0ADMIN], approvers: [U0ADMIN] }
locale: en
clusters:
  - { name: cluster-01, role: central, inCluster: true }
  - { name: cluster-02, kubeconfig: /etc/kube/02 }
thanos: { cluster: cluster-01, query: { service: "thanos-query:9090" } }
escalation:
  team: { primary: { users: [U0PRIMARY] } }
  levels: [{ level: 1, notify: [primary], ackTimeout: 5m }]
backup: { destination: { s3: { bucket: thanos-backup, prefix: backup/ } } }
`;

export const config = readConfig(YAML, readEnvironment({}));

/** An API server that holds workloads and raw objects in memory, and fails as told. */
export class FakeCluster implements KubernetesReader, KubernetesWriter {
  readonly name: string;
  readonly objects = new Map<string, { readonly kind: ResourceKind; readonly items: Readonly<Record<string, unknown>>[] }>();
  readonly forbidden = new Set<string>();
  /** Writes that were stored. */
  writes = 0;
  dryRuns = 0;
  isDown = false;
  /** The next write is stored, but its answer never arrives. */
  losesAnswer = false;
  /** Pods become ready as soon as they are wanted. */
  becomesReady = true;
  state: WorkloadState;

  constructor(name: string) {
    this.name = name;
    this.state = {
      workload: config.thanos.components.query,
      replicas: 1,
      readyReplicas: 1,
      updatedReplicas: 1,
      observed: true,
      resourceVersion: '100',
      image: 'quay.io/thanos/thanos:v0.37.2',
      managedBy: 'kustomize',
      autoscaler: null,
      annotations: {},
    };
  }

  async version(): Promise<string> {
    this.#check('version');
    return 'v1.31.2';
  }

  async workload(): Promise<WorkloadState> {
    this.#check('deployments');
    return this.state;
  }

  async setReplicas(
    _workload: unknown,
    replicas: number,
    options: { readonly resourceVersion?: string; readonly dryRun?: boolean },
  ): Promise<WorkloadState> {
    this.#check('deployments');
    if (options.resourceVersion !== undefined && options.resourceVersion !== this.state.resourceVersion) {
      throw new UpstreamError('conflict', {
        system: 'kubernetes',
        cluster: this.name,
        retryable: true,
        reason: 'object has been modified',
      });
    }
    if (options.dryRun === true) {
      this.dryRuns += 1;
      return this.state;
    }
    this.writes += 1;
    this.change({ replicas, updatedReplicas: replicas, ...(this.becomesReady ? { readyReplicas: replicas } : {}) });
    if (this.losesAnswer) {
      throw new UpstreamError('timeout', { system: 'kubernetes', cluster: this.name, retryable: true, reason: 'no answer' });
    }
    return this.state;
  }

  /** Somebody or something else changes the workload. */
  change(to: Partial<WorkloadState>): void {
    this.state = { ...this.state, ...to, resourceVersion: String(Number(this.state.resourceVersion) + 1) };
  }

  add(kind: ResourceKind, ...items: Readonly<Record<string, unknown>>[]): void {
    const held = this.objects.get(kind.resource);
    this.objects.set(kind.resource, { kind, items: [...(held?.items ?? []), ...items] });
  }

  async resourceKinds(): Promise<readonly ResourceKind[]> {
    this.#check('discovery');
    return [...this.objects.values()].map(({ kind }) => kind);
  }

  async *listObjects(kind: ResourceKind): AsyncGenerator<readonly Readonly<Record<string, unknown>>[]> {
    this.#check(kind.resource);
    const items = this.objects.get(kind.resource)?.items ?? [];
    for (let start = 0; start < items.length; start += 2) {
      yield items.slice(start, start + 2);
    }
  }

  async listPods(): Promise<never[]> {
    return [];
  }

  async diskUse(): Promise<never> {
    throw new UpstreamError('forbidden', { system: 'kubernetes', retryable: false, reason: 'pods "x" is forbidden' });
  }

  async *surveyPods(): AsyncGenerator<never[]> {
    yield [];
  }

  async readPod(): Promise<null> {
    return null;
  }

  async readLog(): Promise<string> {
    return '';
  }

  async getObject(): Promise<null> {
    return null;
  }

  #check(what: string): void {
    if (this.isDown) {
      throw new UpstreamError('unreachable', { system: 'kubernetes', cluster: this.name, retryable: true, reason: 'connection refused' });
    }
    if (this.forbidden.has(what)) {
      throw new UpstreamError('forbidden', { system: 'kubernetes', cluster: this.name, retryable: false, reason: 'not allowed' });
    }
  }
}

/** A bucket in memory. */
export class FakeBucket implements ObjectStore {
  readonly objects = new Map<string, Uint8Array>();
  /** Keys in the order in which they were written. */
  readonly written: string[] = [];
  failsOn: ((key: string) => boolean) | null = null;

  async *list(prefix: string): AsyncGenerator<readonly StoredObject[]> {
    yield [...this.objects]
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, body]) => ({ key, sizeBytes: body.byteLength, modifiedAt: START }));
  }

  async listLevel(prefix: string): Promise<BucketLevel> {
    const below = [...this.objects.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length).split('/')[0]);
    return { folders: [...new Set(below)].map((folder) => `${prefix}${folder}/`), objects: [] };
  }

  async get(key: string): Promise<Uint8Array | null> {
    return this.objects.get(key) ?? null;
  }

  async put(key: string, body: Uint8Array): Promise<void> {
    if (this.failsOn?.(key) === true) {
      throw new UpstreamError('unreachable', { system: 's3', retryable: true, reason: 'no space left on device' });
    }
    this.written.push(key);
    this.objects.set(key, body);
  }

  async delete(keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.objects.delete(key);
    }
  }
}

export function endpoint(address: string, lastError: string | null = null): StoreEndpoint {
  return { type: 'sidecar', address, lastCheck: START, lastError, labelSets: [], minTime: null, maxTime: null };
}

export interface Stage {
  readonly clock: ManualClock;
  readonly slack: FakeSlack;
  readonly central: FakeCluster;
  readonly edge: FakeCluster;
  readonly bucket: FakeBucket;
  /** What Thanos Query lists; a test replaces it. */
  readonly stores: { listed: readonly StoreEndpoint[] };
  readonly world: ActionWorld;
  readonly deps: OperationDeps;
  readonly audit: AuditLog;
  readonly runner: OperationRunner;
  /** Another process on the same database. */
  replica(owner: string): OperationRunner;
  /** Moves time in small steps, letting everything that waits go on, until nothing runs or `limitMs` has passed. */
  settle(runner?: OperationRunner, limitMs?: number): Promise<void>;
}

/** The action side of the product on a real database, with everything outside faked. */
export function openStage(database: OpenDatabase, parts: Partial<ActionWorld> = {}): Stage {
  const clock = new ManualClock(START);
  const slack = new FakeSlack(clock);
  const central = new FakeCluster('cluster-01');
  const edge = new FakeCluster('cluster-02');
  const bucket = new FakeBucket();
  const stores = { listed: [endpoint('10.0.0.1:10901'), endpoint('10.0.0.2:10901')] };
  const access = (cluster: FakeCluster): ClusterAccess => clusterAccess(cluster.name, { kubernetes: cluster });
  const world: ActionWorld = {
    config,
    clock,
    clusters: [access(central), access(edge)],
    writers: new Map([
      ['cluster-01', central],
      ['cluster-02', edge],
    ]),
    thanos: { ...metricsFrom({}), stores: async () => stores.listed },
    backups: bucket,
    encryptor: null,
    drills: createDrills({
      store: createDrillStore(database.db),
      config,
      world: UNTOUCHED_WORLD,
      overrides: async () => [],
      clock,
      newId: (prefix) => prefix,
      logger: quietLogger,
      onCommit: () => undefined,
    }),
    roster: async () => ({ timezone: config.timezone, escalation: config.escalation, overrides: [] }),
    ...parts,
  };
  const audit = createAuditLog(database.db);
  const store = createOperationStore(database.db);
  let ids = 0;
  const depsOf = (owner: string): OperationDeps => ({
    actions: ACTIONS,
    world,
    store,
    audit,
    access: createAccess(config, slack),
    announcer: createOperationAnnouncer({ messenger: slack, store, clock, config, logger: quietLogger }),
    clock,
    newId: (prefix) => {
      ids += 1;
      return `${prefix}-${ids}`;
    },
    logger: quietLogger,
    owner,
  });
  const deps = depsOf('process-1');
  const runner = createOperationRunner(deps);
  return {
    clock,
    slack,
    central,
    edge,
    bucket,
    stores,
    world,
    deps,
    audit,
    runner,
    replica: (owner) => createOperationRunner(depsOf(owner)),
    settle: async (settled = runner, limitMs = minutes(20)) => {
      let isIdle = false;
      void settled.idle().then(() => {
        isIdle = true;
      });
      for (let passedMs = 0; passedMs < limitMs; passedMs += 500) {
        await drain();
        if (isIdle) {
          return;
        }
        clock.advance(500);
      }
      throw new Error('still running');
    },
  };
}

/** Lets everything that needs no time go on. */
export async function drain(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
