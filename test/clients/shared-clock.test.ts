import { describe, expect, it } from 'vitest';
import { openSharedClock, type SharedClock } from '../../src/clients/shared-clock.ts';
import { hours, minutes, seconds } from '../../src/model/time.ts';
import { ManualClock } from '../scenarios/manual-clock.ts';
import { MONDAY } from '../scenarios/stage.ts';
import { quietLogger } from '../store/databases.ts';

/** A database and a machine with clocks of their own. `true` time passes for both. */
class TwoClocks {
  readonly true = new ManualClock(MONDAY);
  databaseOffsetMs = 0;
  machineOffsetMs = 0;
  roundTripMs = 0;
  isAway = false;

  open(): Promise<SharedClock> {
    return openSharedClock({
      ask: async () => {
        if (this.isAway) {
          throw new Error('away');
        }
        this.true.advance(this.roundTripMs / 2);
        const at = this.databaseNow();
        this.true.advance(this.roundTripMs / 2);
        return at;
      },
      base: { now: () => this.true.now() + this.machineOffsetMs, after: (durationMs, callback) => this.true.after(durationMs, callback) },
      monotonicMs: () => this.true.now() - MONDAY,
      logger: quietLogger,
    });
  }

  databaseNow(): number {
    return this.true.now() + this.databaseOffsetMs;
  }
}

describe('clients/shared-clock', () => {
  it.each([
    ['ahead', minutes(10)],
    ['behind', -minutes(10)],
  ])('tells the time of the database when the machine is %s', async (_name, offsetMs) => {
    const clocks = new TwoClocks();
    clocks.machineOffsetMs = offsetMs;
    clocks.roundTripMs = 40;
    const clock = await clocks.open();
    clocks.true.advance(seconds(20));

    expect(clock.now()).toBe(clocks.databaseNow());
  });

  it.each([hours(1), -hours(1)])('does not notice that the machine was set by %d ms', async (stepMs) => {
    const clocks = new TwoClocks();
    const clock = await clocks.open();
    clocks.machineOffsetMs = stepMs;

    expect(clock.now()).toBe(clocks.databaseNow());
    await clock.measure();
    expect(clock.now()).toBe(clocks.databaseNow());
  });

  it('follows the database by itself, and counts on while it is away', async () => {
    const clocks = new TwoClocks();
    const clock = await clocks.open();
    clocks.databaseOffsetMs = minutes(1);
    clocks.true.advance(seconds(31));
    await clock.measure();
    expect(clock.now()).toBe(clocks.databaseNow());

    clocks.isAway = true;
    await expect(clock.measure()).rejects.toThrow('away');
    clocks.true.advance(hours(1));
    expect(clock.now()).toBe(clocks.databaseNow());
  });

  it('does not trust an answer that was long under way', async () => {
    const clocks = new TwoClocks();
    const clock = await clocks.open();
    clocks.roundTripMs = seconds(5);
    clocks.databaseOffsetMs = seconds(3);
    await clock.measure();

    expect(clock.now()).toBe(clocks.databaseNow() - seconds(3));
  });

  it('does not open without a first answer', async () => {
    const clocks = new TwoClocks();
    clocks.isAway = true;

    await expect(clocks.open()).rejects.toThrow('away');
  });
});
