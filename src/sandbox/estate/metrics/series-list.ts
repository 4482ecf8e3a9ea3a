import type { ClusterModel } from '../model/cluster-model.ts';
import type { EstateModel } from '../model/estate-model.ts';
import type { PodRecord } from '../model/pods.ts';
import type { EpochMs } from '../model/time.ts';
import type { Labels } from '../promql/labels.ts';
import type { Series } from '../promql/syntax.ts';

export type Signal = (timeMs: EpochMs) => number | undefined;

/** The metrics of one kind of component: their names, and how to make their series for a cluster. */
export interface MetricGroup {
  readonly names: readonly string[];
  build(model: EstateModel, cluster: ClusterModel, into: SeriesList): void;
}

export class SeriesList {
  readonly series: Series[] = [];

  add(name: string, labels: Labels, at: Signal): void {
    this.series.push({ labels: { __name__: name, ...labels }, at });
  }
}

/** Something Prometheus scrapes; its series exist only while it answers. */
export class Target {
  readonly labels: Labels;
  readonly cluster: ClusterModel;
  readonly pod: PodRecord;
  readonly #into: SeriesList;

  constructor(
    cluster: ClusterModel,
    pod: PodRecord,
    into: SeriesList,
    endpoint: { job: string; port: number; endpoint: string; container: string },
  ) {
    this.cluster = cluster;
    this.pod = pod;
    this.#into = into;
    this.labels = {
      job: endpoint.job,
      namespace: pod.namespace,
      pod: pod.name,
      service: endpoint.job,
      container: endpoint.container,
      endpoint: endpoint.endpoint,
      instance: `${pod.ip}:${endpoint.port}`,
    };
  }

  isUpAt(timeMs: EpochMs): boolean {
    return this.cluster.history.isReadyAt(this.pod, timeMs);
  }

  gauge(name: string, labels: Labels, at: Signal): void {
    this.#into.add(name, { ...this.labels, ...labels }, (timeMs) => (this.isUpAt(timeMs) ? at(timeMs) : undefined));
  }

  /** A counter that starts at zero with the process; `amount` says how much falls between two instants. */
  counter(name: string, labels: Labels, amount: (fromMs: EpochMs, toMs: EpochMs) => number): void {
    this.gauge(name, labels, (timeMs) => amount(this.cluster.history.processStartAt(this.pod, timeMs), timeMs));
  }

  /** A counter that grows evenly by so much an hour. */
  steady(name: string, labels: Labels, perHour: number): void {
    this.counter(name, labels, (fromMs, toMs) => ((toMs - fromMs) / 3_600_000) * perHour);
  }

  /** What every Go process tells about itself. */
  process(memoryBytes: number, cpuCores: number): void {
    this.#into.add('up', this.labels, (timeMs) =>
      this.cluster.history.lifeAt(this.pod, timeMs) === undefined ? undefined : this.isUpAt(timeMs) ? 1 : 0,
    );
    this.gauge('process_start_time_seconds', {}, (timeMs) => this.cluster.history.processStartAt(this.pod, timeMs) / 1_000);
    this.gauge('process_resident_memory_bytes', {}, (timeMs) => memoryBytes * daily(timeMs, 0.05));
    this.steady('process_cpu_seconds_total', {}, cpuCores * 3_600);
  }
}

export const processMetrics = ['up', 'process_start_time_seconds', 'process_resident_memory_bytes', 'process_cpu_seconds_total'];

/** A factor around 1 that follows the hours of the day, highest in the afternoon (UTC+9). */
export function daily(timeMs: EpochMs, swing: number): number {
  const hour = (timeMs / 3_600_000 + 9) % 24;
  return 1 + swing * Math.sin(((hour - 9) / 24) * 2 * Math.PI);
}
