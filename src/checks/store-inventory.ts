import type { Config, StoreType } from '../config/config.ts';
import type { StoreEndpoint } from '../model/metrics.ts';
import { type EpochMs, minutes } from '../model/time.ts';

/** What is remembered of the last time a cluster's stores were healthy. */
export interface Sighting {
  readonly at: EpochMs;
  readonly addresses: readonly string[];
}

/** One line of the inventory: what one cluster should offer to Thanos Query, and what is there. */
export interface InventoryRow {
  readonly cluster: string;
  readonly type: StoreType;
  readonly expected: number;
  readonly healthy: readonly StoreEndpoint[];
  readonly unhealthy: readonly StoreEndpoint[];
  readonly lastSeen: Sighting | null;
}

export interface Inventory {
  readonly rows: readonly InventoryRow[];
  /** Endpoints that no cluster of the configuration expects. */
  readonly unexpected: readonly StoreEndpoint[];
  /** Addresses of endpoints that claim the same external labels: their blocks will overlap. */
  readonly duplicates: readonly (readonly string[])[];
}

/** Thanos Query checks its endpoints every five seconds. */
const FRESH_MS = minutes(2);

/** Component types that own what they serve, so that equal labels are a mistake. */
const PRODUCERS: ReadonlySet<string> = new Set(['sidecar', 'rule', 'receive']);

/** Types that are known by their cluster label; the others serve all clusters. */
const LABELLED: ReadonlySet<string> = new Set(['sidecar', 'receive']);

/** Matches what Thanos Query lists with what the configuration expects, by address where given and by cluster label otherwise. */
export function takeInventory(
  config: Config,
  endpoints: readonly StoreEndpoint[],
  sightings: ReadonlyMap<string, Sighting>,
  now: EpochMs,
): Inventory {
  const free = new Set(endpoints);
  const rows = config.clusters.flatMap((cluster) =>
    cluster.expectedStores.map((expected): InventoryRow => {
      const wanted = [...free].filter((endpoint) => matches(endpoint, expected.type, cluster.name, expected.address));
      const taken = LABELLED.has(expected.type) ? wanted : wanted.slice(0, expected.replicas);
      for (const endpoint of taken) {
        free.delete(endpoint);
      }
      return {
        cluster: cluster.name,
        type: expected.type,
        expected: expected.replicas,
        healthy: taken.filter((endpoint) => isHealthy(endpoint, now)),
        unhealthy: taken.filter((endpoint) => !isHealthy(endpoint, now)),
        lastSeen: sightings.get(sightingKey(cluster.name, expected.type)) ?? null,
      };
    }),
  );
  return { rows, unexpected: [...free], duplicates: duplicates(endpoints) };
}

export function sightingKey(cluster: string, type: string): string {
  return `${cluster}/${type}`;
}

/** Listed, without an error, and checked a moment ago: Query keeps a failing endpoint in the list for five minutes. */
export function isHealthy(endpoint: StoreEndpoint, now: EpochMs): boolean {
  return endpoint.lastError === null && endpoint.lastCheck !== null && now - endpoint.lastCheck < FRESH_MS;
}

function matches(endpoint: StoreEndpoint, type: StoreType, cluster: string, address: string | undefined): boolean {
  if (endpoint.type !== type) {
    return false;
  }
  if (address !== undefined) {
    return endpoint.address === address;
  }
  return !LABELLED.has(type) || endpoint.labelSets.some((labels) => labels['cluster'] === cluster);
}

function duplicates(endpoints: readonly StoreEndpoint[]): readonly (readonly string[])[] {
  const byLabels = Map.groupBy(
    endpoints.filter((endpoint) => PRODUCERS.has(endpoint.type) && endpoint.labelSets.length > 0),
    (endpoint) => canonical(endpoint.labelSets),
  );
  return [...byLabels.values()].filter((group) => group.length > 1).map((group) => group.map((endpoint) => endpoint.address));
}

function canonical(labelSets: StoreEndpoint['labelSets']): string {
  const sorted = labelSets.map((labels) => JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1))));
  return sorted.toSorted().join();
}
