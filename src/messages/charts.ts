import type { CheckReport, MeasuredSeries, Unit } from '../model/health.ts';
import type { Chart, Message } from '../model/message.ts';
import { type DurationMs, days, type EpochMs, hours, localTime, minutes } from '../model/time.ts';
import { formatMeasure } from './measures.ts';
import { say } from './say.ts';
import type { View } from './view.ts';
import { checkTitle, plain } from './wording.ts';

/** Slack draws at most so many points and lines in one chart, and two charts in one message. */
const POINTS = 20;
const LINES = 6;
const CHARTS = 2;

/** Pictures of what checks measured over time: one per number, with a line for each cluster; one per unit when there is one report. */
export function chartsOf(reports: readonly CheckReport[], view: View): readonly Chart[] {
  const drawn = reports.filter(({ series }) => (series ?? []).some(({ points }) => points.length > 1));
  const [first] = drawn;
  if (first === undefined) {
    return [];
  }
  const title = checkTitle(view.locale, first.checkId);
  const nameOf = (name: string): string => plain(view.locale, say('chart.series', { name }));
  if (drawn.length === 1) {
    const groups = [...Map.groupBy(first.series ?? [], ({ unit }) => unit)];
    return groups.map(([unit, series]) =>
      lineChart(groups.length === 1 ? title : `${title} · ${nameOf(unit)}`, unit, rename(series, nameOf), view),
    );
  }
  const names = [...new Set(drawn.flatMap(({ series }) => (series ?? []).map(({ name }) => name)))];
  return names.map((name) => {
    const lines = drawn.flatMap(({ cluster, series }) =>
      (series ?? []).filter((one) => one.name === name).map((one) => ({ ...one, name: cluster })),
    );
    return lineChart(`${title} · ${nameOf(name)}`, lines[0]?.unit ?? 'count', lines, view);
  });
}

function rename(series: readonly MeasuredSeries[], nameOf: (name: string) => string): readonly MeasuredSeries[] {
  return series.map((one) => ({ ...one, name: nameOf(one.name) }));
}

/** Lines over a common grid of times; where a line has no value in a step, it has a gap. Of too many lines those with the largest ends stay. */
export function lineChart(title: string, unit: Unit, series: readonly MeasuredSeries[], { timeZone }: View): Chart {
  const ends = series.toSorted((a, b) => (b.points.at(-1)?.value ?? 0) - (a.points.at(-1)?.value ?? 0)).slice(0, LINES);
  const kept = series.filter((one) => ends.includes(one));
  const { from, stepMs, count } = gridOf(kept.flatMap(({ points }) => points.map(({ at }) => at)));
  const slots = Array.from({ length: count }, (_, index) => index);
  const lines = kept.map(({ name, points }) => {
    const values = new Map(points.map(({ at, value }) => [Math.round((at - from) / stepMs), value]));
    return { name, values: slots.map((slot) => values.get(slot) ?? null) };
  });
  return { title, type: 'line', unit, labels: slots.map((slot) => label(from + slot * stepMs, stepMs, timeZone)), series: lines };
}

/** Steps that people count in. */
const STEPS_MS: readonly DurationMs[] = [
  ...[1, 2, 5, 10, 15, 30].map(minutes),
  ...[1, 2, 3, 6, 12].map(hours),
  ...[1, 2, 3, 7, 14, 30, 60].map(days),
];

/** Even steps, as far apart as the measurements usually are, or further when there are too many. */
function gridOf(times: readonly EpochMs[]): { readonly from: EpochMs; readonly stepMs: DurationMs; readonly count: number } {
  const sorted = [...new Set(times)].toSorted((a, b) => a - b);
  const from = sorted[0] ?? 0;
  const spanMs = (sorted.at(-1) ?? from) - from;
  const gaps = sorted.slice(1).map((at, index) => at - (sorted[index] ?? at));
  const usualMs = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 1;
  // A day's runs are never a day apart to the second.
  const leastMs = Math.max(usualMs * 0.9, spanMs / (POINTS - 1));
  const stepMs = STEPS_MS.find((step) => step >= leastMs) ?? leastMs;
  return { from, stepMs, count: Math.min(POINTS, Math.round(spanMs / stepMs) + 1) };
}

/** `11-22`, and the time where a step is shorter than a day. */
function label(at: EpochMs, stepMs: DurationMs, timeZone: string): string {
  const { date, time } = localTime(at, timeZone);
  return stepMs >= days(1) ? date.slice(5) : `${date.slice(5)} ${time}`;
}

/** Messages with as many charts as one may carry; their text says where each line began and ended. */
export function chartMessages(charts: readonly Chart[], view: View): readonly Message[] {
  return Array.from({ length: Math.ceil(charts.length / CHARTS) }, (_, index) => {
    const some = charts.slice(index * CHARTS, (index + 1) * CHARTS);
    return {
      text: [some.map((chart) => chartWords(chart, view)).join(' ')],
      blocks: some.map((chart) => ({ kind: 'chart' as const, chart })),
    };
  });
}

/** What a chart shows, for those who do not see it. */
export function chartWords({ title, unit, labels, series }: Chart, view: View): string {
  const said = (value: number | undefined): string => (value === undefined ? '–' : formatMeasure(value, unitOf(unit), view));
  const lines = series.map(({ name, values }) => {
    const known = values.filter((value) => value !== null);
    return plain(view.locale, say('chart.was', { name, first: said(known[0]), last: said(known.at(-1)) }));
  });
  return `${title} (${labels[0] ?? ''} – ${labels.at(-1) ?? ''}): ${lines.join('; ')}.`;
}

function unitOf(unit: string): Unit {
  return unit === 'bytes' || unit === 'ratio' || unit === 'seconds' ? unit : 'count';
}
