import { clusterSeries, matchesAll } from '../metrics/catalogue.ts';
import type { ClusterModel } from '../model/cluster-model.ts';
import { isReachableAt } from '../model/endpoints.ts';
import type { EstateModel } from '../model/estate-model.ts';
import { blockMs, type Stream } from '../model/streams.ts';
import { dayMs, type EpochMs } from '../model/time.ts';
import { type Labels, labelKey } from '../promql/labels.ts';
import type { Matcher, Series, SeriesSource } from '../promql/syntax.ts';
import type { AlertHistory } from './alert-history.ts';

/** What one cluster's Prometheus can answer from: series exist while a Prometheus was there to scrape them. */
export class ClusterSource implements SeriesSource {
  readonly #model: EstateModel;
  readonly #cluster: ClusterModel;
  readonly #alerts: AlertHistory;

  constructor(model: EstateModel, cluster: ClusterModel, alerts: AlertHistory) {
    this.#model = model;
    this.#cluster = cluster;
    this.#alerts = alerts;
  }

  get intervalMs(): number {
    return this.#model.scrapeIntervalMs(this.#cluster.name);
  }

  select(matchers: readonly Matcher[]): readonly Series[] {
    const cluster = this.#cluster;
    const scrapers = cluster.prometheusPods(this.#model.nowMs);
    const isScraping = (timeMs: EpochMs): boolean => scrapers.some((pod) => cluster.history.isReadyAt(pod, timeMs));
    return [...clusterSeries(this.#model, cluster, matchers), ...this.#alerts.series(cluster.name)]
      .filter((series) => matchesAll(matchers, series.labels))
      .map((series) => ({ labels: series.labels, at: (timeMs) => (isScraping(timeMs) ? series.at(timeMs) : undefined) }));
  }
}

export interface GlobalOptions {
  readonly dedup: boolean;
  /** The coarsest resolution the query may use, in milliseconds; decides how far back there is anything. */
  readonly maxSourceResolutionMs: number;
}

interface Replica {
  readonly labels: Labels;
  isVisibleAt(timeMs: EpochMs): boolean;
}

/** What Thanos Query can answer from: every cluster, through the sidecars for the recent past and the bucket for the rest. */
export class GlobalSource implements SeriesSource {
  readonly intervalMs = 30_000;
  readonly #model: EstateModel;
  readonly #alerts: AlertHistory;
  readonly #options: GlobalOptions;

  constructor(model: EstateModel, alerts: AlertHistory, options: GlobalOptions) {
    this.#model = model;
    this.#alerts = alerts;
    this.#options = options;
  }

  select(matchers: readonly Matcher[]): readonly Series[] {
    const found = new Map<string, Series>();
    for (const cluster of this.#model.clusters.values()) {
      const external = {
        cluster: this.#model.externalCluster(cluster.name, this.#model.nowMs),
        prometheus: 'monitoring/kube-prometheus-stack-prometheus',
      };
      if (!mayMatch(matchers, external)) continue;
      const replicas = this.#replicas(cluster);
      for (const series of [...clusterSeries(this.#model, cluster, matchers), ...this.#alerts.series(cluster.name)]) {
        for (const view of this.#views(series, external, replicas)) if (matchesAll(matchers, view.labels)) keep(found, view);
      }
    }
    for (const series of this.#alerts.series('ruler')) if (matchesAll(matchers, series.labels)) keep(found, series);
    return [...found.values()];
  }

  #views(series: Series, external: Labels, replicas: readonly Replica[]): Series[] {
    if (!this.#options.dedup) {
      return replicas.map((replica) => ({
        labels: { ...series.labels, ...replica.labels },
        at: (timeMs) => (replica.isVisibleAt(timeMs) ? series.at(timeMs) : undefined),
      }));
    }
    const at = (timeMs: EpochMs): number | undefined =>
      replicas.some((replica) => replica.isVisibleAt(timeMs)) ? series.at(timeMs) : undefined;
    return [{ labels: { ...series.labels, ...external }, at }];
  }

  #replicas(cluster: ClusterModel): Replica[] {
    const model = this.#model;
    const horizonMs = model.nowMs - this.#horizonMs();
    const hasStore =
      model.central.readyPodsOf('thanos-store', model.nowMs).length > 0 && model.faults.at(model.nowMs, 's3-down') === undefined;
    return cluster.prometheusPods(model.nowMs).flatMap((pod) => {
      const stream = model.streamOf(cluster.name, pod.name);
      if (stream === undefined) return [];
      const isNear = isReachableAt(model, cluster, pod.name, model.nowMs);
      const localFromMs = model.nowMs - model.localRetentionMs(cluster.name) - 2 * blockMs;
      const uploadedMs = hasStore ? stream.uploadedUntilMs(model.nowMs) : 0;
      const lost = lostWindows(stream, model.nowMs);
      const isInStore = (timeMs: EpochMs): boolean =>
        timeMs < uploadedMs && !lost.some((fromMs) => fromMs <= timeMs && timeMs < fromMs + blockMs);
      return [
        {
          labels: stream.producer.labels(model.nowMs),
          isVisibleAt: (timeMs: EpochMs): boolean =>
            timeMs >= horizonMs && ((isNear && timeMs >= localFromMs) || isInStore(timeMs)) && cluster.history.isReadyAt(pod, timeMs),
        },
      ];
    });
  }

  #horizonMs(): number {
    const { retentionMs } = this.#model.compactorSettings();
    const resolution =
      this.#options.maxSourceResolutionMs >= 3_600_000 ? 3_600_000 : this.#options.maxSourceResolutionMs >= 300_000 ? 300_000 : 0;
    return (retentionMs[resolution] || 3_650 * dayMs) + 2 * dayMs;
  }
}

function lostWindows(stream: Stream, nowMs: EpochMs): EpochMs[] {
  return stream.lost.between(0, nowMs).map((event) => event.minTimeMs);
}

/** False when the external labels alone rule a cluster out. */
function mayMatch(matchers: readonly Matcher[], external: Labels): boolean {
  return matchers.every((matcher) => external[matcher.name] === undefined || matcher.matches(external[matcher.name] ?? ''));
}

function keep(found: Map<string, Series>, series: Series): void {
  const key = labelKey(series.labels);
  const known = found.get(key);
  if (known === undefined) found.set(key, series);
  else found.set(key, { labels: series.labels, at: (timeMs) => known.at(timeMs) ?? series.at(timeMs) });
}
