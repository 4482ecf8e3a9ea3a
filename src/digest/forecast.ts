import type { Forecast } from '../model/outlook.ts';
import { type DurationMs, days, type EpochMs } from '../model/time.ts';

/** One measured value. */
export interface Point {
  readonly at: EpochMs;
  readonly value: number;
}

/** A straight line through measured values, with the range in which its slope lies four times of five. */
export interface Trend {
  /** Value at the newest point, on the line. */
  readonly current: number;
  readonly currentAt: EpochMs;
  readonly perDay: number;
  readonly lowPerDay: number;
  readonly highPerDay: number;
}

/** More points than this say nothing new and cost their square. */
const MOST_POINTS = 200;

/**
 * Fits a line by the median of the slopes between all pairs (Theil–Sen), which a few odd days do not move.
 *
 * @returns `null` for fewer than three points or no time between them.
 */
export function trendOf(points: readonly Point[]): Trend | null {
  const step = Math.max(1, Math.ceil(points.length / MOST_POINTS));
  const sorted = points.toSorted((a, b) => a.at - b.at);
  const kept = sorted.filter((_, index) => (sorted.length - 1 - index) % step === 0);
  const slopes = kept.flatMap((a, index) =>
    kept.slice(index + 1).flatMap((b) => (b.at === a.at ? [] : [(b.value - a.value) / (b.at - a.at)])),
  );
  const last = kept.at(-1);
  if (last === undefined || kept.length < 3 || slopes.length === 0) {
    return null;
  }
  const ascending = slopes.toSorted((a, b) => a - b);
  const doubt = slopeDoubt(kept.length, ascending.length);
  const slope = quantile(ascending, 0.5);
  const offsets = kept.map((point) => point.value - slope * (point.at - last.at)).toSorted((a, b) => a - b);
  return {
    current: quantile(offsets, 0.5),
    currentAt: last.at,
    perDay: slope * days(1),
    lowPerDay: quantile(ascending, 0.5 - doubt) * days(1),
    highPerDay: quantile(ascending, 0.5 + doubt) * days(1),
  };
}

/** Both sides of the middle slope within which the true one lies with 80 %, as a share of all slopes. Source: Sen 1968, from Kendall's tau. */
function slopeDoubt(points: number, slopes: number): number {
  const spread = 1.2816 * Math.sqrt((points * (points - 1) * (2 * points + 5)) / 18);
  return Math.min(0.5, spread / 2 / slopes);
}

/** Where a trend leads after a time, e.g. 140 GB growing by 20 GB a month: 260 GB after six months. */
export function forecast(trend: Trend, aheadMs: DurationMs): Forecast {
  const ahead = aheadMs / days(1);
  return {
    low: trend.current + trend.lowPerDay * ahead,
    middle: trend.current + trend.perDay * ahead,
    high: trend.current + trend.highPerDay * ahead,
  };
}

/** How long until a trend reaches a limit; 0 when it is there, `null` when it never gets there. */
export function timeUntil(trend: Trend, limit: number): DurationMs | null {
  if (trend.current >= limit) {
    return 0;
  }
  return trend.perDay <= 0 ? null : ((limit - trend.current) / trend.perDay) * days(1);
}

/** Data of one resolution: it grows until its oldest part reaches the end of its retention, and then no more. */
export interface Reservoir {
  readonly sizeBytes: number;
  /** Time between its oldest and its newest sample. */
  readonly spanMs: DurationMs;
  readonly retentionMs: DurationMs;
}

/** Time that a block lives past its retention: two days of delay, and up to a block's own length. */
const AFTERLIFE_MS = days(3);

/** Size after a time when retention is taken into account. Ingestion is taken to stay as it is. */
export function plateauForecast(reservoirs: readonly Reservoir[], aheadMs: DurationMs): number {
  return reservoirs.reduce((sum, { sizeBytes, spanMs, retentionMs }) => {
    const fullMs = Math.max(spanMs, retentionMs + AFTERLIFE_MS);
    return sum + (spanMs <= 0 ? sizeBytes : (sizeBytes / spanMs) * Math.min(spanMs + aheadMs, fullMs));
  }, 0);
}

function quantile(ascending: readonly number[], share: number): number {
  const position = (ascending.length - 1) * share;
  const below = ascending[Math.floor(position)] ?? 0;
  const above = ascending[Math.ceil(position)] ?? below;
  return below + (above - below) * (position - Math.floor(position));
}
