import { PromqlError } from './errors.ts';
import { type Labels, labelKey, onlyLabels, withoutLabels } from './labels.ts';
import { quantile } from './quantile.ts';
import type { AggregateExpression, InstantSample } from './syntax.ts';

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const average = (values: readonly number[]): number => total(values) / values.length;
const variance = (values: readonly number[]): number => average(values.map((value) => (value - average(values)) ** 2));

const reducers: Readonly<Record<string, (values: readonly number[], parameter: number) => number>> = {
  sum: total,
  avg: average,
  min: (values) => values.reduce((least, value) => (value < least || Number.isNaN(least) ? value : least), Number.NaN),
  max: (values) => values.reduce((most, value) => (value > most || Number.isNaN(most) ? value : most), Number.NaN),
  count: (values) => values.length,
  group: () => 1,
  stddev: (values) => Math.sqrt(variance(values)),
  stdvar: variance,
  quantile: (values, rank) => quantile(rank, values),
};

interface Group {
  readonly labels: Labels;
  readonly samples: InstantSample[];
}

export function aggregate(expression: AggregateExpression, samples: readonly InstantSample[], parameter: number | string): InstantSample[] {
  const groups = grouped(expression, samples);
  if (expression.operator === 'topk' || expression.operator === 'bottomk') return ranked(expression.operator, groups, Number(parameter));
  if (expression.operator === 'count_values') return groups.flatMap((group) => countedValues(group, String(parameter)));
  const reduce = reducers[expression.operator];
  if (reduce === undefined) throw new PromqlError('unsupported', `this sandbox does not evaluate the aggregation ${expression.operator}`);
  return groups.map((group) => ({
    labels: group.labels,
    value: reduce(
      group.samples.map((sample) => sample.value),
      Number(parameter),
    ),
  }));
}

function grouped(expression: AggregateExpression, samples: readonly InstantSample[]): Group[] {
  const groups = new Map<string, Group>();
  for (const sample of samples) {
    const labels = expression.without
      ? withoutLabels(sample.labels, [...expression.labels, '__name__'])
      : onlyLabels(sample.labels, expression.labels);
    const key = labelKey(labels);
    const group = groups.get(key) ?? { labels, samples: [] };
    group.samples.push(sample);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function ranked(operator: string, groups: readonly Group[], count: number): InstantSample[] {
  const direction = operator === 'topk' ? -1 : 1;
  const rank = (value: number): number => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value * direction);
  return groups.flatMap((group) => [...group.samples].sort((a, b) => rank(a.value) - rank(b.value)).slice(0, Math.max(0, count)));
}

function countedValues(group: Group, label: string): InstantSample[] {
  const counts = new Map<string, number>();
  for (const sample of group.samples) counts.set(String(sample.value), (counts.get(String(sample.value)) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ labels: { ...group.labels, [label]: value }, value: count }));
}
