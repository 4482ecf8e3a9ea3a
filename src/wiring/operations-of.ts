import type { OperationStore } from '../actions/operation-store.ts';
import type { OperationLinks } from '../escalation/incident-actions.ts';
import type { Incident } from '../model/incident.ts';
import type { IncidentOperation } from '../model/incident-operation.ts';
import type { Operation } from '../model/plan.ts';
import type { Clock } from '../ports.ts';

/** More changes than this are not made about one incident. */
const MOST = 200;

/** Operations of an incident: those proposed from it, and those that changed something of its cluster while it was open. */
export function createOperationsOf(parts: {
  readonly operations: Pick<OperationStore, 'startedBetween' | 'byId'>;
  readonly links: Pick<OperationLinks, 'get'>;
  readonly clock: Pick<Clock, 'now'>;
}): (incident: Incident) => Promise<readonly IncidentOperation[]> {
  const { operations, links, clock } = parts;
  return async (incident) => {
    const { escalation, openedAt, id, cluster } = incident;
    const until = escalation.status === 'resolved' ? escalation.at : clock.now();
    const started = await operations.startedBetween(openedAt, until, MOST);
    const own: IncidentOperation[] = [];
    for (const operation of started) {
      const link = await links.get(operation.id);
      if (link === null ? isIn(cluster, operation) : link.incidentId === id) {
        own.push({ operation, undoneBy: await undone(operations, operation) });
      }
    }
    return own;
  };
}

function isIn(cluster: string, { plan }: Operation): boolean {
  return plan.changes.some(({ object }) => object.split(' ')[0] === cluster);
}

async function undone({ byId }: Pick<OperationStore, 'byId'>, { undoneBy }: Operation): Promise<string | null> {
  const undoing = undoneBy === null ? null : await byId(undoneBy);
  return undoing?.status === 'succeeded' ? undoing.id : null;
}
