import { json } from '../http.ts';
import { metaJson } from '../model/block.ts';
import type { ClusterModel } from '../model/cluster-model.ts';
import { endpointsAt, storesJson } from '../model/endpoints.ts';
import type { EstateModel } from '../model/estate-model.ts';
import { namespace } from '../model/identity.ts';
import { type Json, listAt, textAt } from '../model/json.ts';
import { type EpochMs, goTime } from '../model/time.ts';
import { versionOf } from '../model/versions.ts';
import { durationMs } from '../promql/literals.ts';
import type { AlertHistory } from './alert-history.ts';
import type { QueryBackend } from './api.ts';
import { alertJson, rulesJson, targetsJson } from './descriptions.ts';
import type { RuleEngine } from './rule-engine.ts';
import { ClusterSource, GlobalSource } from './sources.ts';

export interface Evaluators {
  readonly history: AlertHistory;
  readonly engines: ReadonlyMap<string, RuleEngine>;
  readonly ruler: RuleEngine;
}

function flagsOf(workload: unknown): Record<string, string> {
  const words = listAt(workload, 'spec', 'template', 'spec', 'containers', 0, 'args').map(String);
  const flags: Record<string, string> = {};
  for (const word of words.filter((candidate) => candidate.startsWith('--'))) {
    const [name = '', ...value] = word.slice(2).split('=');
    flags[name] = name in flags ? `${flags[name]},${value.join('=')}` : value.join('=') || 'true';
  }
  return flags;
}

export function prometheusBackend(model: EstateModel, cluster: ClusterModel, evaluators: Evaluators): QueryBackend {
  const engine = evaluators.engines.get(cluster.name);
  const set = (): unknown => cluster.objects.get('apps/statefulsets', namespace, 'prometheus-kube-prometheus-stack-prometheus');
  return {
    nowMs: model.nowMs,
    version: '3.6.0',
    product: 'Prometheus',
    isReady: () => cluster.prometheusPods(model.nowMs).some((pod) => cluster.history.isReadyAt(pod, model.nowMs)),
    source: () => new ClusterSource(model, cluster, evaluators.history),
    warnings: () => [],
    alerts: () => engine?.active().map((alert) => alertJson(alert, {})) ?? [],
    rules: (type) => rulesJson(engine?.rules() ?? [], type),
    targets: () => targetsJson(model, cluster, {}, model.nowMs),
    flags: () => flagsOf(set()),
    other: () => undefined,
  };
}

const resolutions: Readonly<Record<string, number>> = { auto: 3_600_000, '': 0 };

export function thanosBackend(model: EstateModel, evaluators: Evaluators): QueryBackend {
  const { central } = model;
  const query = (): unknown => central.objects.get('apps/deployments', namespace, 'thanos-query');
  const image = textAt(query(), 'spec', 'template', 'spec', 'containers', 0, 'image');
  return {
    nowMs: model.nowMs,
    version: versionOf(image)?.join('.') ?? '0.37.2',
    product: 'Thanos',
    isReady: () => central.readyPodsOf('thanos-query', model.nowMs).length > 0,
    source: (parameters) => {
      const resolution = parameters.get('max_source_resolution') ?? '';
      const maxSourceResolutionMs = resolutions[resolution] ?? durationMs(resolution);
      return new GlobalSource(model, evaluators.history, { dedup: parameters.get('dedup') !== 'false', maxSourceResolutionMs });
    },
    warnings: () => warningsAt(model, model.nowMs),
    alerts: () => allAlerts(model, evaluators),
    rules: (type) =>
      rulesJson(
        reachableEngines(model, evaluators).flatMap((engine) => engine.rules()),
        type,
      ),
    targets: () => reachableClusters(model).flatMap((cluster) => targetsJson(model, cluster, { cluster: cluster.name }, model.nowMs)),
    flags: () => flagsOf(query()),
    other: (path) =>
      path === '/api/v1/stores'
        ? { status: 200, headers: { 'content-type': 'application/json' }, body: storesJson(model, model.nowMs) }
        : undefined,
  };
}

function warningsAt(model: EstateModel, timeMs: EpochMs): string[] {
  const lost = endpointsAt(model, timeMs).filter((endpoint) => endpoint.lastError !== undefined);
  const warnings = lost.map(
    (endpoint) => `receive series from Addr: ${endpoint.address}: rpc error: code = Unavailable desc = connection error`,
  );
  if (model.faults.at(timeMs, 's3-down') !== undefined) {
    warnings.push(
      'receive series from Addr: thanos-store:10901: rpc error: code = Unavailable desc = fetch series for block: get range reader: 503 Service Unavailable',
    );
  }
  return warnings;
}

function reachableClusters(model: EstateModel): ClusterModel[] {
  const names = new Set(
    endpointsAt(model, model.nowMs)
      .filter((endpoint) => endpoint.lastError === undefined)
      .map((endpoint) => endpoint.cluster),
  );
  return [...model.clusters.values()].filter((cluster) => names.has(cluster.name));
}

function reachableEngines(model: EstateModel, evaluators: Evaluators): RuleEngine[] {
  const engines = reachableClusters(model).flatMap((cluster) => evaluators.engines.get(cluster.name) ?? []);
  return [...engines, evaluators.ruler];
}

/** Thanos says `null`, not an empty list, when there is no alert. */
function allAlerts(model: EstateModel, evaluators: Evaluators): unknown {
  const alerts = reachableEngines(model, evaluators).flatMap((engine) => engine.active().map((alert) => alertJson(alert, {})));
  return alerts.length === 0 ? null : alerts;
}

/** `/api/v1/blocks` of the compactor and the store gateway: every `meta.json` without S3 credentials. */
export function blocksJson(model: EstateModel): ReturnType<typeof json> {
  const blocks: Json[] = model.blocks.loaded().map((block) => metaJson(block, model.blocks.bytesPerUnit));
  return json({ status: 'success', data: { label: 'sandbox', blocks, refreshedAt: goTime(model.nowMs), err: null } });
}
