import type { ClusterModel } from '../model/cluster-model.ts';
import { claimDisks, nodeDisks } from '../model/disks.ts';
import { expectedStores } from '../model/endpoints.ts';
import { bucketQuotaBytes, type EstateModel } from '../model/estate-model.ts';
import { namespace, release } from '../model/identity.ts';
import { fraction } from '../model/random.ts';
import { hourMs } from '../model/time.ts';
import { daily, type MetricGroup, processMetrics, Target } from './series-list.ts';

const gib = 1024 ** 3;
const cores = 8;

function exporter(cluster: ClusterModel, target: Target): void {
  const load = 0.2 + fraction(cluster.name) * 0.15;
  target.process(24 * 1024 ** 2, 0.01);
  for (let cpu = 0; cpu < cores; cpu += 1) {
    for (const [mode, share] of [
      ['idle', 1 - load],
      ['user', load * 0.7],
      ['system', load * 0.3],
    ] as const) {
      target.steady('node_cpu_seconds_total', { cpu: String(cpu), mode }, share * 3_600);
    }
  }
  target.gauge('node_memory_MemTotal_bytes', {}, () => 32 * gib);
  target.gauge('node_memory_MemAvailable_bytes', {}, (timeMs) => 32 * gib * (1 - (0.35 + load * 0.5) * daily(timeMs, 0.06)));
  target.gauge('node_load1', {}, (timeMs) => cores * load * daily(timeMs, 0.3));
  target.gauge('node_uname_info', { nodename: cluster.identity.nodeName, release: '6.8.0-85-generic' }, () => 1);
  target.gauge('node_boot_time_seconds', {}, () => 1_790_000_000);
  for (const device of ['eth0']) {
    target.steady('node_network_receive_bytes_total', { device }, 2.4 * gib);
    target.steady('node_network_transmit_bytes_total', { device }, 1.6 * gib);
  }
  target.gauge('apt_upgrades_pending', { origin: 'Ubuntu:24.04/noble-security', arch: 'amd64' }, () =>
    Math.floor(fraction(`${cluster.name}/apt`) * 4),
  );
  target.gauge('node_reboot_required', {}, () => 0);
  for (const disk of nodeDisks(cluster)) {
    const labels = { mountpoint: disk.name, device: disk.name === '/' ? '/dev/sda2' : '/dev/sdb1', fstype: 'ext4' };
    target.gauge('node_filesystem_size_bytes', labels, () => disk.sizeBytes);
    target.gauge('node_filesystem_avail_bytes', labels, (timeMs) => disk.sizeBytes - disk.usedBytesAt(timeMs));
    target.gauge('node_filesystem_free_bytes', labels, (timeMs) => disk.sizeBytes - disk.usedBytesAt(timeMs));
    target.gauge('node_filesystem_readonly', labels, () => 0);
    target.steady('node_disk_io_time_seconds_total', { device: disk.name === '/' ? 'sda' : 'sdb' }, 240);
  }
}

export const nodeGroup: MetricGroup = {
  names: [
    ...processMetrics,
    'node_cpu_seconds_total',
    'node_memory_MemTotal_bytes',
    'node_memory_MemAvailable_bytes',
    'node_load1',
    'node_uname_info',
    'node_boot_time_seconds',
    'node_network_receive_bytes_total',
    'node_network_transmit_bytes_total',
    'apt_upgrades_pending',
    'node_reboot_required',
    'node_filesystem_size_bytes',
    'node_filesystem_avail_bytes',
    'node_filesystem_free_bytes',
    'node_filesystem_readonly',
    'node_disk_io_time_seconds_total',
  ],
  build(_model, cluster, into): void {
    for (const pod of cluster.pods()) {
      if (pod.owner.workload !== `${release}-prometheus-node-exporter`) continue;
      const record = { ...pod, ip: cluster.identity.nodeAddress };
      exporter(
        cluster,
        new Target(cluster, record, into, { job: 'node-exporter', port: 9_100, endpoint: 'http-metrics', container: 'node-exporter' }),
      );
    }
  },
};

/** Claims are reported by the kubelet, and by Longhorn for the volumes behind them. */
export const claimGroup: MetricGroup = {
  names: [
    'kubelet_volume_stats_used_bytes',
    'kubelet_volume_stats_capacity_bytes',
    'kubelet_volume_stats_available_bytes',
    'longhorn_volume_actual_size_bytes',
    'longhorn_volume_capacity_bytes',
    'longhorn_volume_robustness',
  ],
  build(_model, cluster, into): void {
    for (const disk of claimDisks(cluster)) {
      const node = cluster.identity.nodeName;
      const labels = { job: 'kubelet', metrics_path: '/metrics', namespace, node, persistentvolumeclaim: disk.name };
      const volume = { job: 'longhorn-backend', node, pvc: disk.name, pvc_namespace: namespace, volume: `pvc-${disk.name}` };
      const whileUp = (value: (timeMs: number) => number) => (timeMs: number) => (cluster.isNodeUpAt(timeMs) ? value(timeMs) : undefined);
      const whileScraped = (value: (timeMs: number) => number) => (timeMs: number) =>
        cluster.faults.at(timeMs, 'kubelet-unscraped', cluster.name) === undefined ? whileUp(value)(timeMs) : undefined;
      into.add(
        'kubelet_volume_stats_capacity_bytes',
        labels,
        whileScraped(() => disk.sizeBytes),
      );
      into.add(
        'kubelet_volume_stats_used_bytes',
        labels,
        whileScraped((timeMs) => disk.usedBytesAt(timeMs)),
      );
      into.add(
        'kubelet_volume_stats_available_bytes',
        labels,
        whileScraped((timeMs) => disk.sizeBytes - disk.usedBytesAt(timeMs)),
      );
      into.add(
        'longhorn_volume_actual_size_bytes',
        volume,
        whileUp((timeMs) => disk.usedBytesAt(timeMs) * 1.04),
      );
      into.add(
        'longhorn_volume_capacity_bytes',
        volume,
        whileUp(() => disk.sizeBytes),
      );
      for (const state of ['healthy', 'degraded', 'faulted', 'unknown']) {
        into.add(
          'longhorn_volume_robustness',
          { ...volume, state },
          whileUp(() => (state === 'healthy' ? 1 : 0)),
        );
      }
    }
  },
};

export function bucketUsedBytes(model: EstateModel, timeMs: number): number {
  const fault = model.faults.at(timeMs, 'bucket-full');
  const natural = model.blocks.usedBytesAt(timeMs);
  return fault === undefined ? natural : Math.max(natural, (bucketQuotaBytes * (fault.percent ?? 95)) / 100);
}

/** The object storage's own metrics and what the estate is meant to consist of; only the central cluster scrapes them. */
export const bucketGroup: MetricGroup = {
  names: [
    'minio_bucket_usage_total_bytes',
    'minio_bucket_quota_total_bytes',
    'minio_bucket_usage_object_total',
    'minio_cluster_capacity_usable_total_bytes',
    'minio_cluster_capacity_usable_free_bytes',
    'sandbox_configured_cluster',
    'sandbox_expected_stores',
  ],
  build(model, cluster, into): void {
    if (cluster !== model.central) return;
    const labels = { job: 'minio', instance: 's3.minio.miribit.lab:80', bucket: model.bucketName };
    const isUp = (timeMs: number): boolean =>
      model.faults.at(timeMs, 's3-down')?.mode === undefined || model.faults.at(timeMs, 's3-down')?.mode === '403';
    const scanned = (timeMs: number): number => Math.floor(timeMs / (hourMs / 12)) * (hourMs / 12);
    into.add('minio_bucket_usage_total_bytes', labels, (timeMs) => (isUp(timeMs) ? bucketUsedBytes(model, scanned(timeMs)) : undefined));
    into.add('minio_bucket_quota_total_bytes', labels, (timeMs) => (isUp(timeMs) ? bucketQuotaBytes : undefined));
    into.add('minio_bucket_usage_object_total', labels, (timeMs) => (isUp(timeMs) ? model.blocks.all().length * 3 : undefined));
    const server = { job: 'minio', instance: labels.instance };
    into.add('minio_cluster_capacity_usable_total_bytes', server, () => 400 * gib);
    into.add('minio_cluster_capacity_usable_free_bytes', server, (timeMs) => 400 * gib - bucketUsedBytes(model, scanned(timeMs)));
    for (const pod of cluster.podsOf('thanos-query', model.nowMs)) {
      into.add('sandbox_expected_stores', { job: 'thanos-query', namespace, pod: pod.name }, (timeMs) => expectedStores(model, timeMs));
    }
    for (const other of model.clusters.values())
      into.add('sandbox_configured_cluster', { job: 'sandbox', configured: other.name }, () => 1);
  },
};
