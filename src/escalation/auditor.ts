import { type DurationMs, minutes, seconds } from '../model/time.ts';
import type { Clock, Logger } from '../ports.ts';
import type { IncidentStore } from './incident-store.ts';
import type { OutboxStore } from './outbox.ts';

/** An incident that should have moved this long ago and has not is somebody who is not being called. */
export const OVERDUE_AFTER_MS = seconds(30);

/** A message that waits longer than this is told in the log; Slack may be away. */
const OLD_MESSAGE_MS = minutes(5);

export interface Audit {
  readonly overdueIncidents: number;
  readonly oldestMessageMs: DurationMs;
}

/** Watches the escalation from outside of it: what should have happened by now, read from the store alone. */
export interface Auditor {
  run(): Promise<Audit>;
}

export interface AuditorDependencies {
  readonly store: Pick<IncidentStore, 'countOverdue'>;
  readonly outbox: Pick<OutboxStore, 'depth'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export function createAuditor({ store, outbox, clock, logger }: AuditorDependencies): Auditor {
  return {
    run: async () => {
      const now = clock.now();
      const overdueIncidents = await store.countOverdue(now - OVERDUE_AFTER_MS);
      const { pending, oldestAt } = await outbox.depth();
      const oldestMessageMs = oldestAt === null ? 0 : Math.max(0, now - oldestAt);
      if (overdueIncidents > 0) {
        logger.error({ overdueIncidents }, 'incidents should have escalated and have not');
      }
      if (oldestMessageMs > OLD_MESSAGE_MS) {
        logger.warn({ pending, oldestMessageMs }, 'messages have been waiting for slack');
      }
      return { overdueIncidents, oldestMessageMs };
    },
  };
}
