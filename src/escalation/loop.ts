import type { DurationMs } from '../model/time.ts';
import type { Clock, Logger } from '../ports.ts';

/** Work that is done again and again. Runs never overlap. */
export interface Loop {
  /** Runs as soon as possible instead of at the next turn. */
  wake(): void;
  /** No further run begins; resolves when the present one has ended. */
  stop(): Promise<void>;
}

/**
 * Starts a loop. A run that throws is logged, and the next one comes in its turn: nothing that happens in it ends the loop.
 *
 * @param work - Answers `true` when there is more to do right away.
 */
export function startLoop(
  { clock, logger, everyMs, name }: { readonly clock: Clock; readonly logger: Logger; readonly everyMs: DurationMs; readonly name: string },
  work: () => Promise<boolean>,
): Loop {
  let isStopped = false;
  let isWoken = false;
  let cancel = (): void => undefined;
  let running: Promise<void> | null = null;

  const run = async (): Promise<void> => {
    try {
      isWoken = (await work()) || isWoken;
    } catch (error) {
      logger.error({ loop: name, err: error }, 'loop failed and goes on');
    }
  };
  const turn = (): void => {
    if (isStopped || running !== null) {
      return;
    }
    isWoken = false;
    running = run().finally(() => {
      running = null;
      schedule();
    });
  };
  const schedule = (): void => {
    if (!isStopped) {
      cancel = clock.after(isWoken ? 0 : everyMs, turn);
    }
  };
  schedule();
  return {
    wake: () => {
      isWoken = true;
      if (running === null && !isStopped) {
        cancel();
        schedule();
      }
    },
    stop: async () => {
      isStopped = true;
      cancel();
      await running;
    },
  };
}
