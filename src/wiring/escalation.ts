import { z } from 'zod';
import { createOutsideCaller } from '../clients/outside-webhook.ts';
import type { Config } from '../config/config.ts';
import { createAuditor } from '../escalation/auditor.ts';
import { createDelivery } from '../escalation/delivery.ts';
import { createEngine } from '../escalation/engine.ts';
import { createFolding } from '../escalation/folding.ts';
import { createIntake } from '../escalation/intake.ts';
import { createReconciler } from '../escalation/reconcile.ts';
import type { Override } from '../escalation/roster.ts';
import { type Runner, startRunner } from '../escalation/runner.ts';
import type { Metrics } from '../handlers/metrics.ts';
import type { Clock, ClusterAccess, Logger, NewId } from '../ports.ts';
import type { SlackClients } from './slack-clients.ts';
import type { Store } from './store.ts';

const overridesShape: z.ZodType<readonly Override[]> = z.array(
  z.object({ subject: z.string(), userId: z.string(), from: z.number(), until: z.number() }),
);

/** Where overrides of the rotations are kept in the settings. */
export const OVERRIDES_KEY = 'oncall/overrides';

export interface EscalationParts {
  readonly config: Config;
  readonly store: Store;
  readonly slack: SlackClients;
  readonly clusters: readonly ClusterAccess[];
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly logger: Logger;
  readonly newId: NewId;
  readonly owner: string;
}

/** Joins intake, engine, delivery and reconciliation over one store. Nothing runs until `start`. */
export function createEscalation(parts: EscalationParts) {
  const { config, store, slack, clock, realClock, logger, metrics, newId } = parts;
  let runner: Runner | null = null;
  const onCommit = (): void => runner?.wake();
  const overrides = async (): Promise<readonly Override[]> => (await store.settings.get(OVERRIDES_KEY, overridesShape)) ?? [];
  const common = { store: store.incidents, config, overrides, clock, logger, onCommit };
  const sources = parts.clusters.map(reconciledSource);
  const reconciler = createReconciler({ ...common, sources, realClock });
  const folding = createFolding(common);
  const auditor = createAuditor({ store: store.incidents, outbox: store.outbox, clock, logger });
  const engine = createEngine({
    ...common,
    beforeEscalating: (due) => reconciler.beforeEscalating(due),
    onLateness: metrics.escalation.timerLateness,
  });
  const delivery = createDelivery(
    {
      store: store.incidents,
      outbox: store.outbox,
      messenger: slack.messenger,
      directory: slack.directory,
      outside: createOutsideCaller(),
      config,
      clock,
      realClock,
      logger,
      metrics: metrics.escalation,
      reportUnreachable: async (incidentId, levelIndex) => {
        const ackTimeoutMs = config.escalation.dndAckTimeout;
        if (ackTimeoutMs !== undefined) {
          await engine.apply(incidentId, { kind: 'unreachable', at: clock.now(), levelIndex, ackTimeoutMs });
        }
      },
    },
    parts.owner,
  );
  return {
    engine,
    intake: createIntake({ ...common, newId }),
    overrides,
    sources,
    onCommit,
    start: () => {
      runner = startRunner({ engine, delivery, reconciler, folding, auditor, outbox: store.outbox, clock, realClock, logger });
    },
    stop: async () => runner?.stop(),
  };
}

/** Alerts come with the cluster in the webhook's path or in their label; a single Alertmanager owns them all. */
function reconciledSource({ name, alertmanager }: ClusterAccess, _index: number, all: readonly ClusterAccess[]) {
  return {
    cluster: name,
    alertmanager,
    owns: ({ source, cluster }: { readonly source: string; readonly cluster: string }): boolean =>
      all.length === 1 || source === name || (source === 'default' && cluster === name),
  };
}
