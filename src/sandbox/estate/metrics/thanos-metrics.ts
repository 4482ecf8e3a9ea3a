import type { ClusterModel } from '../model/cluster-model.ts';
import { configuredEndpoints, labelSetsOf } from '../model/endpoints.ts';
import type { EstateModel } from '../model/estate-model.ts';
import type { PodRecord } from '../model/pods.ts';
import { type EpochMs, hourMs, minuteMs } from '../model/time.ts';
import type { Labels } from '../promql/labels.ts';
import { perHours } from './prometheus-metrics.ts';
import { daily, type MetricGroup, processMetrics, type SeriesList, Target } from './series-list.ts';

const mib = 1024 ** 2;

function thanosTarget(cluster: ClusterModel, pod: PodRecord, into: SeriesList, name: string): Target {
  const target = new Target(cluster, pod, into, { job: name, port: 10_902, endpoint: 'http', container: name });
  target.gauge('thanos_build_info', { version: '0.37.2' }, () => 1);
  const component = name.replace('thanos-', '').replace('compactor', 'compact').replace('ruler', 'rule');
  for (const check of ['ready', 'healthy']) target.gauge('thanos_status', { component, check }, () => 1);
  return target;
}

interface HistogramShape {
  readonly bounds: readonly number[];
  readonly perHour: number;
  /** Share of requests that take at most so many seconds, when all is well and when queries are slow. */
  readonly normal: (bound: number) => number;
  readonly slow: (bound: number) => number;
}

function histogram(model: EstateModel, target: Target, name: string, labels: Labels, shape: HistogramShape): void {
  const counted = (share: (bound: number) => number, slowShare: (bound: number) => number, bound: number) => {
    return (fromMs: EpochMs, toMs: EpochMs): number => {
      const slowMs = model.faults.durationMs(fromMs, toMs, 'slow-queries');
      return (
        (perHours(1, fromMs, toMs) - slowMs / hourMs) * shape.perHour * share(bound) + (slowMs / hourMs) * shape.perHour * slowShare(bound)
      );
    };
  };
  for (const bound of shape.bounds) {
    const le = Number.isInteger(bound) ? `${bound}.0` : String(bound);
    target.counter(
      `${name}_bucket`,
      { ...labels, le: bound === Number.POSITIVE_INFINITY ? '+Inf' : le },
      counted(shape.normal, shape.slow, bound),
    );
  }
  target.counter(`${name}_count`, labels, counted(shape.normal, shape.slow, Number.POSITIVE_INFINITY));
  target.counter(`${name}_sum`, labels, (fromMs, toMs) => {
    const slowMs = model.faults.durationMs(fromMs, toMs, 'slow-queries');
    return shape.perHour * ((perHours(1, fromMs, toMs) - slowMs / hourMs) * 0.4 + (slowMs / hourMs) * 38);
  });
}

const exponential =
  (mean: number) =>
  (bound: number): number =>
    1 - Math.exp(-bound / mean);
const httpBounds = [0.001, 0.01, 0.1, 0.3, 0.6, 1, 3, 6, 9, 20, 30, 60, 90, 120, 240, 360, 720, Number.POSITIVE_INFINITY];
const waitBounds = [0.001, 0.01, 0.1, 0.3, 0.6, 1, 3, 6, 9, 20, 30, 60, 90, 120, Number.POSITIVE_INFINITY];
const touchedBounds = [...Array.from({ length: 15 }, (_, index) => 200 * 2 ** index), Number.POSITIVE_INFINITY];

function queryPod(model: EstateModel, target: Target): void {
  target.process(420 * mib, 0.2);
  const isSlow = (timeMs: EpochMs): boolean => model.faults.at(timeMs, 'slow-queries') !== undefined;
  target.gauge('thanos_query_concurrent_gate_queries_max', {}, () => 20);
  target.gauge('thanos_query_concurrent_gate_queries_in_flight', {}, (timeMs) =>
    isSlow(timeMs) ? 20 : Math.round(2 * daily(timeMs, 0.5)),
  );
  target.gauge('thanos_query_concurrent_selects_gate_selects_max', {}, () => 80);
  target.gauge('thanos_query_concurrent_selects_gate_selects_in_flight', {}, (timeMs) =>
    isSlow(timeMs) ? 78 : Math.round(5 * daily(timeMs, 0.5)),
  );
  for (const [handler, perHour] of [
    ['query', 900],
    ['query_range', 300],
  ] as const) {
    const shape = { bounds: httpBounds, perHour, normal: exponential(0.5), slow: exponential(45) };
    histogram(model, target, 'http_request_duration_seconds', { code: '200', handler, method: 'get' }, shape);
    target.steady('http_requests_total', { code: '200', handler, method: 'get' }, perHour);
  }
  for (const grpcCode of ['OK', 'Unavailable']) {
    target.steady('grpc_client_handled_total', { grpc_code: grpcCode, grpc_type: 'server_stream' }, grpcCode === 'OK' ? 6_000 : 0);
    target.steady('grpc_server_handled_total', { grpc_code: grpcCode, grpc_type: 'server_stream' }, grpcCode === 'OK' ? 800 : 0);
  }
  target.steady('thanos_query_store_apis_dns_lookups_total', {}, 120);
  target.steady('thanos_query_store_apis_dns_failures_total', {}, 0);
  connections(model, target);
}

/** One series per label set and store type while the endpoint can be queried; none at all when there is none. */
function connections(model: EstateModel, target: Target): void {
  for (const endpoint of configuredEndpoints(model, model.nowMs)) {
    const sets = labelSetsOf(model, endpoint, model.nowMs).map((set) => {
      const pairs = Object.entries(set).map(([name, value]) => `${name}="${value}"`);
      return `{${pairs.join(', ')}}`;
    });
    const labels = { external_labels: sets.join(','), store_type: endpoint.type };
    target.gauge('thanos_store_nodes_grpc_connections', labels, (timeMs) => (endpoint.isReachableAt(timeMs) ? 1 : undefined));
  }
}

function storePod(model: EstateModel, target: Target): void {
  target.process(900 * mib, 0.1);
  const trouble = (fromMs: EpochMs, toMs: EpochMs): number => model.faults.durationMs(fromMs, toMs, 's3-down');
  for (const [operation, perHour] of [
    ['iter', 4],
    ['get', 60],
    ['get_range', 2_400],
    ['exists', 20],
    ['upload', 0],
    ['delete', 0],
    ['attributes', 10],
  ] as const) {
    const labels = { bucket: model.bucketName, operation };
    target.steady('thanos_objstore_bucket_operations_total', labels, perHour);
    target.counter('thanos_objstore_bucket_operation_failures_total', labels, (fromMs, toMs) => (trouble(fromMs, toMs) / hourMs) * perHour);
  }
  for (const grpcCode of ['OK', 'Unavailable']) {
    target.counter('grpc_server_handled_total', { grpc_code: grpcCode, grpc_type: 'server_stream' }, (fromMs, toMs) => {
      const troubledMs = trouble(fromMs, toMs);
      return ((grpcCode === 'OK' ? toMs - fromMs - troubledMs : troubledMs) / hourMs) * 1_200;
    });
  }
  const waits = { bounds: waitBounds, perHour: 1_200, normal: exponential(0.02), slow: exponential(4) };
  histogram(model, target, 'thanos_bucket_store_series_gate_queries_duration_seconds', {}, waits);
  for (const operation of ['get', 'get_range', 'iter']) {
    const shape = { bounds: waitBounds, perHour: 600, normal: exponential(0.06), slow: exponential(0.3) };
    histogram(model, target, 'thanos_objstore_bucket_operation_duration_seconds', { bucket: model.bucketName, operation }, shape);
  }
  for (const dataType of ['postings', 'series', 'chunks']) {
    const shape = { bounds: touchedBounds, perHour: 1_200, normal: exponential(9_000), slow: exponential(400_000) };
    histogram(model, target, 'thanos_bucket_store_series_data_touched', { data_type: dataType, tenant: 'default-tenant' }, shape);
  }
  for (const [item, hits] of [
    ['Postings', 0.86],
    ['ExpandedPostings', 0.7],
    ['Series', 0.91],
  ] as const) {
    target.steady('thanos_store_index_cache_requests_total', { item_type: item, tenant: 'default-tenant' }, 9_000);
    target.steady('thanos_store_index_cache_hits_total', { item_type: item, tenant: 'default-tenant' }, 9_000 * hits);
    target.steady('thanos_store_index_cache_items_evicted_total', { item_type: item }, 12);
  }
  target.gauge('thanos_bucket_store_blocks_loaded', {}, () => model.blocks.loaded().length);
}

function compactorPod(model: EstateModel, target: Target): void {
  target.process(700 * mib, 0.15);
  const { events, halted } = model.compactor;
  const counts =
    (key: string) =>
    (fromMs: EpochMs, toMs: EpochMs): number =>
      model.compactor.count(key, fromMs, toMs);
  target.gauge('thanos_compact_halted', {}, (timeMs) => (halted.isOnAt(timeMs) ? 1 : 0));
  target.counter('thanos_compact_iterations_total', {}, counts('iteration'));
  target.counter('thanos_compact_retries_total', {}, counts('retry'));
  target.steady('thanos_compact_block_cleanup_failures_total', {}, 0);
  target.counter('thanos_compact_blocks_cleaned_total', {}, counts('cleaned'));
  target.gauge('thanos_delete_delay_seconds', {}, () => model.compactorSettings().deleteDelayMs / 1_000);
  for (const resolution of [0, 300_000, 3_600_000] as const) {
    const label = { resolution: String(resolution) };
    target.counter('thanos_compact_group_compactions_total', label, counts(`compaction/${resolution}`));
    target.steady('thanos_compact_group_compactions_failures_total', label, 0);
    if (resolution !== 3_600_000) target.counter('thanos_compact_downsample_total', label, counts(`downsample/${resolution}`));
    target.steady('thanos_compact_downsample_failures_total', label, 0);
  }
  for (const reason of ['compaction', 'retention'] as const) {
    const labels = { marker: 'deletion-mark.json', reason };
    target.counter('thanos_compact_blocks_marked_total', labels, counts(`marked/${reason}`));
  }
  const backlog =
    (perHour: number) =>
    (timeMs: EpochMs): number =>
      Math.floor((halted.durationMs(timeMs - 48 * hourMs, timeMs) / hourMs) * perHour);
  target.gauge('thanos_compact_todo_compactions', {}, backlog(model.streams.length / 8));
  target.gauge('thanos_compact_todo_compaction_blocks', {}, backlog(model.streams.length / 2));
  target.gauge('thanos_compact_todo_downsample_blocks', {}, backlog(model.streams.length / 48));
  target.gauge('thanos_compact_todo_deletion_blocks', {}, () => model.blocks.all().filter((block) => block.markedMs !== undefined).length);
  for (const [operation, perHour] of [
    ['iter', 60],
    ['get', 400],
    ['upload', 40],
    ['delete', 20],
  ] as const) {
    const labels = { bucket: model.bucketName, operation };
    const troubledMs = (fromMs: EpochMs, toMs: EpochMs): number => model.faults.durationMs(fromMs, toMs, 's3-down');
    target.steady('thanos_objstore_bucket_operations_total', labels, perHour);
    target.counter(
      'thanos_objstore_bucket_operation_failures_total',
      labels,
      (fromMs, toMs) => (troubledMs(fromMs, toMs) / hourMs) * perHour,
    );
  }
  syncedStates(model, target);
  target.gauge('thanos_objstore_bucket_last_successful_upload_time', { bucket: model.bucketName }, (timeMs) => {
    const last = events.between(timeMs - 48 * hourMs, timeMs).findLast((event) => event.kind === 'compaction');
    return last === undefined ? 0 : last.timeMs / 1_000;
  });
}

function syncedStates(model: EstateModel, target: Target): void {
  const count = (state: string): number => {
    const blocks = model.blocks.all();
    if (state === 'no-meta-json') return blocks.filter((block) => block.missing.has('meta.json')).length;
    if (state === 'marked-for-deletion') return blocks.filter((block) => block.markedMs !== undefined).length;
    if (state === 'too-fresh') return blocks.filter((block) => block.level === 1 && model.nowMs - block.uploadedMs < 30 * minuteMs).length;
    return state === 'loaded' ? blocks.filter((block) => block.markedMs === undefined).length : 0;
  };
  for (const state of [
    'loaded',
    'failed',
    'no-meta-json',
    'corrupted-meta-json',
    'too-fresh',
    'duplicate',
    'marked-for-deletion',
    'marked-for-no-compact',
  ]) {
    target.gauge('thanos_blocks_meta_synced', { state }, () => count(state));
  }
}

function rulerPod(target: Target): void {
  target.process(180 * mib, 0.05);
  target.steady('prometheus_rule_evaluations_total', { rule_group: 'thanos.rules', strategy: 'abort' }, 7 * 120);
  target.steady('prometheus_rule_evaluation_failures_total', { rule_group: 'thanos.rules', strategy: 'abort' }, 0);
  target.steady('thanos_alert_queue_alerts_dropped_total', {}, 0);
  target.steady('thanos_alert_sender_alerts_dropped_total', {}, 0);
  target.steady('thanos_rule_evaluation_with_warnings_total', {}, 0);
  target.gauge('thanos_rule_loaded_rules', { part: 'rules' }, () => 7);
  const group = { rule_group: 'thanos.rules' };
  target.gauge('prometheus_rule_group_interval_seconds', group, () => 30);
  target.gauge('prometheus_rule_group_last_duration_seconds', group, (timeMs) => 0.4 * daily(timeMs, 0.2));
  target.gauge('prometheus_rule_group_last_evaluation_timestamp_seconds', group, (timeMs) => Math.floor(timeMs / 30_000) * 30);
}

const histogramNames = [
  'http_request_duration_seconds',
  'thanos_bucket_store_series_data_touched',
  'thanos_bucket_store_series_gate_queries_duration_seconds',
  'thanos_objstore_bucket_operation_duration_seconds',
].flatMap((name) => [`${name}_bucket`, `${name}_count`, `${name}_sum`]);

export const thanosGroup: MetricGroup = {
  names: [
    ...processMetrics,
    ...histogramNames,
    'thanos_build_info',
    'thanos_status',
    'thanos_store_nodes_grpc_connections',
    'thanos_query_concurrent_gate_queries_max',
    'thanos_query_concurrent_gate_queries_in_flight',
    'thanos_query_concurrent_selects_gate_selects_max',
    'thanos_query_concurrent_selects_gate_selects_in_flight',
    'http_requests_total',
    'grpc_client_handled_total',
    'grpc_server_handled_total',
    'thanos_query_store_apis_dns_lookups_total',
    'thanos_query_store_apis_dns_failures_total',
    'thanos_objstore_bucket_operations_total',
    'thanos_objstore_bucket_operation_failures_total',
    'thanos_objstore_bucket_last_successful_upload_time',
    'thanos_store_index_cache_requests_total',
    'thanos_store_index_cache_hits_total',
    'thanos_store_index_cache_items_evicted_total',
    'thanos_bucket_store_blocks_loaded',
    'thanos_compact_halted',
    'thanos_compact_iterations_total',
    'thanos_compact_retries_total',
    'thanos_compact_block_cleanup_failures_total',
    'thanos_compact_blocks_cleaned_total',
    'thanos_delete_delay_seconds',
    'thanos_compact_group_compactions_total',
    'thanos_compact_group_compactions_failures_total',
    'thanos_compact_downsample_total',
    'thanos_compact_downsample_failures_total',
    'thanos_compact_blocks_marked_total',
    'thanos_compact_todo_compactions',
    'thanos_compact_todo_compaction_blocks',
    'thanos_compact_todo_downsample_blocks',
    'thanos_compact_todo_deletion_blocks',
    'thanos_blocks_meta_synced',
    'prometheus_rule_evaluations_total',
    'prometheus_rule_evaluation_failures_total',
    'thanos_alert_queue_alerts_dropped_total',
    'thanos_alert_sender_alerts_dropped_total',
    'thanos_rule_evaluation_with_warnings_total',
    'thanos_rule_loaded_rules',
    'prometheus_rule_group_interval_seconds',
    'prometheus_rule_group_last_duration_seconds',
    'prometheus_rule_group_last_evaluation_timestamp_seconds',
  ],
  build(model, cluster, into): void {
    if (cluster !== model.central) return;
    for (const pod of cluster.pods()) {
      const { workload } = pod.owner;
      if (workload === 'thanos-query') queryPod(model, thanosTarget(cluster, pod, into, workload));
      if (workload === 'thanos-store') storePod(model, thanosTarget(cluster, pod, into, workload));
      if (workload === 'thanos-compactor') compactorPod(model, thanosTarget(cluster, pod, into, workload));
      if (workload === 'thanos-ruler') rulerPod(thanosTarget(cluster, pod, into, workload));
    }
  },
};
