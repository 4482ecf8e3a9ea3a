import type { Chart } from './message.ts';

const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** A unit is used from two of it on. */
const TIME_UNITS = [
  { unit: 'd', seconds: 86_400 },
  { unit: 'h', seconds: 3_600 },
  { unit: 'min', seconds: 60 },
] as const;

/** The chart in the units that people read: bytes in the largest binary unit that fits, ratios in percent, times from minutes to days. */
export function readableChart(chart: Chart): Chart {
  const { unit, factor } = scaleOf(chart);
  const values = (all: readonly (number | null)[]) =>
    all.map((value) => (value === null || !Number.isFinite(value) ? null : Number((value * factor).toPrecision(4))));
  return { ...chart, unit, series: chart.series.map((series) => ({ ...series, values: values(series.values) })) };
}

function scaleOf(chart: Chart): { readonly unit: string; readonly factor: number } {
  if (chart.unit === 'ratio') {
    return { unit: '%', factor: 100 };
  }
  const finite = chart.series.flatMap(({ values }) => values.filter((value) => value !== null && Number.isFinite(value)));
  const largest = finite.reduce<number>((most, value) => Math.max(most, Math.abs(value ?? 0)), 1);
  if (chart.unit === 'seconds') {
    const time = TIME_UNITS.find(({ seconds }) => largest >= 2 * seconds);
    return { unit: time?.unit ?? 's', factor: 1 / (time?.seconds ?? 1) };
  }
  if (chart.unit !== 'bytes') {
    return { unit: chart.unit, factor: 1 };
  }
  const power = Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log2(largest) / 10));
  return { unit: BYTE_UNITS[power] ?? 'B', factor: 1 / 1_024 ** power };
}
