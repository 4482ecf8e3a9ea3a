import { createHeartbeat } from '../clients/heartbeat.ts';
import { type Loop, startLoop } from '../escalation/loop.ts';
import type { Secret } from '../model/secret.ts';
import { minutes } from '../model/time.ts';
import type { Clock, Logger } from '../ports.ts';

/** Calls the outside watcher each minute while `isHealthy` holds. Staying silent is how it says that something is wrong. */
export function startHeartbeat(url: Secret, clock: Clock, logger: Logger, isHealthy: () => Promise<boolean>): Loop {
  const heartbeat = createHeartbeat(url);
  return startLoop({ clock, logger, everyMs: minutes(1), name: 'heartbeat' }, async () => {
    if (await isHealthy()) {
      await heartbeat.beat(AbortSignal.timeout(10_000));
    } else {
      logger.error({}, 'withheld the heartbeat because escalations are overdue');
    }
    return false;
  });
}
