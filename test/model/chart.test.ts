import { describe, expect, it } from 'vitest';
import { readableChart } from '../../src/model/chart.ts';

const chart = (unit: string, ...values: readonly number[]) =>
  ({ title: 'a', type: 'line', labels: values.map(String), unit, series: [{ name: 'a', values }] }) as const;

describe('model/chart', () => {
  it.each([
    ['bytes', [2 ** 30, 3 * 2 ** 30], 'GiB', [1, 3]],
    ['ratio', [0.25, 0.5], '%', [25, 50]],
    ['seconds', [20, 45.5], 's', [20, 45.5]],
    ['seconds', [600, 3_600], 'min', [10, 60]],
    ['seconds', [3_600, 14_400], 'h', [1, 4]],
    ['seconds', [86_400, 864_000], 'd', [1, 10]],
    ['count', [7_200], 'count', [7_200]],
  ])('puts %s %j into %s', (unit, values, readable, shown) => {
    const { series, ...rest } = readableChart(chart(unit, ...values));

    expect(rest.unit).toBe(readable);
    expect(series[0]?.values).toEqual(shown);
  });
});
