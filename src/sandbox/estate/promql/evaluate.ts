import { aggregate } from './aggregate.ts';
import { scalarWithScalar, setOperation, vectorWithScalar, vectorWithVector } from './binary.ts';
import { PromqlError } from './errors.ts';
import { calendarFunctions, labelJoin, labelReplace, mapSamples, sampleFunctions, sorted } from './functions.ts';
import { histogramQuantile } from './histogram.ts';
import { type Labels, withoutName } from './labels.ts';
import { nameKeeping, type Point, rangeFunctions } from './range-functions.ts';
import type { BinaryExpression, Expression, InstantSample, RangeSelector, Selector, Series, SeriesSource, Subquery } from './syntax.ts';

export type Value =
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'vector'; readonly samples: readonly InstantSample[] }
  | { readonly kind: 'matrix'; readonly startMs: number; readonly endMs: number; readonly rows: readonly MatrixRow[] };

export interface MatrixRow {
  readonly labels: Labels;
  readonly points: readonly Point[];
}

/** Long windows are looked at this often at most; functions that count samples look at every one up to a day's worth. */
const maximumPoints = 720;
const maximumCounted = 2_880;
const countingFunctions: ReadonlySet<string> = new Set(['count_over_time', 'sum_over_time', 'changes', 'resets']);
const lookbackMs = 300_000;

/** Evaluates expressions at instants; series found for a selector are kept, so make one evaluation per request. */
export class Evaluation {
  readonly #source: SeriesSource;
  readonly #selected = new Map<Selector['matchers'], readonly Series[]>();

  constructor(source: SeriesSource) {
    this.#source = source;
  }

  evaluate(expression: Expression, timeMs: number): Value {
    switch (expression.kind) {
      case 'number':
        return { kind: 'scalar', value: expression.value };
      case 'string':
        return { kind: 'text', value: expression.value };
      case 'selector':
        return { kind: 'vector', samples: this.#instant(expression, timeMs) };
      case 'range':
        return this.#range(expression, timeMs);
      case 'subquery':
        return this.#subquery(expression, timeMs);
      case 'negate':
        return this.#negate(expression.inner, timeMs);
      case 'aggregate': {
        const parameter = expression.parameter === undefined ? Number.NaN : this.#parameter(expression.parameter, timeMs);
        return { kind: 'vector', samples: aggregate(expression, this.#vector(expression.inner, timeMs), parameter) };
      }
      case 'binary':
        return this.#binary(expression, timeMs);
      case 'call':
        return this.#call(expression.name, expression.parameters, timeMs);
    }
  }

  #series(matchers: Selector['matchers']): readonly Series[] {
    const known = this.#selected.get(matchers);
    if (known !== undefined) return known;
    const series = this.#source.select(matchers);
    this.#selected.set(matchers, series);
    return series;
  }

  /** The newest sample of the last five minutes at most; a series that has ended is gone at once, as with a staleness marker. */
  #instant(selector: Selector, timeMs: number): InstantSample[] {
    const wantedMs = (selector.atMs ?? timeMs) - selector.offsetMs;
    const interval = Math.min(this.#source.intervalMs, lookbackMs);
    const sampleMs = Math.floor(wantedMs / interval) * interval;
    const samples: InstantSample[] = [];
    for (const series of this.#series(selector.matchers)) {
      const value = series.at(sampleMs);
      if (value !== undefined) samples.push({ labels: series.labels, value });
    }
    return samples;
  }

  #range(expression: RangeSelector, timeMs: number, points = maximumCounted): Value {
    const { selector, rangeMs } = expression;
    const endMs = (selector.atMs ?? timeMs) - selector.offsetMs;
    const startMs = endMs - rangeMs;
    const interval = this.#source.intervalMs * Math.max(1, Math.ceil(rangeMs / this.#source.intervalMs / points));
    const rows: MatrixRow[] = [];
    for (const series of this.#series(selector.matchers)) {
      const seen = pointsOf(series, startMs, endMs, interval);
      if (seen.length > 0) rows.push({ labels: series.labels, points: seen });
    }
    return { kind: 'matrix', startMs, endMs, rows };
  }

  #subquery(expression: Subquery, timeMs: number): Value {
    const endMs = timeMs - expression.offsetMs;
    const startMs = endMs - expression.rangeMs;
    const rows = new Map<string, { labels: Labels; points: Point[] }>();
    for (let at = Math.floor(startMs / expression.stepMs) * expression.stepMs + expression.stepMs; at <= endMs; at += expression.stepMs) {
      for (const sample of this.#vector(expression.inner, at)) {
        const key = JSON.stringify(sample.labels);
        const row = rows.get(key) ?? { labels: sample.labels, points: [] };
        row.points.push({ timeMs: at, value: sample.value });
        rows.set(key, row);
      }
    }
    return { kind: 'matrix', startMs, endMs, rows: [...rows.values()] };
  }

  #vector(expression: Expression, timeMs: number): readonly InstantSample[] {
    const value = this.evaluate(expression, timeMs);
    if (value.kind === 'vector') return value.samples;
    throw new PromqlError('bad_data', `expected type instant vector, got ${value.kind === 'matrix' ? 'range vector' : value.kind}`);
  }

  #parameter(expression: Expression, timeMs: number): number | string {
    const value = this.evaluate(expression, timeMs);
    if (value.kind === 'scalar' || value.kind === 'text') return value.value;
    throw new PromqlError('bad_data', `expected type scalar, got ${value.kind}`);
  }

  #numbers(expressions: readonly Expression[], timeMs: number): number[] {
    return expressions.map((expression) => Number(this.#parameter(expression, timeMs)));
  }

  #negate(inner: Expression, timeMs: number): Value {
    const value = this.evaluate(inner, timeMs);
    if (value.kind === 'scalar') return { kind: 'scalar', value: -value.value };
    if (value.kind === 'vector') return { kind: 'vector', samples: mapSamples(value.samples, (number) => -number) };
    throw new PromqlError('bad_data', 'unary expression only allowed on expressions of type scalar or instant vector');
  }

  #binary(expression: BinaryExpression, timeMs: number): Value {
    const left = this.evaluate(expression.left, timeMs);
    const right = this.evaluate(expression.right, timeMs);
    if (left.kind === 'scalar' && right.kind === 'scalar') {
      return { kind: 'scalar', value: scalarWithScalar(expression, left.value, right.value) };
    }
    if (left.kind === 'vector' && right.kind === 'scalar') {
      return { kind: 'vector', samples: vectorWithScalar(expression, left.samples, right.value, false) };
    }
    if (left.kind === 'scalar' && right.kind === 'vector') {
      return { kind: 'vector', samples: vectorWithScalar(expression, right.samples, left.value, true) };
    }
    if (left.kind !== 'vector' || right.kind !== 'vector') {
      throw new PromqlError('bad_data', 'binary expression must contain only scalar and instant vector types');
    }
    const isSet = expression.operator === 'and' || expression.operator === 'or' || expression.operator === 'unless';
    const combine = isSet ? setOperation : vectorWithVector;
    return { kind: 'vector', samples: combine(expression, left.samples, right.samples) };
  }

  #call(name: string, parameters: readonly Expression[], timeMs: number): Value {
    if (name in rangeFunctions) return this.#rangeCall(name, parameters, timeMs);
    const first = parameters[0];
    const seconds = timeMs / 1_000;
    if (name === 'time') return { kind: 'scalar', value: seconds };
    if (name === 'pi') return { kind: 'scalar', value: Math.PI };
    const calendar = calendarFunctions[name];
    if (calendar !== undefined) {
      const samples = first === undefined ? [{ labels: {}, value: seconds }] : this.#vector(first, timeMs);
      return { kind: 'vector', samples: mapSamples(samples, calendar) };
    }
    if (first === undefined) throw new PromqlError('unsupported', `this sandbox does not evaluate the function ${name}()`);
    return this.#callWith(name, first, parameters, timeMs);
  }

  #callWith(name: string, first: Expression, parameters: readonly Expression[], timeMs: number): Value {
    const mapper = sampleFunctions[name];
    if (mapper !== undefined) {
      const numbers = this.#numbers(parameters.slice(1), timeMs);
      return { kind: 'vector', samples: mapSamples(this.#vector(first, timeMs), (value) => mapper(value, numbers)) };
    }
    if (name === 'vector') return { kind: 'vector', samples: [{ labels: {}, value: Number(this.#parameter(first, timeMs)) }] };
    if (name === 'histogram_quantile') {
      const rank = Number(this.#parameter(first, timeMs));
      return { kind: 'vector', samples: histogramQuantile(rank, this.#vector(parameters[1] ?? first, timeMs)) };
    }
    if (name === 'absent') return { kind: 'vector', samples: this.#absent(first, this.#vector(first, timeMs).length === 0) };
    if (name === 'absent_over_time') {
      const value = this.evaluate(first, timeMs);
      return { kind: 'vector', samples: this.#absent(first, value.kind === 'matrix' && value.rows.length === 0) };
    }
    const samples = this.#vector(first, timeMs);
    if (name === 'scalar') return { kind: 'scalar', value: samples.length === 1 ? (samples[0]?.value ?? Number.NaN) : Number.NaN };
    if (name === 'sort' || name === 'sort_desc') return { kind: 'vector', samples: sorted(samples, name === 'sort_desc') };
    if (name === 'timestamp') return { kind: 'vector', samples: mapSamples(samples, () => this.#sampleSeconds(timeMs)) };
    const texts = parameters.slice(1).map((parameter) => (parameter.kind === 'string' ? parameter.value : ''));
    if (name === 'label_replace') return { kind: 'vector', samples: labelReplace(samples, texts) };
    if (name === 'label_join') return { kind: 'vector', samples: labelJoin(samples, texts) };
    throw new PromqlError('unsupported', `this sandbox does not evaluate the function ${name}()`);
  }

  #sampleSeconds(timeMs: number): number {
    return (Math.floor(timeMs / this.#source.intervalMs) * this.#source.intervalMs) / 1_000;
  }

  #absent(expression: Expression, isAbsent: boolean): InstantSample[] {
    if (!isAbsent) return [];
    const selector = expression.kind === 'range' ? expression.selector : expression;
    const matchers = selector.kind === 'selector' ? selector.matchers : [];
    const equal = matchers.filter((part) => part.operator === '=' && part.name !== '__name__');
    return [{ labels: Object.fromEntries(equal.map((part) => [part.name, part.value])), value: 1 }];
  }

  #rangeCall(name: string, parameters: readonly Expression[], timeMs: number): Value {
    const compute = rangeFunctions[name];
    const matrixAt = parameters.findIndex((parameter) => parameter.kind === 'range' || parameter.kind === 'subquery');
    const matrixExpression = parameters[matrixAt];
    if (compute === undefined || matrixExpression === undefined) {
      throw new PromqlError('bad_data', `expected type range vector in call to function "${name}", got instant vector`);
    }
    const points = countingFunctions.has(name) ? maximumCounted : maximumPoints;
    const matrix =
      matrixExpression.kind === 'range' ? this.#range(matrixExpression, timeMs, points) : this.evaluate(matrixExpression, timeMs);
    if (matrix.kind !== 'matrix') throw new PromqlError('execution', `no range vector for ${name}`);
    const [parameter = Number.NaN] = this.#numbers(
      parameters.filter((_, index) => index !== matrixAt),
      timeMs,
    );
    const samples: InstantSample[] = [];
    for (const row of matrix.rows) {
      const value = compute(row.points, matrix, parameter);
      if (value !== undefined) samples.push({ labels: nameKeeping.has(name) ? row.labels : withoutName(row.labels), value });
    }
    return { kind: 'vector', samples };
  }
}

function pointsOf(series: Series, startMs: number, endMs: number, intervalMs: number): Point[] {
  const points: Point[] = [];
  for (let timeMs = (Math.floor(startMs / intervalMs) + 1) * intervalMs; timeMs <= endMs; timeMs += intervalMs) {
    const value = series.at(timeMs);
    if (value !== undefined) points.push({ timeMs, value });
  }
  return points;
}
