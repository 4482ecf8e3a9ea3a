import type { DurationMs } from '../model/time.ts';
import type { Clock, Logger } from '../ports.ts';

/** Work that is done again and again. Runs never overlap. */
export interface Loop {
  /** Runs as soon as possible instead of at the next turn, or after a moment in which further rings are one with this. */
  wake(afterMs?: DurationMs): void;
  /** No further run begins; resolves when the present one has ended. */
  stop(): Promise<void>;
}

export interface LoopOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** From the end of one run to the next; asked anew each time. */
  readonly everyMs: DurationMs | (() => DurationMs);
  readonly name: string;
}

/**
 * Starts a loop. A run that throws is logged, and the next one comes in its turn: nothing that happens in it ends the loop.
 *
 * @param work - Answers `true` when there is more to do right away.
 */
export function startLoop({ clock, logger, everyMs, name }: LoopOptions, work: () => Promise<boolean>): Loop {
  let isStopped = false;
  /** In how long somebody wants the next run; `null` when nobody has rung. */
  let rungMs: DurationMs | null = null;
  let cancel = (): void => undefined;
  let running: Promise<void> | null = null;

  const run = async (): Promise<void> => {
    try {
      if (await work()) {
        rungMs = 0;
      }
    } catch (error) {
      logger.error({ loop: name, err: error }, 'loop failed and goes on');
    }
  };
  const turn = (): void => {
    if (isStopped || running !== null) {
      return;
    }
    rungMs = null;
    running = run().finally(() => {
      running = null;
      schedule();
    });
  };
  const schedule = (): void => {
    if (!isStopped) {
      cancel = clock.after(rungMs ?? (typeof everyMs === 'function' ? everyMs() : everyMs), turn);
    }
  };
  schedule();
  return {
    wake: (afterMs = 0) => {
      if (rungMs !== null && rungMs <= afterMs) {
        return;
      }
      rungMs = afterMs;
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
