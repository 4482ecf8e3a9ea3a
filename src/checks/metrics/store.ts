import { hours, seconds } from '../../model/time.ts';
import { over, perRequest, under, within } from './range.ts';
import { above, bucketFailures, grpcFailures, type MetricRow, noneIs, series } from './row.ts';

const SCRAPE = 'ServiceMonitor for thanos-store with label release=kube-prometheus-stack (port 10902)';

/** Store Gateway: what reads the bucket. */
export const STORE_ROWS: readonly MetricRow[] = [
  {
    id: 'store-bucket-operations',
    scope: 'system',
    metric: 'thanos_objstore_bucket_operations_total',
    // Data is read with get_range, markers with get; the listing every 15 minutes shows that an idle store lives. A young
    // process counts as having read.
    query: (select) => {
      const operations = series('thanos_objstore_bucket_operations_total', select.jobs.store, select, ',operation=~"get|get_range|iter"');
      const age = `max by (namespace, pod) (time() - ${series('process_start_time_seconds', select.jobs.store, select)})`;
      return `sum by (namespace, pod) (increase(${operations}[1h])) + on (namespace, pod) (${age} < bool 3600)`;
    },
    unit: 'count',
    bad: 'low',
    normal: over('0'),
    threshold: within('0', hours(1)),
    judge: noneIs('critical'),
    scrape: SCRAPE,
  },
  {
    id: 'store-bucket-failures',
    scope: 'system',
    metric: 'thanos_objstore_bucket_operation_failures_total',
    query: (select) => bucketFailures(select.jobs.store, select),
    unit: 'ratio',
    bad: 'high',
    normal: '0 %',
    threshold: over('5 %'),
    judge: above({ warning: 0.01, critical: 0.05 }),
    scrape: SCRAPE,
  },
  {
    id: 'store-series-touched',
    scope: 'system',
    metric: 'thanos_bucket_store_series_data_touched',
    // Its largest bucket is 3.3 million, so no quantile can reach the limit; the mean can.
    query: (select) => {
      const sum = (part: string) =>
        `sum by (data_type) (increase(${series(`thanos_bucket_store_series_data_touched_${part}`, select.jobs.store, select)}[1h]))`;
      return `${sum('sum')} / ${sum('count')}`;
    },
    unit: 'count',
    bad: 'high',
    normal: perRequest(under('3.3M')),
    threshold: perRequest(over('10M')),
    judge: above({ warning: 3_276_800, critical: 10_000_000 }),
    scrape: SCRAPE,
  },
  {
    id: 'store-cache-hits',
    scope: 'system',
    metric: 'thanos_store_index_cache_hits_total',
    query: (select) => {
      const sum = (metric: string) =>
        `sum by (namespace, pod) (rate(${series(metric, select.jobs.store, select, ',item_type="Postings"')}[1h]))`;
      return `${sum('thanos_store_index_cache_hits_total')} / ${sum('thanos_store_index_cache_requests_total')}`;
    },
    unit: 'ratio',
    bad: 'low',
    normal: over('50 %'),
    threshold: under('50 %'),
    judge: (value) => (value < 0.5 ? 'warning' : 'ok'),
    scrape: SCRAPE,
  },
  {
    id: 'store-grpc-errors',
    scope: 'system',
    metric: 'grpc_server_handled_total',
    query: (select) => grpcFailures('server', select.jobs.store, select),
    unit: 'ratio',
    bad: 'high',
    normal: '0 %',
    threshold: over('5 %'),
    judge: above({ warning: 0.05 }),
    scrape: SCRAPE,
  },
  {
    id: 'store-gate-wait',
    scope: 'system',
    metric: 'thanos_bucket_store_series_gate_queries_duration_seconds',
    query: (select) =>
      `histogram_quantile(0.99, sum by (namespace, pod, le) (rate(${series('thanos_bucket_store_series_gate_queries_duration_seconds_bucket', select.jobs.store, select)}[10m])))`,
    unit: 'seconds',
    bad: 'high',
    normal: under(seconds(2)),
    threshold: over(seconds(2)),
    judge: above({ warning: 2 }),
    scrape: SCRAPE,
  },
  {
    id: 'store-bucket-latency',
    scope: 'system',
    metric: 'thanos_objstore_bucket_operation_duration_seconds',
    query: (select) =>
      `histogram_quantile(0.99, sum by (operation, le) (rate(${series('thanos_objstore_bucket_operation_duration_seconds_bucket', select.jobs.store, select)}[10m])))`,
    unit: 'seconds',
    bad: 'high',
    normal: under(seconds(2)),
    threshold: over(seconds(2)),
    judge: above({ warning: 2 }),
    scrape: SCRAPE,
  },
];
