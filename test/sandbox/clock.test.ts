import { describe, expect, it } from 'vitest';
import { hours, minutes } from '../../src/model/time.ts';
import { createSandboxClock } from '../../src/sandbox/clock.ts';

const START = Date.UTC(2026, 10, 22);

/** A clock over real time held in the hand. */
function held(speed: number) {
  let real = 0;
  const clock = createSandboxClock(START, speed, () => real);
  return { clock, pass: (realMs: number) => (real += realMs) };
}

describe('sandbox/clock', () => {
  it('lets a minute pass in a second at speed 60', () => {
    const { clock, pass } = held(60);

    pass(1_000);

    expect(clock.now() - START).toBe(minutes(1));
  });

  it('does not jump when the speed changes', () => {
    const { clock, pass } = held(60);
    pass(1_000);

    clock.setSpeed(1);
    pass(500);

    expect(clock.now() - START).toBe(minutes(1) + 500);
  });

  it('stands still while paused and goes on from there', () => {
    const { clock, pass } = held(1);
    pass(100);

    clock.pause();
    pass(5_000);
    clock.resume();
    pass(100);

    expect(clock.now() - START).toBe(200);
  });

  it('calls what falls due within a step, in order, once', () => {
    const { clock } = held(1);
    const called: string[] = [];
    clock.after(hours(2), () => called.push('second'));
    clock.after(hours(1), () => called.push('first'));
    const cancel = clock.after(hours(1), () => called.push('cancelled'));
    cancel();

    clock.step(hours(3));
    clock.step(hours(3));

    expect(called).toEqual(['first', 'second']);
  });
});
