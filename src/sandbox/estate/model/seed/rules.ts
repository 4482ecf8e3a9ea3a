import { release } from '../identity.ts';
import type { JsonObject } from '../json.ts';
import { type SeedObject, seeded } from './build.ts';

const runbooks = 'https://github.com/miribit/thanos-chatops/blob/main/docs/runbooks';

interface RuleSeed {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly severity: 'critical' | 'warning' | 'info' | 'none';
  readonly summary: string;
  readonly labels?: JsonObject;
}

const kebab = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();

function group(name: string, rules: readonly RuleSeed[]): JsonObject {
  return {
    name,
    interval: '30s',
    rules: rules.map((rule) => ({
      alert: rule.alert,
      expr: rule.expr,
      for: rule.for,
      labels: { severity: rule.severity, ...rule.labels },
      annotations: { summary: rule.summary, runbook_url: `${runbooks}/${kebab(rule.alert)}.md` },
    })),
  };
}

/** Rules that every cluster's own Prometheus evaluates. */
export function clusterRules(): SeedObject {
  return ruleObject(`${release}-cluster-rules`, release, [
    group('general.rules', [
      { alert: 'Watchdog', expr: 'vector(1)', for: '0s', severity: 'none', summary: 'The alerting pipeline works.' },
      {
        alert: 'PrometheusTargetDown',
        expr: 'up{job=~"kube-prometheus-stack-prometheus|kube-prometheus-stack-thanos-discovery|node-exporter|kube-state-metrics",endpoint!="reloader-web"} == 0',
        for: '5m',
        severity: 'critical',
        summary: 'Target {{ $labels.pod }} of {{ $labels.job }} is down.',
      },
    ]),
    group('kubernetes.rules', [
      {
        alert: 'KubePodCrashLooping',
        expr: 'max_over_time(kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}[5m]) >= 1',
        for: '2m',
        severity: 'critical',
        summary: 'Pod {{ $labels.pod }} ({{ $labels.container }}) is restarting over and over.',
      },
      {
        alert: 'KubePodNotReady',
        expr: 'sum by (namespace, pod) (kube_pod_status_ready{condition="false"}) > 0',
        for: '10m',
        severity: 'warning',
        summary: 'Pod {{ $labels.pod }} has not been ready for ten minutes.',
      },
      {
        alert: 'NodeDown',
        expr: 'up{job="node-exporter"} == 0',
        for: '2m',
        severity: 'critical',
        summary: 'Node {{ $labels.instance }} does not answer.',
      },
    ]),
    group('storage.rules', [
      {
        alert: 'PVCNearFull',
        expr: 'max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_used_bytes{metrics_path="/metrics"} / kubelet_volume_stats_capacity_bytes{metrics_path="/metrics"}) > 0.85',
        for: '10m',
        severity: 'warning',
        summary: 'Claim {{ $labels.persistentvolumeclaim }} is more than 85 % full.',
      },
      {
        alert: 'NodeFilesystemNearFull',
        expr: '1 - node_filesystem_avail_bytes{mountpoint=~"/|/var/lib/longhorn"} / node_filesystem_size_bytes{mountpoint=~"/|/var/lib/longhorn"} > 0.9',
        for: '10m',
        severity: 'critical',
        summary: 'Filesystem {{ $labels.mountpoint }} of {{ $labels.instance }} is more than 90 % full.',
      },
    ]),
  ]);
}

/** Rules over all clusters that the central Thanos Ruler evaluates through Thanos Query. */
export function rulerRules(): SeedObject {
  return ruleObject('thanos-monitoring-rules', release, [
    group('thanos.rules', [
      {
        alert: 'ThanosSidecarNoUpload',
        expr: '(time() - max by (cluster, namespace, pod) (max_over_time(thanos_objstore_bucket_last_successful_upload_time{job=~".*thanos-(sidecar|discovery).*"}[24h]))) > 10800 and on (cluster, namespace, pod) (time() - max by (cluster, namespace, pod) (process_start_time_seconds{job=~".*thanos-(sidecar|discovery).*"})) > 10800',
        for: '30m',
        severity: 'warning',
        summary: 'Sidecar {{ $labels.pod }} of {{ $labels.cluster }} has uploaded nothing for three hours.',
      },
      {
        alert: 'ThanosSidecarBucketOperationsFailed',
        expr: 'sum by (cluster, namespace, pod) (increase(thanos_objstore_bucket_operation_failures_total{job=~".*thanos-(sidecar|discovery).*"}[5m])) > 0',
        for: '5m',
        severity: 'critical',
        summary: 'Sidecar {{ $labels.pod }} of {{ $labels.cluster }} cannot use the bucket.',
        labels: { class: 's3-down' },
      },
      {
        alert: 'ThanosStoreBucketOperationsFailed',
        expr: 'sum by (namespace, pod) (increase(thanos_objstore_bucket_operation_failures_total{job=~".*thanos-store"}[5m])) > 0',
        for: '5m',
        severity: 'critical',
        summary: 'Store gateway {{ $labels.pod }} cannot read the bucket.',
        labels: { class: 's3-down' },
      },
      {
        alert: 'ThanosQueryStoreUnhealthy',
        expr: 'sum by (namespace, pod) (thanos_store_nodes_grpc_connections{job=~".*thanos-query"}) < max by (namespace, pod) (max_over_time(sandbox_expected_stores[5m]))',
        for: '5m',
        severity: 'critical',
        summary: 'Thanos Query {{ $labels.pod }} has lost a store.',
      },
      {
        alert: 'PrometheusAbsent',
        expr: 'label_replace(sandbox_configured_cluster, "cluster", "$1", "configured", "(.+)") unless on (cluster) up{job="kube-prometheus-stack-prometheus", endpoint="http-web"} == 1',
        for: '5m',
        severity: 'critical',
        summary: 'No Prometheus of {{ $labels.cluster }} delivers data.',
        labels: { class: 'cluster-down' },
      },
      {
        alert: 'ThanosCompactHalted',
        expr: 'thanos_compact_halted{job=~".*thanos-compact.*"} == 1',
        for: '5m',
        severity: 'warning',
        summary: 'The compactor has halted.',
      },
      {
        alert: 'S3StorageNearFull',
        expr: 'max by (bucket) (minio_bucket_usage_total_bytes{bucket="thanos-bucket"}) / on (bucket) max by (bucket) (minio_bucket_quota_total_bytes{bucket="thanos-bucket"}) > 0.9',
        for: '10m',
        severity: 'critical',
        summary: 'Bucket {{ $labels.bucket }} is more than 90 % full.',
      },
      {
        alert: 'ThanosQueryLatencyHigh',
        expr: 'histogram_quantile(0.99, sum by (job, handler, le) (rate(http_request_duration_seconds_bucket{job=~".*thanos-query",handler=~"query|query_range"}[5m]))) > 30',
        for: '10m',
        severity: 'warning',
        summary: 'Thanos Query answers {{ $labels.handler }} slowly.',
      },
    ]),
  ]);
}

function ruleObject(name: string, releaseLabel: string, groups: JsonObject[]): SeedObject {
  const seed = seeded('monitoring.coreos.com/prometheusrules', 'monitoring.coreos.com/v1', 'PrometheusRule', name, { spec: { groups } });
  const role = name === 'thanos-monitoring-rules' ? 'thanos-ruler' : 'prometheus';
  return {
    ...seed,
    object: {
      ...seed.object,
      metadata: { name, namespace: 'monitoring', labels: { release: releaseLabel, 'thanos-chatops/evaluated-by': role } },
    },
  };
}
