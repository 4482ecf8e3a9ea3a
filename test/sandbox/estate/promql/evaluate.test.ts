import { describe, expect, it } from 'vitest';
import { PromqlError } from '../../../../src/sandbox/estate/promql/errors.ts';
import { Evaluation } from '../../../../src/sandbox/estate/promql/evaluate.ts';
import { parsePromql } from '../../../../src/sandbox/estate/promql/parse.ts';
import type { Series, SeriesSource } from '../../../../src/sandbox/estate/promql/syntax.ts';

const nowMs = 3_600_000;

function series(name: string, labels: Record<string, string>, at: (seconds: number) => number | undefined): Series {
  return { labels: { __name__: name, ...labels }, at: (timeMs) => at(timeMs / 1_000) };
}

const all: readonly Series[] = [
  series('requests_total', { job: 'a', instance: '1' }, (seconds) => seconds * 2),
  series('requests_total', { job: 'a', instance: '2' }, (seconds) => (seconds % 1_800) * 1),
  series('requests_total', { job: 'b', instance: '1' }, (seconds) => (seconds < 3_000 ? undefined : 10)),
  series('limit', { job: 'a' }, () => 10_000),
  series('limit', { job: 'b' }, () => 5),
  series('level', { disk: 'x' }, (seconds) => 100 - seconds / 60),
  series('latency_bucket', { le: '0.1' }, () => 50),
  series('latency_bucket', { le: '1.0' }, () => 90),
  series('latency_bucket', { le: '+Inf' }, () => 100),
];

const source: SeriesSource = {
  intervalMs: 30_000,
  select: (matchers) => all.filter((one) => matchers.every((matcher) => matcher.matches(one.labels[matcher.name] ?? ''))),
};

function evaluate(expression: string): unknown {
  const value = new Evaluation(source).evaluate(parsePromql(expression), nowMs);
  if (value.kind === 'scalar') return value.value;
  if (value.kind !== 'vector') return value.kind;
  return value.samples.map((sample) => [sample.labels, Math.round(sample.value * 1e6) / 1e6]);
}

describe('sandbox/estate/promql/evaluate', () => {
  it.each([
    ['2 + 3 * 4', 14],
    ['2 ^ 3 ^ 2', 512],
    ['-(1 + 2)', -3],
    ['1h', 3_600],
    ['0x10', 16],
    ['7 % 4', 3],
    ['1 == bool 2', 0],
    ['time()', 3_600],
    ['scalar(limit{job="a"})', 10_000],
  ])('computes %s', (expression, wanted) => {
    expect(evaluate(expression)).toBe(wanted);
  });

  it.each<readonly [string, string, unknown]>([
    ['a rate drops the name', 'rate(requests_total{instance="1",job="a"}[5m])', [[{ job: 'a', instance: '1' }, 2]]],
    [
      'a counter reset does not make a rate negative',
      'increase(requests_total{instance="2"}[10m] offset 28m)',
      [[{ job: 'a', instance: '2' }, 568.421053]],
    ],
    [
      'offset looks back',
      'requests_total{job="a",instance="1"} offset 10m',
      [[{ __name__: 'requests_total', job: 'a', instance: '1' }, 6_000]],
    ],
    [
      'sum by',
      'sum by (job) (requests_total)',
      [
        [{ job: 'a' }, 7_200],
        [{ job: 'b' }, 10],
      ],
    ],
    ['sum without', 'sum without (instance) (requests_total{job="a"})', [[{ job: 'a' }, 7_200]]],
    ['regular expressions are anchored', 'count(requests_total{job=~"a|"})', [[{}, 2]]],
    ['a negated regular expression', 'count(requests_total{job!~"a.*"})', [[{}, 1]]],
    ['a comparison filters and keeps the name', 'limit > 100', [[{ __name__: 'limit', job: 'a' }, 10_000]]],
    [
      'bool returns one and zero',
      'limit > bool 100',
      [
        [{ job: 'a' }, 1],
        [{ job: 'b' }, 0],
      ],
    ],
    [
      'many to one with group_left',
      'requests_total / on (job) group_left limit > 0.1',
      [
        [{ job: 'a', instance: '1' }, 0.72],
        [{ job: 'b', instance: '1' }, 2],
      ],
    ],
    [
      'one to one on labels',
      'sum by (job) (requests_total) / on (job) limit',
      [
        [{ job: 'a' }, 0.72],
        [{ job: 'b' }, 2],
      ],
    ],
    ['and', 'limit and on (job) requests_total{instance="2"}', [[{ __name__: 'limit', job: 'a' }, 10_000]]],
    ['unless', 'limit unless on (job) requests_total{instance="2"}', [[{ __name__: 'limit', job: 'b' }, 5]]],
    [
      'or',
      'limit{job="b"} or vector(1)',
      [
        [{ __name__: 'limit', job: 'b' }, 5],
        [{}, 1],
      ],
    ],
    ['topk', 'topk(1, limit)', [[{ __name__: 'limit', job: 'a' }, 10_000]]],
    ['quantile over a group', 'quantile(0.5, limit)', [[{}, 5_002.5]]],
    ['histogram_quantile interpolates inside the bucket', 'histogram_quantile(0.7, latency_bucket)', [[{}, 0.55]]],
    ['histogram_quantile in the last bucket gives its lower bound', 'histogram_quantile(0.99, latency_bucket)', [[{}, 1]]],
    ['predict_linear', 'predict_linear(level[30m], 600)', [[{ disk: 'x' }, 30]]],
    ['deriv', 'deriv(level[30m]) * 60', [[{ disk: 'x' }, -1]]],
    ['max_over_time', 'max_over_time(level[10m])', [[{ disk: 'x' }, 49.5]]],
    ['count_over_time counts (start, end]', 'count_over_time(level[10m])', [[{ disk: 'x' }, 20]]],
    ['count_over_time of a series that began inside', 'count_over_time(requests_total{job="b"}[20m])', [[{ job: 'b', instance: '1' }, 21]]],
    ['a subquery', 'max_over_time(rate(requests_total{job="a",instance="1"}[5m])[30m:5m])', [[{ job: 'a', instance: '1' }, 2]]],
    ['absent carries the equal matchers', 'absent(nothing{job="x",code!="5"})', [[{ job: 'x' }, 1]]],
    ['absent of something is empty', 'absent(limit)', []],
    [
      'label_replace',
      'label_replace(limit{job="a"}, "team", "$1-team", "job", "(.*)")',
      [[{ __name__: 'limit', job: 'a', team: 'a-team' }, 10_000]],
    ],
    [
      'label_join',
      'label_join(requests_total{instance="2"}, "id", "/", "job", "instance")',
      [[{ __name__: 'requests_total', job: 'a', instance: '2', id: 'a/2' }, 0]],
    ],
    ['clamp and round', 'clamp_max(round(level{disk="x"} / 3), 12)', [[{ disk: 'x' }, 12]]],
    ['timestamp', 'timestamp(limit{job="a"})', [[{ job: 'a' }, 3_600]]],
  ])('evaluates: %s', (_name, expression, wanted) => {
    expect(evaluate(expression)).toEqual(wanted);
  });

  it.each([
    ['sum(', 'bad_data'],
    ['{}', 'bad_data'],
    ['limit[5x]', 'bad_data'],
    ['rate(limit)', 'bad_data'],
    ['limit + on (missing) limit', 'execution'],
    ['holt_winters(level[5m], 0.5, 0.5)', 'bad_data'],
    ['info(limit)', 'unsupported'],
  ])('refuses %s as %s', (expression, kind) => {
    const attempt = (): unknown => evaluate(expression);
    expect(attempt).toThrow(PromqlError);
    expect(attempt).toThrow(expect.objectContaining({ kind }));
  });
});
