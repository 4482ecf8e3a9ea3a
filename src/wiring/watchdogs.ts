import type { Config } from '../config/config.ts';
import type { Engine } from '../escalation/engine.ts';
import type { Intake } from '../escalation/intake.ts';
import { createWatchdogWatch, type WatchdogWatch } from '../escalation/watchdog.ts';
import { withoutWatchdogs } from '../escalation/watchdog-intake.ts';
import { lookAt } from '../escalation/watchdog-look.ts';
import type { Clock, ClusterAccess, Logger, ThanosQuery } from '../ports.ts';
import type { Store } from './store.ts';

interface WatchdogParts {
  readonly config: Config;
  readonly store: Store;
  readonly clusters: readonly ClusterAccess[];
  readonly thanos: ThanosQuery;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Sets the Watchdogs of all clusters apart from other alerts and watches that they keep arriving. */
export function createWatchdogs(
  { config, store, clusters, thanos, clock, logger }: WatchdogParts,
  { intake, engine }: { readonly intake: Intake; readonly engine: Engine },
): { readonly intake: Intake; readonly watch: WatchdogWatch } {
  const { alertname } = config.escalation.watchdog;
  const byName = new Map(clusters.map((cluster) => [cluster.name, cluster]));
  return {
    intake: withoutWatchdogs(intake, store.watchdogs, alertname),
    watch: createWatchdogWatch({
      book: store.watchdogs,
      intake,
      clusters: [...byName.keys()],
      look: async (name) => {
        const cluster = byName.get(name);
        if (cluster === undefined) {
          throw new RangeError(`no cluster ${name}`);
        }
        return lookAt(cluster, thanos, alertname);
      },
      note: (incidentId, actor, sentenceId) => engine.note(incidentId, actor, sentenceId),
      config,
      clock,
      logger,
    }),
  };
}
