import { say } from '../../messages/say.ts';
import { minutes, seconds } from '../../model/time.ts';
import { over, shareOf, under, within } from './range.ts';
import { above, grpcFailures, type MetricRow, type Selection, series } from './row.ts';

const SCRAPE = 'ServiceMonitor for thanos-query with label release=kube-prometheus-stack (port 10902)';
const HANDLERS = ',handler=~"query|query_range"';
/** The manual calls 7 normal and alerts below 5. */
const SLACK = 2;

function gauge(metric: string, select: Selection): string {
  return `max by (namespace, pod) (${series(metric, select.jobs.query, select)})`;
}

/** Query: what answers questions about all clusters. */
export const QUERY_ROWS: readonly MetricRow[] = [
  {
    id: 'query-store-connections',
    scope: 'system',
    metric: 'thanos_store_nodes_grpc_connections',
    // One series for each label set, so it is summed; the family vanishes when there are none, so that becomes 0.
    query: (select) => {
      const connections = series('thanos_store_nodes_grpc_connections', select.jobs.query, select);
      const running = `sum by (namespace, pod) (${series('up', select.jobs.query, select)} == 1)`;
      return `sum by (namespace, pod) (${connections}) or (${running} unless on (namespace, pod) ${connections}) * 0`;
    },
    unit: 'count',
    bad: 'low',
    normal: say('range.every-store'),
    threshold: say('range.missing', { count: 2 }),
    judge: (value, { config }) => {
      const expected = config.clusters.flatMap((cluster) => cluster.expectedStores).reduce((sum, store) => sum + store.replicas, 0);
      if (value < expected - SLACK) {
        return 'critical';
      }
      return value < expected ? 'warning' : 'ok';
    },
    scrape: SCRAPE,
  },
  {
    id: 'query-concurrency',
    scope: 'system',
    metric: 'thanos_query_concurrent_selects_gate_selects_in_flight',
    query: (select) => {
      const inFlight = `max by (namespace, pod) (max_over_time(${series('thanos_query_concurrent_selects_gate_selects_in_flight', select.jobs.query, select)}[5m]))`;
      const ceiling = `${gauge('thanos_query_concurrent_gate_queries_max', select)} * ${gauge('thanos_query_concurrent_selects_gate_selects_max', select)}`;
      return `${inFlight} / (${ceiling})`;
    },
    unit: 'ratio',
    bad: 'high',
    normal: shareOf(under('80 %'), 'query.max-concurrent x query.max-concurrent-select'),
    threshold: over('80 %'),
    judge: above({ warning: 0.8 }),
    scrape: SCRAPE,
  },
  {
    id: 'query-gate',
    scope: 'system',
    metric: 'thanos_query_concurrent_gate_queries_in_flight',
    query: (select) => {
      const inFlight = series('thanos_query_concurrent_gate_queries_in_flight', select.jobs.query, select);
      return `max by (namespace, pod) (avg_over_time(${inFlight}[15m])) / ${gauge('thanos_query_concurrent_gate_queries_max', select)}`;
    },
    unit: 'ratio',
    bad: 'high',
    normal: shareOf(under('80 %'), 'query.max-concurrent'),
    threshold: within(over('95 %'), minutes(15)),
    judge: above({ warning: 0.8, critical: 0.95 }),
    scrape: SCRAPE,
  },
  {
    id: 'query-latency',
    scope: 'system',
    metric: 'http_request_duration_seconds',
    query: (select) =>
      `histogram_quantile(0.99, sum by (job, handler, le) (rate(${series('http_request_duration_seconds_bucket', select.jobs.query, select, HANDLERS)}[5m])))`,
    unit: 'seconds',
    bad: 'high',
    normal: under(seconds(5)),
    threshold: over(seconds(30)),
    judge: above({ warning: 5, critical: 30 }),
    scrape: SCRAPE,
  },
  {
    id: 'query-errors',
    scope: 'system',
    metric: 'http_requests_total',
    query: (select) => {
      const rate = (more: string) =>
        `sum by (handler) (rate(${series('http_requests_total', select.jobs.query, select, HANDLERS + more)}[5m]))`;
      return `(${rate(',code=~"5.."')} or ${rate('')} * 0) / ${rate('')}`;
    },
    unit: 'ratio',
    bad: 'high',
    normal: '0 %',
    threshold: over('5 %'),
    judge: above({ warning: 0.01, critical: 0.05 }),
    scrape: SCRAPE,
  },
  {
    id: 'query-store-calls',
    scope: 'system',
    metric: 'grpc_client_handled_total',
    query: (select) => grpcFailures('client', select.jobs.query, select),
    unit: 'ratio',
    bad: 'high',
    normal: '0 %',
    threshold: over('5 %'),
    judge: above({ warning: 0.05 }),
    scrape: SCRAPE,
  },
  {
    id: 'query-grpc-errors',
    scope: 'system',
    metric: 'grpc_server_handled_total',
    query: (select) => grpcFailures('server', select.jobs.query, select),
    unit: 'ratio',
    bad: 'high',
    normal: '0 %',
    threshold: over('5 %'),
    judge: above({ warning: 0.05 }),
    scrape: SCRAPE,
  },
  {
    id: 'query-dns',
    scope: 'system',
    metric: 'thanos_query_store_apis_dns_failures_total',
    // The prefix follows the flag that names the stores: --store, or --endpoint.
    query: (select) => {
      const rate = (prefix: string, what: string) =>
        `sum by (namespace, pod) (rate(${series(`thanos_query_${prefix}_dns_${what}_total`, select.jobs.query, select)}[15m]))`;
      const ratio = (prefix: string) => `${rate(prefix, 'failures')} / ${rate(prefix, 'lookups')}`;
      return `${ratio('endpoints')} or ${ratio('store_apis')}`;
    },
    unit: 'ratio',
    bad: 'high',
    normal: '0 %',
    threshold: over('1 %'),
    judge: above({ warning: 0.01 }),
    scrape: SCRAPE,
  },
];
