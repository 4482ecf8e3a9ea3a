import type { DurationMs, EpochMs } from '../model/time.ts';
import type { Clock } from '../ports.ts';

/** A clock that a person can speed up, stop and move on. Real time is asked of `realNow`, so that tests can hold it. */
export interface SandboxClock extends Clock {
  /** Simulated time per real time; 0 while it is paused. */
  speed(): number;
  /** From 0.1 to 3600. */
  setSpeed(speed: number): void;
  pause(): void;
  resume(): void;
  /** Moves time on at once; what falls due in between happens now. */
  step(durationMs: DurationMs): void;
}

interface Timer {
  readonly dueAt: EpochMs;
  readonly callback: () => void;
}

const TICK_MS = 20;

export function createSandboxClock(startAt: EpochMs, initialSpeed: number, realNow: () => number = () => performance.now()): SandboxClock {
  let anchor = { simulated: startAt, real: realNow() };
  let speed = initialSpeed;
  let isPaused = false;
  const timers = new Set<Timer>();

  const now = (): EpochMs => (isPaused ? anchor.simulated : Math.floor(anchor.simulated + (realNow() - anchor.real) * speed));
  const rebase = (simulated: EpochMs): void => {
    anchor = { simulated, real: realNow() };
  };
  const fireDue = (): void => {
    const at = now();
    for (const timer of [...timers].filter(({ dueAt }) => dueAt <= at).toSorted((a, b) => a.dueAt - b.dueAt)) {
      if (timers.delete(timer)) {
        timer.callback();
      }
    }
  };
  setInterval(fireDue, TICK_MS).unref();

  return {
    now,
    after: (durationMs, callback) => {
      const timer = { dueAt: now() + durationMs, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    speed: () => (isPaused ? 0 : speed),
    setSpeed: (next) => {
      rebase(now());
      speed = Math.min(3_600, Math.max(0.1, next));
    },
    pause: () => {
      rebase(now());
      isPaused = true;
    },
    resume: () => {
      rebase(anchor.simulated);
      isPaused = false;
    },
    step: (durationMs) => {
      rebase(now() + durationMs);
      fireDue();
    },
  };
}
