import type { ClusterModel } from '../model/cluster-model.ts';
import type { EstateModel } from '../model/estate-model.ts';
import { prometheusResource, prometheusSet, release } from '../model/identity.ts';
import { hash } from '../model/random.ts';
import { retryMs } from '../model/streams.ts';
import { type EpochMs, hourMs } from '../model/time.ts';
import { daily, type MetricGroup, processMetrics, type SeriesList, Target } from './series-list.ts';

const mib = 1024 ** 2;

function scrapeRate(model: EstateModel, cluster: ClusterModel): number {
  return (90_000 + (hash(cluster.name) % 40_000)) * 120 * (30_000 / model.scrapeIntervalMs(cluster.name));
}

function prometheusPod(model: EstateModel, target: Target): void {
  const { cluster } = target;
  const perHour = scrapeRate(model, cluster);
  const series = 90_000 + (hash(cluster.name) % 40_000);
  target.process(1_350 * mib, 0.35);
  target.gauge('prometheus_build_info', { version: '3.6.0', revision: 'sandbox' }, () => 1);
  target.gauge('prometheus_tsdb_head_series', {}, (timeMs) => Math.round(series * daily(timeMs, 0.01)));
  target.gauge('prometheus_tsdb_storage_blocks_bytes', {}, (timeMs) => 820 * mib * daily(timeMs, 0.02));
  target.gauge('prometheus_tsdb_wal_storage_size_bytes', {}, () => 310 * mib);
  target.gauge('prometheus_tsdb_head_chunks_storage_size_bytes', {}, () => 140 * mib);
  target.gauge('prometheus_tsdb_retention_limit_bytes', {}, () => 0);
  target.gauge('prometheus_tsdb_data_replay_duration_seconds', {}, () => 4.2);
  target.gauge('prometheus_config_last_reload_successful', {}, () => 1);
  target.gauge('prometheus_notifications_alertmanagers_discovered', {}, () => 1);
  target.steady('prometheus_tsdb_head_samples_appended_total', { type: 'float' }, perHour);
  target.steady('prometheus_target_scrapes_exceeded_sample_limit_total', {}, 0);
  target.steady('prometheus_rule_evaluations_total', { rule_group: `${release}-cluster-rules` }, 120 * 6);
  target.steady('prometheus_rule_evaluation_failures_total', { rule_group: `${release}-cluster-rules` }, 0);
  target.steady('prometheus_tsdb_compactions_failed_total', {}, 0);
  const interval = `${model.scrapeIntervalMs(cluster.name) / 1_000}s`;
  target.gauge(
    'prometheus_target_interval_length_seconds',
    { interval, quantile: '0.99' },
    () => model.scrapeIntervalMs(cluster.name) / 1_000,
  );
}

function sidecarPod(model: EstateModel, target: Target): void {
  const stream = model.streamOf(target.cluster.name, target.pod.name);
  target.process(120 * mib, 0.02);
  target.gauge('thanos_sidecar_prometheus_up', {}, () => 1);
  target.gauge('thanos_build_info', { version: '0.37.2' }, () => 1);
  for (const check of ['ready', 'healthy']) target.gauge('thanos_status', { component: 'sidecar', check }, () => 1);
  if (stream === undefined) return;
  const uploads = (fromMs: EpochMs, toMs: EpochMs): number => stream.uploads.count(fromMs, toMs);
  const denied = (fromMs: EpochMs, toMs: EpochMs): number => Math.ceil(stream.denied.durationMs(fromMs, toMs) / retryMs);
  const unreachable = (fromMs: EpochMs, toMs: EpochMs): number =>
    Math.ceil(stream.failing.durationMs(fromMs, toMs) / retryMs) - denied(fromMs, toMs);
  target.counter('thanos_shipper_uploads_total', {}, uploads);
  target.steady('thanos_shipper_upload_failures_total', {}, 0);
  target.counter('thanos_shipper_dir_syncs_total', {}, (fromMs, toMs) =>
    Math.floor((toMs - fromMs - stream.failing.durationMs(fromMs, toMs)) / retryMs),
  );
  target.gauge('thanos_objstore_bucket_last_successful_upload_time', { bucket: model.bucketName }, (timeMs) => {
    const last = stream.uploads.lastAt(timeMs);
    const startMs = target.cluster.history.processStartAt(target.pod, timeMs);
    return last === undefined || last.timeMs < startMs ? 0 : last.timeMs / 1_000;
  });
  for (const operation of ['iter', 'get', 'get_range', 'exists', 'upload', 'delete', 'attributes']) {
    const labels = { bucket: model.bucketName, operation };
    const failsHere = operation === 'upload' ? denied : operation === 'exists' ? unreachable : (): number => 0;
    const succeeds = operation === 'upload' ? 3 : operation === 'exists' ? 1 : 0;
    target.counter(
      'thanos_objstore_bucket_operations_total',
      labels,
      (fromMs, toMs) => uploads(fromMs, toMs) * succeeds + failsHere(fromMs, toMs),
    );
    target.counter('thanos_objstore_bucket_operation_failures_total', labels, failsHere);
  }
}

function alertmanagerPod(target: Target): void {
  target.process(60 * mib, 0.01);
  target.gauge('alertmanager_config_last_reload_successful', {}, () => 1);
  target.steady('alertmanager_notifications_total', { integration: 'webhook' }, 2);
  target.steady('alertmanager_notifications_failed_total', { integration: 'webhook' }, 0);
}

export const prometheusGroup: MetricGroup = {
  names: [
    ...processMetrics,
    'prometheus_build_info',
    'prometheus_tsdb_head_series',
    'prometheus_tsdb_storage_blocks_bytes',
    'prometheus_tsdb_wal_storage_size_bytes',
    'prometheus_tsdb_head_chunks_storage_size_bytes',
    'prometheus_tsdb_retention_limit_bytes',
    'prometheus_tsdb_data_replay_duration_seconds',
    'prometheus_config_last_reload_successful',
    'prometheus_notifications_alertmanagers_discovered',
    'prometheus_tsdb_head_samples_appended_total',
    'prometheus_target_scrapes_exceeded_sample_limit_total',
    'prometheus_rule_evaluations_total',
    'prometheus_rule_evaluation_failures_total',
    'prometheus_tsdb_compactions_failed_total',
    'prometheus_target_interval_length_seconds',
    'thanos_sidecar_prometheus_up',
    'thanos_build_info',
    'thanos_status',
    'thanos_shipper_uploads_total',
    'thanos_shipper_upload_failures_total',
    'thanos_shipper_dir_syncs_total',
    'thanos_objstore_bucket_last_successful_upload_time',
    'thanos_objstore_bucket_operations_total',
    'thanos_objstore_bucket_operation_failures_total',
    'alertmanager_config_last_reload_successful',
    'alertmanager_notifications_total',
    'alertmanager_notifications_failed_total',
  ],
  build(model, cluster, into): void {
    for (const pod of cluster.pods()) {
      if (pod.owner.workload === prometheusSet) {
        prometheusPod(model, target(cluster, pod, into, prometheusResource, 9_090, 'http-web', 'prometheus'));
        target(cluster, pod, into, prometheusResource, 8_080, 'reloader-web', 'config-reloader').process(20 * mib, 0.001);
        sidecarPod(model, target(cluster, pod, into, `${release}-thanos-discovery`, 10_902, 'http', 'thanos-sidecar'));
      }
      if (pod.owner.workload === `alertmanager-${release}-alertmanager`) {
        alertmanagerPod(target(cluster, pod, into, `${release}-alertmanager`, 9_093, 'http-web', 'alertmanager'));
      }
      if (pod.owner.workload === `${release}-kube-state-metrics`) {
        target(cluster, pod, into, 'kube-state-metrics', 8_080, 'http', 'kube-state-metrics').process(40 * mib, 0.01);
      }
      if (pod.owner.workload === `${release}-operator`) {
        target(cluster, pod, into, `${release}-operator`, 10_250, 'https', release).process(60 * mib, 0.01);
      }
    }
  },
};

function target(
  cluster: ClusterModel,
  pod: Target['pod'],
  into: SeriesList,
  job: string,
  port: number,
  endpoint: string,
  container: string,
): Target {
  return new Target(cluster, pod, into, { job, port, endpoint, container });
}

export const perHours = (amount: number, fromMs: EpochMs, toMs: EpochMs): number => ((toMs - fromMs) / hourMs) * amount;
