import type { EpochMs } from './time.ts';

export interface Interval {
  readonly fromMs: EpochMs;
  toMs: EpochMs | undefined;
}

export function isActiveAt(interval: Interval, timeMs: EpochMs): boolean {
  return interval.fromMs <= timeMs && (interval.toMs === undefined || timeMs < interval.toMs);
}

/** How much of `(startMs, endMs]` the intervals cover, in milliseconds; overlapping intervals count once. */
export function coveredMs(intervals: readonly Interval[], startMs: EpochMs, endMs: EpochMs): number {
  let covered = 0;
  let reached = startMs;
  for (const interval of [...intervals].sort((a, b) => a.fromMs - b.fromMs)) {
    const from = Math.max(interval.fromMs, reached);
    const to = Math.min(interval.toMs ?? endMs, endMs);
    if (to > from) {
      covered += to - from;
      reached = to;
    }
  }
  return covered;
}

/** A condition that switches on and off; remembers when. */
export class Switch {
  readonly intervals: Interval[] = [];

  set(isOn: boolean, timeMs: EpochMs): void {
    const last = this.intervals.at(-1);
    const wasOn = last !== undefined && last.toMs === undefined;
    if (isOn && !wasOn) this.intervals.push({ fromMs: timeMs, toMs: undefined });
    if (!isOn && wasOn) last.toMs = timeMs;
    if (this.intervals.length > 200) this.intervals.shift();
  }

  isOnAt(timeMs: EpochMs): boolean {
    return this.intervals.some((interval) => isActiveAt(interval, timeMs));
  }

  durationMs(startMs: EpochMs, endMs: EpochMs): number {
    return coveredMs(this.intervals, startMs, endMs);
  }
}
