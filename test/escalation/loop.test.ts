import { describe, expect, it } from 'vitest';
import { startLoop } from '../../src/escalation/loop.ts';
import { ManualClock } from '../scenarios/manual-clock.ts';
import { quietLogger } from '../store/databases.ts';

/** Lets promises that are settled already run their continuations. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('escalation/loop', () => {
  it('goes on after a run that throws', async () => {
    const clock = new ManualClock(0);
    let runs = 0;
    startLoop({ clock, logger: quietLogger, everyMs: 1_000, name: 'test' }, async () => {
      runs += 1;
      throw new Error('no');
    });
    for (let turn = 0; turn < 3; turn += 1) {
      clock.advance(1_000);
      await settled();
    }

    expect(runs).toBe(3);
  });

  it('runs again right away while there is more to do', async () => {
    const clock = new ManualClock(0);
    const answers = [true, true, false];
    let runs = 0;
    startLoop({ clock, logger: quietLogger, everyMs: 1_000, name: 'test' }, async () => {
      runs += 1;
      return answers.shift() ?? false;
    });
    clock.advance(1_000);
    for (let turn = 0; turn < 5; turn += 1) {
      await settled();
      clock.advance(0);
    }

    expect(runs).toBe(3);
  });

  it('remembers a ring that comes during a run, and never runs twice at once', async () => {
    const clock = new ManualClock(0);
    let atOnce = 0;
    let most = 0;
    let runs = 0;
    const loop = startLoop({ clock, logger: quietLogger, everyMs: 60_000, name: 'test' }, async () => {
      runs += 1;
      atOnce += 1;
      most = Math.max(most, atOnce);
      if (runs === 1) {
        loop.wake();
      }
      await settled();
      atOnce -= 1;
      return false;
    });
    loop.wake();
    for (let turn = 0; turn < 6; turn += 1) {
      clock.advance(0);
      await settled();
    }

    expect({ runs, most }).toEqual({ runs: 2, most: 1 });
  });

  it('asks anew after each run how long to rest', async () => {
    const clock = new ManualClock(0);
    const rests = [1_000, 5_000];
    const ranAt: number[] = [];
    startLoop({ clock, logger: quietLogger, everyMs: () => rests.shift() ?? 10_000, name: 'test' }, async () => {
      ranAt.push(clock.now());
      return false;
    });
    for (let second = 1; second <= 8; second += 1) {
      clock.advance(1_000);
      await settled();
    }

    expect(ranAt).toEqual([1_000, 6_000]);
  });

  it('makes one run of many rings within a moment, and none of them puts it off', async () => {
    const clock = new ManualClock(0);
    const ranAt: number[] = [];
    const loop = startLoop({ clock, logger: quietLogger, everyMs: 60_000, name: 'test' }, async () => {
      ranAt.push(clock.now());
      return false;
    });
    for (let ring = 0; ring < 5; ring += 1) {
      loop.wake(500);
      clock.advance(100);
      await settled();
    }
    clock.advance(5_000);
    await settled();

    expect(ranAt).toEqual([500]);
  });

  it('lets an urgent ring overtake one that can wait', async () => {
    const clock = new ManualClock(0);
    const ranAt: number[] = [];
    const loop = startLoop({ clock, logger: quietLogger, everyMs: 60_000, name: 'test' }, async () => {
      ranAt.push(clock.now());
      return false;
    });
    loop.wake(500);
    loop.wake();
    clock.advance(0);
    await settled();
    clock.advance(5_000);
    await settled();

    expect(ranAt).toEqual([0]);
  });

  it('stops after the run under way', async () => {
    const clock = new ManualClock(0);
    let runs = 0;
    const loop = startLoop({ clock, logger: quietLogger, everyMs: 1_000, name: 'test' }, async () => {
      runs += 1;
      return true;
    });
    clock.advance(1_000);
    await loop.stop();
    clock.advance(10_000);
    await settled();

    expect(runs).toBe(1);
  });
});
