import { bucketUsedBytes } from '../metrics/node-metrics.ts';
import type { ClusterModel } from '../model/cluster-model.ts';
import { claimDisks, nodeDisks } from '../model/disks.ts';
import { endpointsAt } from '../model/endpoints.ts';
import type { EstateModel } from '../model/estate-model.ts';
import { bucketQuotaBytes } from '../model/estate-model.ts';
import type { Fault } from '../model/faults.ts';
import type { PodPhase } from '../model/pods.ts';
import type { EstateRuntime } from '../runtime.ts';
import { scenarios } from '../scenarios/player.ts';
import type { SlackTroubleState } from '../slack-trouble.ts';

export type Health = 'ok' | 'warning' | 'critical';

export interface PodState {
  readonly name: string;
  readonly workload: string;
  readonly phase: PodPhase;
  readonly restarts: number;
  readonly health: Health;
}

export interface ClusterState {
  readonly name: string;
  readonly role: string;
  readonly node: string;
  readonly health: Health;
  readonly words: string;
  readonly cut: string | null;
  readonly pods: readonly PodState[];
  readonly upload: { readonly health: Health; readonly words: string; readonly lastMs: number | null };
  readonly disks: readonly {
    readonly name: string;
    readonly kind: 'disk-full' | 'pvc-full';
    readonly percent: number;
    readonly health: Health;
  }[];
}

export interface EstateState {
  readonly nowMs: number;
  readonly speed: number | null;
  readonly canSteer: boolean;
  readonly clusters: readonly ClusterState[];
  readonly stores: readonly {
    readonly type: string;
    readonly address: string;
    readonly cluster: string;
    readonly health: Health;
    readonly words: string;
  }[];
  readonly bucket: {
    readonly usedBytes: number;
    readonly quotaBytes: number;
    readonly blocks: number;
    readonly health: Health;
    readonly words: string;
  };
  readonly compactor: { readonly health: Health; readonly words: string };
  readonly alerts: readonly {
    readonly name: string;
    readonly cluster: string;
    readonly severity: string;
    readonly state: string;
    readonly summary: string;
  }[];
  readonly faults: readonly Fault[];
  readonly scenarios: readonly { readonly name: string; readonly title: string }[];
  readonly running: readonly { readonly name: string; readonly says: string }[];
  /** Trouble of the local Slack; `null` when the estate knows none. */
  readonly slack: readonly SlackTroubleState[] | null;
  readonly webhook: { readonly url: string; readonly delivered: number; readonly failed: number } | null;
}

const worst = (healths: readonly Health[]): Health =>
  healths.includes('critical') ? 'critical' : healths.includes('warning') ? 'warning' : 'ok';
const byLevel = (percent: number): Health => (percent >= 90 ? 'critical' : percent >= 80 ? 'warning' : 'ok');

/** What the estate alone does not know. */
export interface Surroundings {
  readonly speed: number | undefined;
  readonly canSteer: boolean;
  readonly slack: readonly SlackTroubleState[] | undefined;
}

export function estateState(runtime: EstateRuntime, { speed, canSteer, slack }: Surroundings): EstateState {
  const { model } = runtime;
  const managers = [...runtime.alertmanagers.values()];
  return {
    nowMs: model.nowMs,
    speed: speed ?? null,
    canSteer,
    clusters: [...model.clusters.values()].map((cluster) => clusterState(model, cluster)),
    stores: endpointsAt(model, model.nowMs).map((endpoint) => ({
      type: endpoint.type,
      address: endpoint.address,
      cluster: endpoint.cluster,
      health: endpoint.lastError === undefined ? 'ok' : 'critical',
      words: endpoint.lastError ?? 'connected',
    })),
    bucket: bucketState(model),
    compactor: compactorState(model),
    alerts: alertStates(runtime),
    faults: model.faults.open(),
    scenarios: scenarios.map(({ name, title }) => ({ name, title })),
    running: runtime.player.running(),
    slack: slack ?? null,
    webhook:
      runtime.webhook === undefined
        ? null
        : {
            url: runtime.webhook.url,
            delivered: managers.reduce((total, manager) => total + manager.deliveries, 0),
            failed: managers.reduce((total, manager) => total + manager.failures, 0),
          },
  };
}

function clusterState(model: EstateModel, cluster: ClusterModel): ClusterState {
  const pods = podStates(model, cluster);
  const cut = model.faults.at(model.nowMs, 'cluster-cut', cluster.name);
  const disks = [
    ...nodeDisks(cluster).map((disk) => ({ disk, kind: 'disk-full' as const })),
    ...claimDisks(cluster).map((disk) => ({ disk, kind: 'pvc-full' as const })),
  ].map(({ disk, kind }) => {
    const percent = Math.round((disk.usedBytesAt(model.nowMs) / disk.sizeBytes) * 100);
    return { name: disk.name, kind, percent, health: byLevel(percent) };
  });
  const upload = uploadState(model, cluster);
  const isUp = cluster.isNodeUpAt(model.nowMs);
  const sick = pods.filter((pod) => pod.health !== 'ok').length;
  const health =
    cut !== undefined || !isUp ? 'critical' : worst([...pods.map((pod) => pod.health), upload.health, ...disks.map((disk) => disk.health)]);
  const words =
    cut !== undefined
      ? `cut off (${cut.mode ?? 'refuse'})`
      : !isUp
        ? 'node down'
        : sick > 0
          ? `${sick} of ${pods.length} pods not well`
          : health === 'ok'
            ? 'healthy'
            : 'needs a look';
  return {
    name: cluster.name,
    role: cluster.identity.role,
    node: cluster.identity.nodeAddress,
    health,
    words,
    cut: cut?.mode ?? null,
    pods,
    upload,
    disks,
  };
}

function podStates(model: EstateModel, cluster: ClusterModel): PodState[] {
  return cluster
    .pods()
    .filter((pod) => pod.namespace === 'monitoring')
    .map((pod) => {
      const phase = cluster.history.phaseAt(pod, model.nowMs);
      const health: Health = phase === 'ready' ? 'ok' : phase === 'starting' || phase === 'pending' ? 'warning' : 'critical';
      return { name: pod.name, workload: pod.owner.workload, phase, restarts: cluster.history.restartsAt(pod, model.nowMs), health };
    })
    .filter((pod) => pod.phase !== 'absent')
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function uploadState(model: EstateModel, cluster: ClusterModel): ClusterState['upload'] {
  const streams = cluster.prometheusPods(model.nowMs).flatMap((pod) => model.streamOf(cluster.name, pod.name) ?? []);
  const lastMs = Math.max(0, ...streams.map((stream) => stream.uploads.lastAt(model.nowMs)?.timeMs ?? 0));
  const waiting = streams.reduce((total, stream) => total + stream.waiting.length, 0);
  const trouble = model.bucketTroubleAt(cluster.name, model.nowMs);
  if (trouble === undefined) return { health: 'ok', words: 'uploads every two hours', lastMs: lastMs || null };
  const health: Health = waiting > 0 ? 'critical' : 'warning';
  return {
    health,
    words: waiting > 0 ? `${waiting} blocks wait: ${trouble}` : `next upload will fail: ${trouble}`,
    lastMs: lastMs || null,
  };
}

function bucketState(model: EstateModel): EstateState['bucket'] {
  const usedBytes = bucketUsedBytes(model, model.nowMs);
  const outage = model.faults.at(model.nowMs, 's3-down');
  const percent = (usedBytes / bucketQuotaBytes) * 100;
  return {
    usedBytes,
    quotaBytes: bucketQuotaBytes,
    blocks: model.blocks.all().length,
    health: outage === undefined ? byLevel(percent) : 'critical',
    words: outage === undefined ? `${percent.toFixed(0)} % used` : `away (${outage.mode ?? '503'})`,
  };
}

function compactorState(model: EstateModel): EstateState['compactor'] {
  if (model.compactor.halted.isOnAt(model.nowMs)) return { health: 'critical', words: 'halted' };
  const marked = model.blocks.all().filter((block) => block.markedMs !== undefined).length;
  return { health: 'ok', words: `working, ${marked} blocks marked` };
}

function alertStates(runtime: EstateRuntime): EstateState['alerts'] {
  const { model } = runtime;
  return [...runtime.alertmanagers].flatMap(([cluster, manager]) =>
    manager.alerts.firing(model.nowMs).map((alert) => ({
      name: alert.labels['alertname'] ?? '',
      cluster: alert.labels['cluster'] ?? cluster,
      severity: alert.labels['severity'] ?? 'none',
      state: manager.silences.silencing(alert.labels, model.nowMs).length > 0 ? 'silenced' : 'firing',
      summary: alert.annotations['summary'] ?? '',
    })),
  );
}
