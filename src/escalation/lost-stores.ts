import { watchdogFact } from '../messages/watchdog-words.ts';
import type { Incident } from '../model/incident.ts';
import { minutes } from '../model/time.ts';

/** An incident as far as it can be told whose stores it is about. */
type Sign = Pick<Incident, 'title' | 'cluster' | 'labels' | 'annotations' | 'openedAt'>;

/** Thanos Query misses stores. It counts them, so the alert cannot say whose they are; its own cluster is where Query runs. */
const STORES_LOST = /^(ThanosQueryStoreUnhealthy|ThanosStoreEndpointMissing)$/;

/** What one outage takes away is missed by Query and by the Watchdog within this time. */
const TOGETHER_MS = minutes(15);

/**
 * Whether the stores that Thanos Query misses are those of a silent cluster: when that was found silent, Query did not have its stores,
 * both began together, and the alert is Query's own and names no other cluster.
 *
 * @param queryCluster - Where Thanos Query runs.
 */
export function areStoresOf(silent: Sign, lost: Sign, queryCluster: string | null): boolean {
  const stores = watchdogFact(silent)?.stores;
  return (
    STORES_LOST.test(lost.labels['alertname'] ?? lost.title) &&
    (stores === 'failing' || stores === 'missing') &&
    Math.abs(lost.openedAt - silent.openedAt) <= TOGETHER_MS &&
    [silent.cluster, queryCluster, '*'].includes(lost.cluster) &&
    namedIn(lost).every((name) => name === silent.cluster)
  );
}

/** Clusters in the labels of the stores themselves, such as `external_labels="{cluster=\"cluster-04\"}"`. */
function namedIn({ labels }: Sign): readonly string[] {
  return Object.values(labels).flatMap((value) => [...value.matchAll(/\bcluster="([^"]+)"/g)].flatMap(([, name]) => name ?? []));
}
