import type { Config } from '../config/config.ts';
import { createAuditor } from '../escalation/auditor.ts';
import { createDelivery } from '../escalation/delivery.ts';
import { createEngine } from '../escalation/engine.ts';
import { createEvidenceReader } from '../escalation/evidence.ts';
import { createFolding } from '../escalation/folding.ts';
import { createIntake } from '../escalation/intake.ts';
import { meteredStore } from '../escalation/metered-store.ts';
import type { ParkedThing } from '../escalation/parking.ts';
import { createReconciler } from '../escalation/reconcile.ts';
import type { Override } from '../escalation/roster.ts';
import { type Runner, startRunner } from '../escalation/runner.ts';
import type { Metrics } from '../handlers/metrics.ts';
import { isDrill } from '../model/drill.ts';
import type { Incident } from '../model/incident.ts';
import { isWatchdogIncident } from '../model/watchdog.ts';
import type { Clock, ClusterAccess, Logger, NewId, ThanosQuery } from '../ports.ts';
import { createOperationLinks } from './incident-operations.ts';
import { createOncallCalendars } from './oncall-calendars.ts';
import { createOperationsOf } from './operations-of.ts';
import { createOutside } from './outside.ts';
import type { SlackClients } from './slack-clients.ts';
import type { Store } from './store.ts';
import { createWatchdogs } from './watchdogs.ts';

export interface EscalationParts {
  readonly config: Config;
  readonly store: Store;
  readonly slack: SlackClients;
  readonly clusters: readonly ClusterAccess[];
  readonly thanos: ThanosQuery;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly logger: Logger;
  readonly newId: NewId;
  readonly owner: string;
  /** Tells people of what failed too often and is left alone. */
  readonly onParked: (parked: ParkedThing) => Promise<void>;
}

/** Joins intake, engine, delivery and reconciliation over one store. Nothing runs until `start`. */
export function createEscalation(parts: EscalationParts) {
  const { config, store, slack, clock, realClock, logger, metrics, newId, onParked } = parts;
  let runner: Runner | null = null;
  const onCommit = (): void => runner?.wake();
  const calendars = createOncallCalendars({ config, clock, logger });
  const overrides = async (): Promise<readonly Override[]> => [
    // The last that fits counts: what a person asked for comes before what a calendar says.
    ...(await calendars.overrides()),
    ...(await store.overrides.list()),
  ];
  const incidents = meteredStore(store.incidents, metrics.response);
  const common = { store: incidents, config, overrides, clock, logger, onCommit, onParked, onParkedCount: metrics.escalation.parked };
  const sources = parts.clusters.map(reconciledSource);
  const reconciler = createReconciler({ ...common, sources, realClock });
  const folding = createFolding({ ...common, queryCluster: config.thanos.cluster });
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
      outside: createOutside(config),
      config,
      overrides,
      clock,
      realClock,
      logger,
      metrics: metrics.escalation,
      onParked,
      evidence: createEvidenceReader({
        book: store.evidence,
        metricsOf: (cluster) => parts.clusters.find(({ name }) => name === cluster)?.metrics,
        clock,
      }),
      operationsOf: createOperationsOf({ operations: store.operations, links: createOperationLinks(store.settings, clock), clock }),
      reportUnreachable: async (incidentId, levelIndex) => {
        const ackTimeoutMs = config.escalation.dndAckTimeout;
        if (ackTimeoutMs !== undefined) {
          await engine.apply(incidentId, { kind: 'unreachable', at: clock.now(), levelIndex, ackTimeoutMs });
        }
      },
    },
    parts.owner,
  );
  const watchdogs = createWatchdogs(parts, { intake: createIntake({ ...common, newId }), engine });
  return {
    engine,
    intake: watchdogs.intake,
    overrides,
    calendars,
    /** Looks at once what Alertmanager says, because somebody has just changed it. */
    reconcile: () => reconciler.run(),
    onCommit,
    start: () => {
      runner = startRunner({
        engine,
        delivery,
        reconciler,
        folding,
        auditor,
        watchdogs: watchdogs.watch,
        outbox: store.outbox,
        clock,
        realClock,
        logger,
      });
    },
    stop: async () => runner?.stop(),
  };
}

/** Alerts come with the cluster in the webhook's path or in their label; a single Alertmanager owns them all. */
function reconciledSource({ name, alertmanager }: ClusterAccess, _index: number, all: readonly ClusterAccess[]) {
  return {
    cluster: name,
    alertmanager,
    owns: (incident: Pick<Incident, 'source' | 'groupKey' | 'cluster'>): boolean => {
      const { source, cluster } = incident;
      const isTold = !isDrill(incident) && !isWatchdogIncident(incident);
      return isTold && (all.length === 1 || source === name || (source === 'default' && cluster === name));
    },
  };
}
