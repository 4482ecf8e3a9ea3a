import type { Labels } from '../promql/labels.ts';
import { durationMs } from '../promql/literals.ts';
import { BlockStore } from './block-store.ts';
import { ClusterModel, uptimeMs } from './cluster-model.ts';
import { Compactor, type CompactorSettings, iterationMs } from './compactor.ts';
import { type Fault, FaultLog, type FaultRequest } from './faults.ts';
import { bucketName, type ClusterIdentity, identityOf, namespace, prometheusResource, prometheusSet } from './identity.ts';
import { at, listAt, textAt } from './json.ts';
import { fraction } from './random.ts';
import { prometheusExternalName } from './seed/prometheus.ts';
import { type Producer, Stream } from './streams.ts';
import { dayMs, type EpochMs, hourMs, minuteMs, secondMs } from './time.ts';

export interface ModelOptions {
  readonly nowMs: EpochMs;
  readonly seed: number;
  readonly clusters: number;
  readonly podsPerCluster: number;
}

/** Longer than anything is kept, so that the bucket has long been deleting what grows too old. */
const historyMs = 150 * dayMs;
const detailedHistoryMs = 12 * dayMs;
const startBytes = 140 * 1024 ** 3;
export const bucketQuotaBytes = 200 * 1024 ** 3;

/**
 * The whole estate as one thing that moves with the clock. Pods, metrics, logs, stores, alerts and the bucket are all read off
 * this model, so they cannot contradict one another.
 */
export class EstateModel {
  readonly clusters = new Map<string, ClusterModel>();
  readonly faults = new FaultLog();
  readonly blocks = new BlockStore();
  readonly streams: Stream[] = [];
  readonly compactor: Compactor;
  readonly startMs: EpochMs;
  readonly bucketName = bucketName;
  readonly #seed: number;
  readonly #labels = new Map<string, Labels>();
  #nowMs: EpochMs;
  #compactedMs: EpochMs;
  #compactorStartMs = 0;

  constructor(options: ModelOptions) {
    this.startMs = options.nowMs;
    this.#seed = options.seed;
    this.#nowMs = options.nowMs - historyMs;
    this.#compactedMs = this.#nowMs;
    const all = Array.from({ length: options.clusters }, (_, index) => identityOf(index));
    for (const identity of all) {
      const seed = { identity, all, fillerPods: options.podsPerCluster, nowMs: options.nowMs };
      this.clusters.set(identity.name, new ClusterModel(seed, this.faults));
    }
    this.compactor = new Compactor(this.blocks, {
      isRunningAt: (timeMs) => timeMs < this.#startOfLife || this.central.isPodReadyAt('thanos-compactor-0', timeMs),
      bucketTroubleAt: (timeMs) => this.bucketTroubleAt(this.central.name, timeMs),
      isHaltedByFaultAt: (timeMs) => this.faults.at(timeMs, 'compactor-halt') !== undefined,
      settings: () => this.compactorSettings(),
    });
    for (const identity of all) this.#ensureStreams(identity);
    this.#makeHistory(options.nowMs);
  }

  get nowMs(): EpochMs {
    return this.#nowMs;
  }

  get central(): ClusterModel {
    const [first] = this.clusters.values();
    if (first === undefined) throw new Error('an estate has at least one cluster');
    return first;
  }

  get #startOfLife(): EpochMs {
    return this.startMs - uptimeMs + minuteMs;
  }

  cluster(name: string): ClusterModel | undefined {
    return this.clusters.get(name);
  }

  /** Moves everything to that instant: in seconds for short ways, in larger steps for long ones. Never backwards. */
  advanceTo(nowMs: EpochMs): void {
    const stepMs = Math.max(secondMs, Math.ceil((nowMs - this.#nowMs) / 600 / secondMs) * secondMs);
    while (this.#nowMs < nowMs) {
      this.#nowMs = Math.min(nowMs, this.#nowMs + stepMs);
      for (const cluster of this.clusters.values()) cluster.advanceTo(this.#nowMs);
      this.#advanceStreams();
      this.#advanceCompactor(iterationMs);
    }
  }

  #makeHistory(nowMs: EpochMs): void {
    this.blocks.recordUsage(this.#nowMs);
    while (this.#nowMs < nowMs) {
      const stepMs = this.#nowMs < nowMs - detailedHistoryMs ? dayMs : 2 * hourMs;
      this.#nowMs = Math.min(nowMs, this.#nowMs + stepMs);
      this.#advanceStreams();
      this.#advanceCompactor(2 * hourMs);
    }
    this.blocks.scaleTo(startBytes);
    this.blocks.recordUsage(nowMs);
  }

  #advanceStreams(): void {
    for (const stream of this.streams) stream.advanceTo(this.#nowMs, (block) => this.blocks.add(block));
  }

  #advanceCompactor(everyMs: number): void {
    const pod = this.central.pod('thanos-compactor-0');
    const startMs = pod === undefined ? 0 : this.central.history.processStartAt(pod, this.#nowMs);
    if (startMs !== this.#compactorStartMs && this.#nowMs > this.startMs) {
      this.#compactorStartMs = startMs;
      this.compactor.restarted(this.#nowMs);
    }
    if (this.#nowMs - this.#compactedMs < everyMs && this.faults.at(this.#nowMs, 'compactor-halt') === undefined) return;
    this.#compactedMs = this.#nowMs;
    this.compactor.iterate(this.#nowMs);
    if (this.#nowMs - (this.blocks.usage.at(-1)?.timeMs ?? this.#nowMs) >= 2 * hourMs) this.blocks.recordUsage(this.#nowMs);
  }

  /** Streams exist for every Prometheus replica there ever was, and for the Ruler. */
  #ensureStreams(identity: ClusterIdentity): void {
    const beginMs = this.startMs - historyMs;
    const replicas = identity.role === 'central' ? 2 : 1;
    for (let ordinal = 0; ordinal < replicas; ordinal += 1) {
      this.streams.push(new Stream(this.#producer(identity, `${prometheusSet}-${ordinal}`, 'sidecar'), beginMs));
    }
    if (identity.role === 'central') this.streams.push(new Stream(this.#producer(identity, 'thanos-ruler-0', 'ruler'), beginMs));
  }

  /** Gives a Prometheus replica that was added later its stream of blocks. */
  streamOf(cluster: string, pod: string): Stream | undefined {
    const known = this.streams.find((stream) => stream.producer.cluster === cluster && stream.producer.pod === pod);
    const identity = this.cluster(cluster)?.identity;
    if (known !== undefined || identity === undefined || !pod.startsWith(prometheusSet)) return known;
    const stream = new Stream(this.#producer(identity, pod, 'sidecar'), this.#nowMs);
    this.streams.push(stream);
    return stream;
  }

  #producer(identity: ClusterIdentity, pod: string, source: 'sidecar' | 'ruler'): Producer {
    const weight = source === 'ruler' ? 0.01 : identity.role === 'central' ? 1 : 0.5 + fraction(`${identity.name}/${this.#seed}`) * 0.3;
    return {
      id: `${identity.name}/${pod}`,
      cluster: identity.name,
      pod,
      source,
      unitsPerHour: (timeMs) => weight * Math.max(0.3, 1 + (0.16 * (timeMs - this.startMs)) / (30 * dayMs)),
      labels: (timeMs) => this.#streamLabels(identity.name, pod, source, timeMs),
      isRunningAt: (timeMs) => timeMs < this.#startOfLife || (this.cluster(identity.name)?.isPodReadyAt(pod, timeMs) ?? false),
      localRetentionMs: () => this.localRetentionMs(identity.name),
      bucketTroubleAt: (timeMs) => this.bucketTroubleAt(identity.name, timeMs),
    };
  }

  #streamLabels(cluster: string, pod: string, source: 'sidecar' | 'ruler', timeMs: EpochMs): Labels {
    const labels: Labels =
      source === 'ruler'
        ? { cluster: this.externalCluster(cluster, timeMs), ruler_replica: pod }
        : { cluster: this.externalCluster(cluster, timeMs), prometheus: prometheusExternalName, prometheus_replica: pod };
    const key = JSON.stringify(labels);
    const known = this.#labels.get(key) ?? labels;
    this.#labels.set(key, known);
    return known;
  }

  /** The `cluster` label a cluster gives its data; a copied overlay gives another one's. */
  externalCluster(cluster: string, timeMs: EpochMs): string {
    const copied = this.faults.at(timeMs, 'same-labels', cluster)?.target;
    if (copied !== undefined) return copied;
    const resource = this.cluster(cluster)?.objects.get('monitoring.coreos.com/prometheuses', namespace, prometheusResource);
    return textAt(resource, 'spec', 'externalLabels', 'cluster') || cluster;
  }

  scrapeIntervalMs(cluster: string): number {
    return this.#duration(cluster, 'scrapeInterval', 30 * secondMs);
  }

  localRetentionMs(cluster: string): number {
    return this.#duration(cluster, 'retention', dayMs);
  }

  #duration(cluster: string, field: string, fallbackMs: number): number {
    const resource = this.cluster(cluster)?.objects.get('monitoring.coreos.com/prometheuses', namespace, prometheusResource);
    const text = textAt(resource, 'spec', field);
    try {
      return text === '' ? fallbackMs : durationMs(text);
    } catch {
      return fallbackMs;
    }
  }

  compactorSettings(): CompactorSettings {
    const set = this.central.objects.get('apps/statefulsets', namespace, 'thanos-compactor');
    const words = listAt(at(set, 'spec', 'template', 'spec', 'containers', 0), 'args').map(String);
    const flag = (name: string, fallbackMs: number): number => {
      const text = words.findLast((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
      try {
        return text === undefined ? fallbackMs : durationMs(text);
      } catch {
        return fallbackMs;
      }
    };
    return {
      retentionMs: {
        0: flag('--retention.resolution-raw', 0),
        300000: flag('--retention.resolution-5m', 0),
        3600000: flag('--retention.resolution-1h', 0),
      },
      deleteDelayMs: flag('--delete-delay', 48 * hourMs),
      consistencyDelayMs: flag('--consistency-delay', 30 * minuteMs),
    };
  }

  /** What an S3 client in that cluster would be told, `undefined` when the bucket works for it. */
  bucketTroubleAt(cluster: string, timeMs: EpochMs): string | undefined {
    if (timeMs < this.startMs) return undefined;
    const outage = this.faults.at(timeMs, 's3-down');
    if (outage?.mode === '403') return 'The Access Key Id you provided does not exist in our records.';
    if (outage?.mode === 'hang') return 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)';
    if (outage !== undefined) return '503 Service Unavailable';
    return this.faults.at(timeMs, 'uploads-stopped', cluster) === undefined ? undefined : 'Access Denied.';
  }

  break(request: FaultRequest): Fault {
    const fault = this.faults.add(request, this.#nowMs);
    if (fault.kind === 'block-lost') this.#loseBlock(fault.target);
    return fault;
  }

  mend(id: string): boolean {
    const fault = this.faults.open().find((candidate) => candidate.id === id);
    if (fault === undefined) return false;
    this.faults.mend(id, this.#nowMs);
    if (fault.kind === 'compactor-halt') this.compactor.restarted(this.#nowMs);
    return true;
  }

  mendAll(): number {
    const open = this.faults.open();
    for (const fault of open) this.mend(fault.id);
    return open.length;
  }

  #loseBlock(wanted: string | undefined): void {
    const block = wanted === undefined ? this.blocks.all().findLast((candidate) => candidate.level > 2) : this.blocks.get(wanted);
    if (block === undefined) return;
    this.blocks.remove(block.ulid);
    this.blocks.lost.add(block.ulid);
  }
}
