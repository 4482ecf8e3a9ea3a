import { z } from 'zod';
import type { OperationAnnouncer } from '../actions/operation-deps.ts';
import type { ActionOutcome, IncidentActions, OperationLink, OperationLinks } from '../escalation/incident-actions.ts';
import type { Operation } from '../model/plan.ts';
import type { Clock, Logger } from '../ports.ts';
import type { SettingsStore } from '../store/settings.ts';

const linkShape: z.ZodType<OperationLink> = z.object({ incidentId: z.string(), command: z.string() });

const OUTCOMES: Readonly<Partial<Record<Operation['status'], ActionOutcome>>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  unknown: 'unknown',
};

export function createOperationLinks(settings: SettingsStore, clock: Clock): OperationLinks {
  const keyOf = (operationId: string): string => `incident-of/${operationId}`;
  return {
    keep: (operationId, link) => settings.set(keyOf(operationId), link, clock.now()),
    get: (operationId) => settings.get(keyOf(operationId), linkShape),
  };
}

/** Shows operations, and tells the incident for which one was proposed how it ended. */
export function tellingIncidents(
  announcer: OperationAnnouncer,
  actions: Pick<IncidentActions, 'ended'>,
  logger: Logger,
): OperationAnnouncer {
  return {
    show: (operation) => announcer.show(operation),
    settle: async (operation) => {
      await tell(actions, operation, logger);
      await announcer.settle(operation);
    },
  };
}

/** A silence that was made or ended pauses or resumes its incidents now, not at the next round. */
export function afterSilences(announcer: OperationAnnouncer, reconcile: () => Promise<void>, logger: Logger): OperationAnnouncer {
  return {
    show: (operation) => announcer.show(operation),
    settle: async (operation) => {
      if (operation.startedAt !== null && operation.actionId.startsWith('silence')) {
        await reconcile().catch((error: unknown) => logger.warn({ err: error }, 'could not compare incidents after a silence'));
      }
      await announcer.settle(operation);
    },
  };
}

async function tell(actions: Pick<IncidentActions, 'ended'>, operation: Operation, logger: Logger): Promise<void> {
  const outcome = OUTCOMES[operation.status];
  try {
    if (outcome !== undefined) {
      await actions.ended({ id: operation.id, by: operation.confirmedBy ?? operation.requestedBy, outcome });
    }
  } catch (error) {
    logger.warn({ err: error, operationId: operation.id }, 'could not write an operation into the history of its incident');
  }
}
