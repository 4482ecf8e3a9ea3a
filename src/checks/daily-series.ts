import type { MeasuredSeries, Unit } from '../model/health.ts';
import type { EpochMs } from '../model/time.ts';

/** A line needs this many days before it says more than the numbers do. */
const LEAST = 3;
const MOST = 30;

type Point = MeasuredSeries['points'][number];

/** What the daily runs measured, up to now, as a line for a picture; none while there are too few days. */
export function dailySeries(
  name: string,
  unit: Unit,
  history: readonly Point[],
  now: { readonly at: EpochMs; readonly value: number },
): readonly MeasuredSeries[] {
  const points = [...history, now].slice(-MOST);
  return points.length < LEAST ? [] : [{ name, unit, points }];
}
