import type { ActionWorld } from '../actions/action.ts';
import { createOperationAnnouncer } from '../actions/operation-announcer.ts';
import { ACTIONS } from '../actions/registry.ts';
import { createOperationRunner } from '../actions/run.ts';
import { createIncidentActions } from '../escalation/incident-actions.ts';
import type { Loop } from '../escalation/loop.ts';
import type { Access } from '../ports.ts';
import type { createEscalation, EscalationParts } from './escalation.ts';
import { afterSilences, createOperationLinks, startTellingUntold, tellingIncidents } from './incident-operations.ts';

interface OperationParts extends EscalationParts {
  readonly world: ActionWorld;
  readonly access: Access;
  readonly escalation: ReturnType<typeof createEscalation>;
}

/** Joins the runner of operations with the incidents that they belong to. Nothing runs until `start`. */
export function createOperations(parts: OperationParts) {
  const { config, store, slack, world, access, escalation, clock, realClock, logger, newId, owner } = parts;
  const links = createOperationLinks(store.settings, clock);
  const incidentActions = createIncidentActions({ store: store.incidents, links, config, clock, onCommit: escalation.onCommit });
  const shown = createOperationAnnouncer({ messenger: slack.messenger, store: store.operations, clock: realClock, config, logger });
  const announcer = tellingIncidents(afterSilences(shown, escalation.reconcile, logger), incidentActions, logger);
  const runner = createOperationRunner({
    actions: ACTIONS,
    world,
    store: store.operations,
    audit: store.audit,
    access,
    announcer,
    clock,
    newId,
    logger,
    owner,
  });
  let untold: Loop | null = null;
  return {
    runner,
    incidentActions,
    start: () => {
      runner.start();
      untold = startTellingUntold({ links, operations: store.operations, actions: incidentActions, logger }, clock);
    },
    stop: async () => {
      await untold?.stop();
      await runner.stop();
    },
  };
}
