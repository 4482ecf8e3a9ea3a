import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/clients/clock.ts';
import { days } from '../../src/model/time.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('clients/clock', () => {
  it('calls back once after the duration', () => {
    const callback = vi.fn();
    systemClock.after(1_000, callback);
    vi.advanceTimersByTime(999);
    expect(callback).not.toHaveBeenCalled();
    vi.advanceTimersByTime(5_000);
    expect(callback).toHaveBeenCalledOnce();
  });

  it('waits longer than one timer of Node can', () => {
    const callback = vi.fn();
    systemClock.after(days(60), callback);
    vi.advanceTimersByTime(days(60) - 1);
    expect(callback).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(callback).toHaveBeenCalledOnce();
  });

  it('does not call back once it was cancelled, in the first stretch or a later one', () => {
    const callback = vi.fn();
    const cancels = [systemClock.after(1_000, callback), systemClock.after(days(60), callback)];
    vi.advanceTimersByTime(500);
    cancels[0]?.();
    vi.advanceTimersByTime(days(30));
    cancels[1]?.();
    vi.advanceTimersByTime(days(90));
    expect(callback).not.toHaveBeenCalled();
  });
});
