import type { StoreEndpoint } from '../model/metrics.ts';
import { type DurationMs, type EpochMs, hours } from '../model/time.ts';
import { type Inventory, isHealthy } from './store-inventory.ts';

/**
 * Whether the Store Gateway takes over where the Sidecars of one cluster begin. `unstated`: no Sidecar says where its data begins.
 * `young`: too new to have a block that the Store Gateway could have loaded.
 */
export type Coverage =
  | { readonly kind: 'covered'; readonly cluster: string; readonly overlapMs: DurationMs }
  | { readonly kind: 'gap'; readonly cluster: string; readonly labels: string; readonly from: EpochMs; readonly until: EpochMs }
  | { readonly kind: 'no-blocks'; readonly cluster: string; readonly labels: string; readonly until: EpochMs }
  | { readonly kind: 'young'; readonly cluster: string }
  | { readonly kind: 'unstated'; readonly cluster: string };

/** The first block is cut after three hours, uploaded at once and loaded within a quarter of an hour; the rest is slack. */
const FIRST_BLOCK_MS = hours(5);

/**
 * Compares, for each cluster, where the data of its Sidecars begins with where that of the Store Gateway ends. Data in between is
 * in no answer of Query. A Store Gateway gives one range for all the streams that it serves, so this is the most favourable view.
 *
 * @returns nothing while no Store Gateway is healthy: then it is missing as a whole.
 */
export function takeCoverage(inventory: Inventory, endpoints: readonly StoreEndpoint[], now: EpochMs): readonly Coverage[] {
  const stores = endpoints.filter((endpoint) => endpoint.type === 'store' && isHealthy(endpoint, now));
  if (stores.length === 0) {
    return [];
  }
  return inventory.rows
    .filter((row) => row.type === 'sidecar' && row.healthy.length > 0)
    .map((row) => coverageOf(row.cluster, row.healthy, stores, now));
}

function coverageOf(cluster: string, sidecars: readonly StoreEndpoint[], stores: readonly StoreEndpoint[], now: EpochMs): Coverage {
  const begin = Math.min(...sidecars.flatMap(({ minTime }) => (minTime === null || minTime <= 0 ? [] : [minTime])));
  if (begin === Number.POSITIVE_INFINITY) {
    return { kind: 'unstated', cluster };
  }
  const labels = labelText(sidecars);
  const holding = stores.filter((store) => sidecars.some((sidecar) => mayHold(store, sidecar)));
  if (holding.length === 0) {
    return now - begin > FIRST_BLOCK_MS ? { kind: 'no-blocks', cluster, labels, until: begin } : { kind: 'young', cluster };
  }
  const end = Math.max(...holding.map(({ maxTime }) => maxTime ?? now));
  return end >= begin ? { kind: 'covered', cluster, overlapMs: end - begin } : { kind: 'gap', cluster, labels, from: end, until: begin };
}

/** An empty Store Gateway has no label sets. Deduplicated blocks have lost their replica label, so only common labels count. */
function mayHold(store: StoreEndpoint, sidecar: StoreEndpoint): boolean {
  return store.labelSets.some((held) =>
    sidecar.labelSets.some((own) => {
      const common = Object.keys(own).filter((name) => name in held);
      return common.length > 0 && common.every((name) => held[name] === own[name]);
    }),
  );
}

function labelText(sidecars: readonly StoreEndpoint[]): string {
  const sets = sidecars.flatMap(({ labelSets }) =>
    labelSets.map((labels) =>
      Object.entries(labels)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => `${name}=${value}`)
        .join(', '),
    ),
  );
  return sets.map((set) => `{${set}}`).join(' ');
}
