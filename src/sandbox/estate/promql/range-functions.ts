import { quantile } from './quantile.ts';

export interface Point {
  readonly timeMs: number;
  readonly value: number;
}

/** The window a range selector looked at: `(startMs, endMs]`. */
export interface Window {
  readonly startMs: number;
  readonly endMs: number;
}

type RangeFunction = (points: readonly Point[], window: Window, parameter: number) => number | undefined;

/**
 * rate, increase and delta share Prometheus' extrapolation: the slope seen between the first and last sample is stretched
 * to the window's edges, but not further than half a sample interval where a series starts or ends inside the window, and a
 * counter never below zero. Source: prometheus promql/functions.go extrapolatedRate.
 */
function extrapolated(points: readonly Point[], window: Window, isCounter: boolean, perSecond: boolean): number | undefined {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 2) return undefined;
  const change = isCounter ? counterChange(points) : last.value - first.value;
  const sampledMs = last.timeMs - first.timeMs;
  const averageMs = sampledMs / (points.length - 1);
  let toStartMs = first.timeMs - window.startMs;
  let toEndMs = window.endMs - last.timeMs;
  const thresholdMs = averageMs * 1.1;
  if (toStartMs >= thresholdMs) toStartMs = averageMs / 2;
  if (isCounter && change > 0 && first.value >= 0) toStartMs = Math.min(toStartMs, sampledMs * (first.value / change));
  if (toEndMs >= thresholdMs) toEndMs = averageMs / 2;
  const factor = (sampledMs + toStartMs + toEndMs) / sampledMs;
  return (change * factor) / (perSecond ? (window.endMs - window.startMs) / 1_000 : 1);
}

function counterChange(points: readonly Point[]): number {
  let total = 0;
  let previous = points[0]?.value ?? 0;
  for (const point of points.slice(1)) {
    total += point.value < previous ? point.value : point.value - previous;
    previous = point.value;
  }
  return total;
}

function instantChange(points: readonly Point[], isRate: boolean): number | undefined {
  const last = points.at(-1);
  const before = points.at(-2);
  if (last === undefined || before === undefined) return undefined;
  const change = isRate && last.value < before.value ? last.value : last.value - before.value;
  return isRate ? change / ((last.timeMs - before.timeMs) / 1_000) : change;
}

/** Least squares; the value of the line at `atMs` and its slope per second. */
function regression(points: readonly Point[], atMs: number): { slope: number; intercept: number } | undefined {
  if (points.length < 2) return undefined;
  let sumX = 0;
  let sumY = 0;
  let sumXY = 0;
  let sumXX = 0;
  for (const point of points) {
    const x = (point.timeMs - atMs) / 1_000;
    sumX += x;
    sumY += point.value;
    sumXY += x * point.value;
    sumXX += x * x;
  }
  const count = points.length;
  const slope = (sumXY - (sumX * sumY) / count) / (sumXX - (sumX * sumX) / count);
  return { slope, intercept: sumY / count - (slope * sumX) / count };
}

const values = (points: readonly Point[]): number[] => points.map((point) => point.value);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, value) => total + value, 0);

function variance(points: readonly Point[]): number {
  const mean = sum(values(points)) / points.length;
  return sum(points.map((point) => (point.value - mean) ** 2)) / points.length;
}

function changes(points: readonly Point[], counts: (before: number, after: number) => boolean): number {
  return points.filter((point, index) => index > 0 && counts(points[index - 1]?.value ?? Number.NaN, point.value)).length;
}

const whenAny = (compute: RangeFunction): RangeFunction => {
  return (points, window, parameter) => (points.length === 0 ? undefined : compute(points, window, parameter));
};

export const rangeFunctions: Readonly<Record<string, RangeFunction>> = {
  rate: (points, window) => extrapolated(points, window, true, true),
  increase: (points, window) => extrapolated(points, window, true, false),
  delta: (points, window) => extrapolated(points, window, false, false),
  irate: (points) => instantChange(points, true),
  idelta: (points) => instantChange(points, false),
  deriv: (points, window) => regression(points, window.endMs)?.slope,
  predict_linear: (points, window, seconds) => {
    const line = regression(points, window.endMs);
    return line === undefined ? undefined : line.intercept + line.slope * seconds;
  },
  max_over_time: whenAny((points) => Math.max(...values(points))),
  min_over_time: whenAny((points) => Math.min(...values(points))),
  avg_over_time: whenAny((points) => sum(values(points)) / points.length),
  sum_over_time: whenAny((points) => sum(values(points))),
  count_over_time: whenAny((points) => points.length),
  last_over_time: whenAny((points) => points.at(-1)?.value),
  present_over_time: whenAny(() => 1),
  stddev_over_time: whenAny((points) => Math.sqrt(variance(points))),
  stdvar_over_time: whenAny((points) => variance(points)),
  quantile_over_time: whenAny((points, _window, rank) => quantile(rank, values(points))),
  changes: whenAny((points) => changes(points, (before, after) => before !== after)),
  resets: whenAny((points) => changes(points, (before, after) => after < before)),
};

/** Functions that keep the metric name, because the value means the same. */
export const nameKeeping: ReadonlySet<string> = new Set(['last_over_time']);
