import { PromqlError } from './errors.ts';
import { type Labels, labelKey, onlyLabels, withoutLabels, withoutName } from './labels.ts';
import type { BinaryExpression, BinaryOperator, InstantSample, VectorMatching } from './syntax.ts';

const arithmetic: Readonly<Partial<Record<BinaryOperator, (a: number, b: number) => number>>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': (a, b) => a ** b,
  atan2: Math.atan2,
};

const comparisons: Readonly<Partial<Record<BinaryOperator, (a: number, b: number) => boolean>>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
};

/** The result, or `undefined` where a comparison filters the pair away; `kept` is the value a filter lets through. */
function combine(expression: BinaryExpression, a: number, b: number, kept: number): number | undefined {
  const compute = arithmetic[expression.operator];
  if (compute !== undefined) return compute(a, b);
  const holds = comparisons[expression.operator]?.(a, b) ?? false;
  if (expression.returnsBool) return holds ? 1 : 0;
  return holds ? kept : undefined;
}

const isComparison = (expression: BinaryExpression): boolean => expression.operator in comparisons;

export function scalarWithScalar(expression: BinaryExpression, left: number, right: number): number {
  if (isComparison(expression) && !expression.returnsBool) {
    throw new PromqlError('bad_data', 'comparisons between scalars must use BOOL modifier');
  }
  return combine(expression, left, right, left) ?? Number.NaN;
}

export function vectorWithScalar(
  expression: BinaryExpression,
  vector: readonly InstantSample[],
  scalar: number,
  scalarIsLeft: boolean,
): InstantSample[] {
  const keepsName = isComparison(expression) && !expression.returnsBool;
  const results: InstantSample[] = [];
  for (const sample of vector) {
    const [a, b] = scalarIsLeft ? [scalar, sample.value] : [sample.value, scalar];
    const value = combine(expression, a, b, sample.value);
    if (value !== undefined) results.push({ labels: keepsName ? sample.labels : withoutName(sample.labels), value });
  }
  return results;
}

function signature(labels: Labels, matching: VectorMatching): string {
  return labelKey(matching.on ? onlyLabels(labels, matching.labels) : withoutLabels(labels, [...matching.labels, '__name__']));
}

export function setOperation(
  expression: BinaryExpression,
  left: readonly InstantSample[],
  right: readonly InstantSample[],
): InstantSample[] {
  const { matching, operator } = expression;
  const rightKeys = new Set(right.map((sample) => signature(sample.labels, matching)));
  if (operator === 'and') return left.filter((sample) => rightKeys.has(signature(sample.labels, matching)));
  if (operator === 'unless') return left.filter((sample) => !rightKeys.has(signature(sample.labels, matching)));
  const leftKeys = new Set(left.map((sample) => signature(sample.labels, matching)));
  return [...left, ...right.filter((sample) => !leftKeys.has(signature(sample.labels, matching)))];
}

export function vectorWithVector(
  expression: BinaryExpression,
  left: readonly InstantSample[],
  right: readonly InstantSample[],
): InstantSample[] {
  const { matching } = expression;
  const swapped = matching.group === 'right';
  const many = swapped ? right : left;
  const ones = oneSide(swapped ? left : right, matching);
  const results = new Map<string, InstantSample>();
  const used = new Set<string>();
  for (const sample of many) {
    const key = signature(sample.labels, matching);
    const one = ones.get(key);
    if (one === undefined) continue;
    const [a, b] = swapped ? [one.value, sample.value] : [sample.value, one.value];
    const value = combine(expression, a, b, a);
    if (value === undefined) continue;
    if (matching.group === undefined && used.has(key)) {
      throw new PromqlError('execution', 'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)');
    }
    used.add(key);
    const labels = resultLabels(expression, sample.labels, one.labels);
    results.set(labelKey(labels), { labels, value });
  }
  return [...results.values()];
}

function oneSide(samples: readonly InstantSample[], matching: VectorMatching): Map<string, InstantSample> {
  const ones = new Map<string, InstantSample>();
  for (const sample of samples) {
    const key = signature(sample.labels, matching);
    if (ones.has(key)) {
      throw new PromqlError(
        'execution',
        'found duplicate series for the match group on one side of the operation; many-to-many matching not allowed',
      );
    }
    ones.set(key, sample);
  }
  return ones;
}

function resultLabels(expression: BinaryExpression, many: Labels, one: Labels): Labels {
  const { matching } = expression;
  const base = isComparison(expression) && !expression.returnsBool ? many : withoutName(many);
  if (matching.group === undefined) {
    return matching.on ? onlyLabels(base, matching.labels) : withoutLabels(base, matching.labels);
  }
  const copied = Object.fromEntries(matching.include.map((name) => [name, one[name] ?? '']).filter(([, value]) => value !== ''));
  return { ...withoutLabels(base, matching.include), ...copied };
}
