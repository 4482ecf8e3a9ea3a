import { describe, expect, it } from 'vitest';
import { forecast, plateauForecast, timeUntil, trendOf } from '../../src/digest/forecast.ts';
import { days } from '../../src/model/time.ts';
import { NOW } from '../checks/config.ts';

const MONTH = days(30);
const monthly = (...values: readonly number[]) => values.map((value, index) => ({ at: NOW - (values.length - 1 - index) * MONTH, value }));

describe('digest/forecast', () => {
  it("gives the manual's example: 140 GB growing by 20 GB a month are 260 GB after six", () => {
    const trend = trendOf(monthly(80, 100, 120, 140));

    expect(trend === null ? null : forecast(trend, 6 * MONTH).middle).toBeCloseTo(260);
  });

  it('is not moved by one odd day', () => {
    const steady = trendOf(monthly(100, 110, 120, 130, 140, 150, 160));
    const odd = trendOf(monthly(100, 110, 120, 900, 140, 150, 160));

    expect(odd?.perDay).toBeCloseTo(steady?.perDay ?? Number.NaN);
    expect(odd?.current).toBeCloseTo(160);
  });

  it('gives a range that holds the middle', () => {
    const trend = trendOf(monthly(100, 115, 118, 140, 139, 155));
    const ahead = trend === null ? null : forecast(trend, MONTH);

    expect(ahead?.low).toBeLessThan(ahead?.middle ?? 0);
    expect(ahead?.high).toBeGreaterThan(ahead?.middle ?? 0);
  });

  it.each([
    ['no points', []],
    ['two points', monthly(1, 2)],
    ['points of one instant', [1, 2, 3].map((value) => ({ at: NOW, value }))],
  ])('has no trend from %s', (_name, points) => {
    expect(trendOf(points)).toBeNull();
  });

  it('fits thousands of points without comparing all pairs', () => {
    const points = Array.from({ length: 20_000 }, (_, index) => ({ at: NOW + index * 1_000, value: index }));

    expect(trendOf(points)?.perDay).toBeCloseTo(86_400);
  });

  it.each([
    ['growing', monthly(100, 120, 140), 160, 30],
    ['already there', monthly(100, 120, 140), 140, 0],
    ['shrinking', monthly(140, 120, 100), 160, null],
  ])('tells the time until a limit when %s', (_name, points, limit, inDays) => {
    const trend = trendOf(points);
    const untilMs = trend === null ? undefined : timeUntil(trend, limit);

    expect(typeof untilMs === 'number' ? Math.round(untilMs / days(1)) : untilMs).toBe(inDays);
  });

  it('stops growing where retention ends', () => {
    const raw = { sizeBytes: 70, spanMs: days(10), retentionMs: days(7) };
    const hourly = { sizeBytes: 30, spanMs: days(30), retentionMs: days(87) };

    expect(plateauForecast([raw], days(90))).toBe(70);
    expect(plateauForecast([hourly], days(30))).toBeCloseTo(60);
    expect(plateauForecast([raw, hourly], days(900))).toBeCloseTo(160);
  });
});
