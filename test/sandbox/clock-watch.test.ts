import { describe, expect, it } from 'vitest';
import { createSandboxClock } from '../../src/sandbox/clock.ts';
import { ClockWatch } from '../../src/sandbox/clock-watch.ts';

describe('sandbox/clock-watch', () => {
  const watched = (speed: number) => {
    const real = { now: 0 };
    const clock = createSandboxClock(1_000_000, speed, () => real.now);
    return { real, clock, watch: new ClockWatch(clock, () => real.now) };
  };

  it('says nothing while time runs as it did', () => {
    const { real, watch } = watched(60);
    real.now = 600_000;
    expect(watch.hasMoved()).toBe(false);
  });

  it.each([
    ['moved', (clock: ReturnType<typeof createSandboxClock>) => clock.step(300_000)],
    ['stopped', (clock: ReturnType<typeof createSandboxClock>) => clock.pause()],
    ['set to another speed', (clock: ReturnType<typeof createSandboxClock>) => clock.setSpeed(1)],
  ])('tells once when time was %s', (_, act) => {
    const { real, clock, watch } = watched(60);
    real.now = 5_000;
    act(clock);
    expect([watch.hasMoved(), watch.hasMoved()]).toEqual([true, false]);
    real.now = 900_000;
    expect(watch.hasMoved()).toBe(false);
  });
});
