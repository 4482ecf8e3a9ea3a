import type { TimelineEvent } from '../model/incident.ts';
import type { Clock } from '../ports.ts';
import type { IncidentStore } from './incident-store.ts';
import { threadDraft } from './owed.ts';
import type { EscalationConfig } from './transition.ts';

/** Which incident an operation was proposed for, and as which command. */
export interface OperationLink {
  readonly incidentId: string;
  readonly command: string;
}

/** Remembers, across restarts, operations whose end an incident is still to be told. */
export interface OperationLinks {
  keep(operationId: string, link: OperationLink): Promise<void>;
  get(operationId: string): Promise<OperationLink | null>;
  forget(operationId: string): Promise<void>;
  /** Ids of the operations, those that were proposed first before the others. */
  waiting(): Promise<readonly string[]>;
}

/** Events that are looked through for an end that was written down already. */
const EVENTS = 1_000;

export type ActionOutcome = 'succeeded' | 'failed' | 'unknown';

/** What people do about an incident by the bot's own means, in the incident's history. */
export interface IncidentActions {
  /** Somebody looked at something. The thread is not told: looking changes nothing. */
  looked(incidentId: string, by: string, command: string): Promise<void>;
  proposed(operationId: string, link: OperationLink): Promise<void>;
  /** An operation came to its end; nothing happens when it was not proposed for an incident, or the incident knows already. */
  ended(operation: { readonly id: string; readonly by: string; readonly outcome: ActionOutcome }): Promise<void>;
}

export interface IncidentActionsDependencies {
  readonly store: IncidentStore;
  readonly links: OperationLinks;
  readonly config: Pick<EscalationConfig, 'slack'>;
  readonly clock: Clock;
  readonly onCommit: () => void;
}

export function createIncidentActions({ store, links, config, clock, onCommit }: IncidentActionsDependencies): IncidentActions {
  const write = (incidentId: string, actor: string, details: TimelineEvent['details'], line: string | null): Promise<void> =>
    store.transaction(async (tx) => {
      const incident = await tx.incident(incidentId);
      const isKnown = async (): Promise<boolean> =>
        line !== null && (await tx.timelineOf(incidentId, EVENTS)).some((event) => event.details['operation'] === details['operation']);
      if (incident !== null && !(await isKnown())) {
        const event: TimelineEvent = { incidentId, at: clock.now(), kind: 'action', actor, details };
        await tx.record([event]);
        await tx.enqueue(line === null ? [] : [threadDraft(incident, event, line, config.slack.channels.incidents)], event.at);
      }
    });
  return {
    looked: (incidentId, by, command) => write(incidentId, by, { text: `/thanos ${command}` }, null),
    proposed: (operationId, link) => links.keep(operationId, link),
    ended: async ({ id, by, outcome }) => {
      const link = await links.get(id);
      if (link !== null) {
        await write(link.incidentId, by, { text: `/thanos ${link.command}`, outcome, operation: id }, `action:${id}`);
        await links.forget(id);
        onCommit();
      }
    },
  };
}
