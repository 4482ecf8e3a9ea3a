import { over, shareOf, thenCritical, under } from './range.ts';
import { above, anyAbove, type MetricRow, series } from './row.ts';
import { volumeRatios } from './volume-ratios.ts';

const SCRAPE = 'ServiceMonitor of kube-prometheus-stack (prometheus.serviceMonitor.selfMonitor)';
const KUBELET = 'ServiceMonitor of the kubelet (kubelet.enabled)';
const PVC = ',persistentvolumeclaim=~"prometheus-.+-db-prometheus-.+"';

function volumeRatio(cluster: string, claims: string): string {
  const volume = (metric: string) => `${metric}{metrics_path="/metrics"${claims}${cluster}}`;
  const by = 'max by (namespace, persistentvolumeclaim)';
  return `${by} (${volume('kubelet_volume_stats_used_bytes')} / ${volume('kubelet_volume_stats_capacity_bytes')})`;
}

/** Prometheus itself, and what it needs of its cluster. */
export const PROMETHEUS_ROWS: readonly MetricRow[] = [
  {
    id: 'prometheus-up',
    scope: 'cluster',
    metric: 'up',
    query: (select) => `min by (namespace, pod) (${series('up', select.jobs.prometheus, select, ',endpoint!="reloader-web"')})`,
    unit: 'count',
    bad: 'low',
    normal: '1',
    threshold: '0',
    judge: (value) => (value < 1 ? 'critical' : 'ok'),
    // A Prometheus that is down cannot report itself.
    whenAbsent: 'critical',
    expected: ({ config, cluster }) =>
      config.clusters
        .filter((each) => each.name === cluster)
        .flatMap((each) => each.expectedStores)
        .reduce((sum, store) => sum + (store.type === 'sidecar' ? store.replicas : 0), 0),
    scrape: SCRAPE,
  },
  {
    id: 'targets-up',
    scope: 'cluster',
    metric: 'up',
    query: (select) => `min by (job, instance) (${series('up', select.jobs.targets, select)})`,
    unit: 'count',
    bad: 'low',
    normal: '1',
    threshold: '0',
    judge: (value) => (value < 1 ? 'critical' : 'ok'),
    scrape: 'nodeExporter.enabled and kubeStateMetrics.enabled of kube-prometheus-stack',
  },
  {
    id: 'prometheus-storage',
    scope: 'cluster',
    metric: 'kubelet_volume_stats_used_bytes',
    query: ({ cluster }) => volumeRatio(cluster, PVC),
    instead: (ctx) => volumeRatios(ctx, 'prometheus'),
    unit: 'ratio',
    bad: 'high',
    normal: under('80 %'),
    threshold: over('90 %'),
    judge: above({ warning: 0.8, critical: 0.9 }),
    scrape: KUBELET,
  },
  {
    id: 'pvc-usage',
    scope: 'cluster',
    metric: 'kubelet_volume_stats_used_bytes',
    query: ({ cluster }) => volumeRatio(cluster, ''),
    instead: (ctx) => volumeRatios(ctx, 'all'),
    unit: 'ratio',
    bad: 'high',
    normal: under('85 %'),
    threshold: thenCritical(over('85 %'), over('95 %')),
    judge: above({ warning: 0.85, critical: 0.95 }),
    scrape: KUBELET,
  },
  {
    id: 'prometheus-retention-size',
    scope: 'cluster',
    metric: 'prometheus_tsdb_storage_blocks_bytes',
    query: (select) => {
      const of = (metric: string) => series(metric, select.jobs.prometheus, select);
      const used = ['storage_blocks_bytes', 'wal_storage_size_bytes', 'head_chunks_storage_size_bytes'];
      const sum = used.map((name) => of(`prometheus_tsdb_${name}`)).join(' + ');
      return `max by (namespace, pod) ((${sum}) / (${of('prometheus_tsdb_retention_limit_bytes')} > 0))`;
    },
    unit: 'ratio',
    bad: 'high',
    normal: shareOf(under('100 %'), 'retentionSize'),
    threshold: over('110 %'),
    judge: above({ warning: 1.1 }),
    // A limit of 0 means that retention goes by time alone.
    whenAbsent: 'ok',
    scrape: SCRAPE,
  },
  {
    id: 'prometheus-sample-limit',
    scope: 'cluster',
    metric: 'prometheus_target_scrapes_exceeded_sample_limit_total',
    query: (select) =>
      `sum by (pod) (increase(${series('prometheus_target_scrapes_exceeded_sample_limit_total', select.jobs.prometheus, select)}[1h]))`,
    unit: 'count',
    bad: 'high',
    normal: '0',
    threshold: over('0'),
    judge: anyAbove('warning'),
    scrape: SCRAPE,
  },
  {
    id: 'prometheus-rule-failures',
    scope: 'cluster',
    metric: 'prometheus_rule_evaluation_failures_total',
    query: (select) =>
      `sum by (pod, rule_group) (increase(${series('prometheus_rule_evaluation_failures_total', select.jobs.prometheus, select)}[1h]))`,
    unit: 'count',
    bad: 'high',
    normal: '0',
    threshold: over('10'),
    judge: above({ warning: 10 }),
    scrape: SCRAPE,
  },
];
