import type { EpochMs } from '../model/time.ts';
import { PromqlError } from '../promql/errors.ts';
import { Evaluation, type Value } from '../promql/evaluate.ts';
import { type Labels, labelKey } from '../promql/labels.ts';
import type { Expression, SeriesSource } from '../promql/syntax.ts';

export function numberText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  return String(value);
}

const pair = (timeMs: EpochMs, value: number): [number, string] => [timeMs / 1_000, numberText(value)];

export function instantData(source: SeriesSource, expression: Expression, timeMs: EpochMs): unknown {
  const value = new Evaluation(source).evaluate(expression, timeMs);
  switch (value.kind) {
    case 'scalar':
      return { resultType: 'scalar', result: pair(timeMs, value.value) };
    case 'text':
      return { resultType: 'string', result: [timeMs / 1_000, value.value] };
    case 'vector':
      return {
        resultType: 'vector',
        result: value.samples.map((sample) => ({ metric: sample.labels, value: pair(timeMs, sample.value) })),
      };
    case 'matrix':
      return {
        resultType: 'matrix',
        result: value.rows.map((row) => ({ metric: row.labels, values: row.points.map((point) => pair(point.timeMs, point.value)) })),
      };
  }
}

const maximumSteps = 11_000;

export function rangeData(source: SeriesSource, expression: Expression, startMs: EpochMs, endMs: EpochMs, stepMs: number): unknown {
  if (endMs < startMs) throw new PromqlError('bad_data', 'invalid parameter "end": end timestamp must not be before start time');
  if ((endMs - startMs) / stepMs > maximumSteps) {
    throw new PromqlError(
      'bad_data',
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    );
  }
  const evaluation = new Evaluation(source);
  const rows = new Map<string, { metric: Labels; values: [number, string][] }>();
  for (let timeMs = startMs; timeMs <= endMs; timeMs += stepMs) {
    for (const sample of samplesOf(evaluation.evaluate(expression, timeMs))) {
      const key = labelKey(sample.labels);
      const row = rows.get(key) ?? { metric: sample.labels, values: [] };
      row.values.push(pair(timeMs, sample.value));
      rows.set(key, row);
    }
  }
  return { resultType: 'matrix', result: [...rows.values()] };
}

function samplesOf(value: Value): readonly { labels: Labels; value: number }[] {
  if (value.kind === 'vector') return value.samples;
  if (value.kind === 'scalar') return [{ labels: {}, value: value.value }];
  throw new PromqlError(
    'bad_data',
    `invalid expression type "${value.kind === 'matrix' ? 'range vector' : 'string'}" for range query, must be Scalar or instant Vector`,
  );
}
