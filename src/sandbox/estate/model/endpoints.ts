import type { Labels } from '../promql/labels.ts';
import type { ClusterModel } from './cluster-model.ts';
import type { EstateModel } from './estate-model.ts';
import { namespace } from './identity.ts';
import { listAt } from './json.ts';
import { heldSince } from './since.ts';
import { type EpochMs, goTime, minuteMs, secondMs } from './time.ts';

export type StoreType = 'sidecar' | 'store' | 'rule';

/** Something Thanos Query has been told to ask, as it sees it. */
export interface Endpoint {
  readonly type: StoreType;
  readonly address: string;
  readonly cluster: string;
  readonly pod: string;
  readonly lastCheckMs: EpochMs;
  readonly lastError: string | undefined;
}

interface Candidate {
  readonly type: StoreType;
  readonly address: string;
  readonly cluster: ClusterModel;
  readonly pod: string;
}

const unhealthyTimeoutMs = 5 * minuteMs;
const refreshMs = 5 * secondMs;

/** The addresses Query was started with; `dnssrv+` names stand for the pods behind a headless service. */
function candidates(model: EstateModel, timeMs: EpochMs): Candidate[] {
  const query = model.central.objects.get('apps/deployments', namespace, 'thanos-query');
  const words = listAt(query, 'spec', 'template', 'spec', 'containers', 0, 'args').map(String);
  const addresses = words.filter((word) => /^--(store|endpoint|rule)=/.test(word)).map((word) => word.slice(word.indexOf('=') + 1));
  return [...new Set(addresses)].flatMap((address) => resolve(model, address, timeMs));
}

function resolve(model: EstateModel, address: string, timeMs: EpochMs): Candidate[] {
  const { central } = model;
  if (address.includes('thanos-discovery')) {
    return central.prometheusPods(timeMs).map((pod) => ({ type: 'sidecar', address: `${pod.ip}:10901`, cluster: central, pod: pod.name }));
  }
  for (const [name, type] of [
    ['thanos-store', 'store'],
    ['thanos-ruler', 'rule'],
  ] as const) {
    if (address.includes(name))
      return central.podsOf(name, timeMs).map((pod) => ({ type, address: `${pod.ip}:10901`, cluster: central, pod: pod.name }));
  }
  const edge = [...model.clusters.values()].find((cluster) => cluster.identity.sidecarAddress === address);
  const pod = edge?.prometheusPods(timeMs)[0]?.name;
  if (edge === undefined) return [];
  return [{ type: 'sidecar', address, cluster: edge, pod: pod ?? 'prometheus-kube-prometheus-stack-prometheus-0' }];
}

export function isReachableAt(model: EstateModel, cluster: ClusterModel, pod: string, timeMs: EpochMs): boolean {
  if (cluster !== model.central && model.faults.at(timeMs, 'cluster-cut', cluster.name) !== undefined) return false;
  return cluster.isPodReadyAt(pod, timeMs);
}

function viewed(model: EstateModel, candidate: Candidate, queryStartMs: EpochMs, timeMs: EpochMs): Endpoint | undefined {
  const { cluster, pod, address, type } = candidate;
  const edges = cluster.edges(timeMs);
  const brokenMs = heldSince((instant) => !isReachableAt(model, cluster, pod, instant), edges, timeMs, model.startMs);
  const base = { type, address, cluster: cluster.name, pod };
  if (brokenMs === undefined) return { ...base, lastCheckMs: Math.floor(timeMs / refreshMs) * refreshMs, lastError: undefined };
  if (brokenMs <= queryStartMs || timeMs - brokenMs >= unhealthyTimeoutMs) return undefined;
  const lastError = `getting metadata: fetching info from ${address}: rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp ${address}: connect: connection refused"`;
  return { ...base, lastCheckMs: Math.floor(brokenMs / refreshMs) * refreshMs, lastError };
}

/** What a Query pod lists at an instant: never what it has not reached since it started, and not for longer than five minutes what it lost. */
export function endpointsAt(model: EstateModel, timeMs: EpochMs): Endpoint[] {
  const [query] = model.central.readyPodsOf('thanos-query', timeMs);
  if (query === undefined) return [];
  const queryStartMs = model.central.history.processStartAt(query, timeMs);
  return candidates(model, timeMs)
    .map((candidate) => viewed(model, candidate, queryStartMs, timeMs))
    .filter((endpoint) => endpoint !== undefined)
    .sort((a, b) => (a.address < b.address ? -1 : 1));
}

/** How many stores Query ought to have, by its own flags. */
export const expectedStores = (model: EstateModel, timeMs: EpochMs): number => candidates(model, timeMs).length;

const openEnd = '9223372036854775807';

export interface ConfiguredEndpoint {
  readonly type: StoreType;
  readonly address: string;
  readonly cluster: string;
  readonly pod: string;
  isReachableAt(timeMs: EpochMs): boolean;
}

export function configuredEndpoints(model: EstateModel, timeMs: EpochMs): ConfiguredEndpoint[] {
  return candidates(model, timeMs).map(({ type, address, cluster, pod }) => ({
    type,
    address,
    cluster: cluster.name,
    pod,
    isReachableAt: (instant) => isReachableAt(model, cluster, pod, instant),
  }));
}

export function labelSetsOf(model: EstateModel, endpoint: Pick<Endpoint, 'type' | 'cluster' | 'pod'>, timeMs: EpochMs): Labels[] {
  if (endpoint.type !== 'store') {
    const stream = model.streamOf(endpoint.cluster, endpoint.pod);
    return stream === undefined ? [] : [stream.producer.labels(timeMs)];
  }
  return [{ '@thanos_compatibility_store_type': 'store' }, ...model.blocks.labelSets()];
}

/** The JSON of `/api/v1/stores`, as text: the open end is an int64 that JavaScript numbers cannot hold. */
export function storesJson(model: EstateModel, timeMs: EpochMs): string {
  const groups = new Map<StoreType, string[]>();
  for (const endpoint of endpointsAt(model, timeMs)) {
    const group = groups.get(endpoint.type) ?? [];
    group.push(storeJson(model, endpoint, timeMs));
    groups.set(endpoint.type, group);
  }
  const members = [...groups].map(([type, stores]) => `${JSON.stringify(type)}:[${stores.join(',')}]`);
  return `{"status":"success","data":{${members.join(',')}}}`;
}

function storeJson(model: EstateModel, endpoint: Endpoint, timeMs: EpochMs): string {
  const range = timeRange(model, endpoint, timeMs);
  const fields = {
    name: endpoint.address,
    lastCheck: goTime(endpoint.lastCheckMs),
    lastError: endpoint.lastError ?? null,
    labelSets: labelSetsOf(model, endpoint, timeMs),
  };
  return `${JSON.stringify(fields).slice(0, -1)},"minTime":${range.min},"maxTime":${range.max}}`;
}

function timeRange(model: EstateModel, endpoint: Endpoint, timeMs: EpochMs): { min: string; max: string } {
  if (endpoint.type !== 'store') {
    const local = timeMs - model.localRetentionMs(endpoint.cluster) - 2 * 3_600_000;
    return { min: String(Math.floor(local / 7_200_000) * 7_200_000), max: openEnd };
  }
  const blocks = model.blocks.loaded();
  if (blocks.length === 0) return { min: openEnd, max: '-9223372036854775808' };
  return {
    min: String(Math.min(...blocks.map((block) => block.minTimeMs))),
    max: String(Math.max(...blocks.map((block) => block.maxTimeMs))),
  };
}
