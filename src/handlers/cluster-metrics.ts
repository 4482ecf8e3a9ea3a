import { Gauge, type Registry } from 'prom-client';

/** Adds whether each cluster answered last. A cluster that was not asked yet has no value, because 1 and 0 would both be wrong. */
export function registerClusterReach(
  registry: Registry,
  states: () => Readonly<Record<string, { readonly reachable: boolean | null }>>,
): void {
  new Gauge({
    name: 'thanos_chatops_cluster_reachable',
    help: 'Whether the API server of a cluster answered the last call and accepted the credentials.',
    labelNames: ['cluster'],
    registers: [registry],
    collect() {
      for (const [cluster, { reachable }] of Object.entries(states())) {
        if (reachable !== null) {
          this.set({ cluster }, reachable ? 1 : 0);
        }
      }
    },
  });
}
