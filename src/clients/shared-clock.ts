import { type DurationMs, type EpochMs, seconds } from '../model/time.ts';
import type { Clock, Logger } from '../ports.ts';

const MEASURE_EVERY_MS = seconds(30);

/** An answer that took longer than this says too little about when it was true. */
const LONGEST_ROUND_TRIP_MS = seconds(1);

/** More than clocks drift between two measurements: somebody set one. */
const STEP_MS = seconds(2);

export interface SharedClockDependencies {
  /** Reads the clock that all processes share. */
  readonly ask: () => Promise<EpochMs>;
  /** Whose timers are used. Its time of day is not. */
  readonly base: Clock;
  /** Milliseconds that only ever grow, whoever sets the machine's clock. */
  readonly monotonicMs: () => number;
  readonly logger: Logger;
}

/** A clock that tells the time of another system, measured now and then and counted on in between. */
export interface SharedClock extends Clock {
  /** Compares once; what cannot be measured leaves the clock running as it is. */
  measure(): Promise<void>;
  stop(): void;
}

/** @throws what `ask` throws, as without a first measurement there is no time. */
export async function openSharedClock(dependencies: SharedClockDependencies): Promise<SharedClock> {
  const { base, monotonicMs, logger } = dependencies;
  const first = await readingOf(dependencies);
  let anchor = { at: first.at, monotonicMs: first.monotonicMs };
  let cancel = (): void => undefined;
  let isStopped = false;
  const now = (): EpochMs => Math.round(anchor.at + monotonicMs() - anchor.monotonicMs);

  const measure = async (): Promise<void> => {
    const reading = await readingOf(dependencies);
    if (reading.roundTripMs > LONGEST_ROUND_TRIP_MS) {
      return;
    }
    const stepMs = reading.at - (anchor.at + reading.monotonicMs - anchor.monotonicMs);
    if (Math.abs(stepMs) > STEP_MS) {
      logger.warn({ stepMs: Math.round(stepMs) }, 'clock of the database was set');
    }
    anchor = reading;
  };
  const again = (): void => {
    cancel = base.after(MEASURE_EVERY_MS, () => {
      measure()
        .catch((error: unknown) => logger.debug({ err: error }, 'clock of the database could not be read'))
        .finally(() => (isStopped ? undefined : again()));
    });
  };
  again();
  const stop = (): void => {
    isStopped = true;
    cancel();
  };
  return { now, after: (durationMs, callback) => base.after(durationMs, callback), measure, stop };
}

/** The answer was true somewhere between question and answer; the middle is wrong by half of that at most. */
async function readingOf({
  ask,
  monotonicMs,
}: SharedClockDependencies): Promise<{ readonly at: EpochMs; readonly monotonicMs: number; readonly roundTripMs: DurationMs }> {
  const askedMs = monotonicMs();
  const at = await ask();
  const roundTripMs = monotonicMs() - askedMs;
  return { at, monotonicMs: askedMs + roundTripMs / 2, roundTripMs };
}
