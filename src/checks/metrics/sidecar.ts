import { hours, minutes } from '../../model/time.ts';
import { atLeast, over, within } from './range.ts';
import { above, type MetricRow, noneIs, series } from './row.ts';

const SCRAPE = 'prometheus.thanosService.enabled and prometheus.thanosServiceMonitor.enabled of kube-prometheus-stack';

/** Sidecars: what ships blocks to the bucket. */
export const SIDECAR_ROWS: readonly MetricRow[] = [
  {
    id: 'sidecar-prometheus-up',
    scope: 'cluster',
    metric: 'thanos_sidecar_prometheus_up',
    // Down throughout five minutes: a single lost heartbeat is nothing.
    query: (select) =>
      `min by (namespace, pod) (max_over_time(${series('thanos_sidecar_prometheus_up', select.jobs.sidecar, select)}[5m]))`,
    unit: 'count',
    bad: 'low',
    normal: '1',
    threshold: within('0', minutes(5)),
    judge: noneIs('critical'),
    scrape: SCRAPE,
  },
  {
    id: 'sidecar-uploads',
    scope: 'cluster',
    metric: 'thanos_shipper_uploads_total',
    // Counts finished blocks; attempts grow while every upload fails. A young process counts as having uploaded.
    query: (select) => {
      const uploads = `sum by (namespace, pod) (increase(${series('thanos_shipper_uploads_total', select.jobs.sidecar, select)}[210m]))`;
      const age = `max by (namespace, pod) (time() - ${series('process_start_time_seconds', select.jobs.sidecar, select)})`;
      return `${uploads} + on (namespace, pod) (${age} < bool 12600)`;
    },
    unit: 'count',
    bad: 'low',
    normal: within(atLeast('1'), hours(2)),
    threshold: within('0', hours(3) + minutes(30)),
    judge: noneIs('warning'),
    scrape: SCRAPE,
  },
  {
    id: 'sidecar-bucket-failures',
    scope: 'cluster',
    metric: 'thanos_objstore_bucket_operation_failures_total',
    query: (select) =>
      `sum by (pod, operation) (increase(${series('thanos_objstore_bucket_operation_failures_total', select.jobs.sidecar, select)}[1h]))`,
    unit: 'count',
    bad: 'high',
    normal: '0',
    threshold: within(over('10'), hours(1)),
    judge: above({ warning: 0.001, critical: 10 }),
    scrape: SCRAPE,
  },
];
