import { z } from 'zod';
import type { OperationAnnouncer } from '../actions/operation-deps.ts';
import type { ActionOutcome, IncidentActions, OperationLink, OperationLinks } from '../escalation/incident-actions.ts';
import { type Loop, startLoop } from '../escalation/loop.ts';
import type { Operation } from '../model/plan.ts';
import { minutes } from '../model/time.ts';
import type { Clock, Logger } from '../ports.ts';
import type { SettingsStore } from '../store/settings.ts';

const linkShape: z.ZodType<OperationLink> = z.object({ incidentId: z.string(), command: z.string() });

type EndedOperation = Pick<Operation, 'id' | 'status' | 'confirmedBy' | 'requestedBy'>;

const OUTCOMES: Readonly<Partial<Record<Operation['status'], ActionOutcome>>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  unknown: 'unknown',
};

const PREFIX = 'incident-of/';
const LOOKED_AT = 500;
const TELL_EVERY_MS = minutes(1);

export function createOperationLinks(settings: SettingsStore, clock: Clock): OperationLinks {
  const keyOf = (operationId: string): string => `${PREFIX}${operationId}`;
  return {
    forget: (operationId) => settings.delete(keyOf(operationId)),
    waiting: async () => (await settings.keys(PREFIX, LOOKED_AT)).map((key) => key.slice(PREFIX.length)),
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

export interface UntoldOperations {
  readonly links: OperationLinks;
  readonly operations: { byId(id: string): Promise<EndedOperation | null> };
  readonly actions: Pick<IncidentActions, 'ended'>;
  readonly logger: Logger;
}

/** Tells incidents of operations whose process died between their end and telling of it. */
export async function tellUntold({ links, operations, actions, logger }: UntoldOperations): Promise<void> {
  for (const id of await links.waiting()) {
    const operation = await operations.byId(id);
    if (operation === null || operation.status === 'cancelled' || operation.status === 'expired') {
      await links.forget(id);
    } else {
      await tell(actions, operation, logger);
    }
  }
}

/** Does so now, and every minute: the process that died may have been another replica. */
export function startTellingUntold(untold: UntoldOperations, clock: Clock): Loop {
  const loop = startLoop({ clock, logger: untold.logger, everyMs: TELL_EVERY_MS, name: 'untold operations' }, async () => {
    await tellUntold(untold);
    return false;
  });
  loop.wake();
  return loop;
}

async function tell(actions: Pick<IncidentActions, 'ended'>, operation: EndedOperation, logger: Logger): Promise<void> {
  const outcome = OUTCOMES[operation.status];
  try {
    if (outcome !== undefined) {
      await actions.ended({ id: operation.id, by: operation.confirmedBy ?? operation.requestedBy, outcome });
    }
  } catch (error) {
    logger.warn({ err: error, operationId: operation.id }, 'could not write an operation into the history of its incident');
  }
}
