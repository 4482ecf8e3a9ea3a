import type { Labels } from './labels.ts';

export type MatchOperator = '=' | '!=' | '=~' | '!~';

export interface Matcher {
  readonly name: string;
  readonly operator: MatchOperator;
  readonly value: string;
  matches(value: string): boolean;
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '^' | 'atan2' | '==' | '!=' | '>' | '<' | '>=' | '<=' | 'and' | 'or' | 'unless';

export interface VectorMatching {
  readonly on: boolean;
  readonly labels: readonly string[];
  readonly group: 'left' | 'right' | undefined;
  readonly include: readonly string[];
}

export interface Selector {
  readonly kind: 'selector';
  readonly matchers: readonly Matcher[];
  readonly offsetMs: number;
  readonly atMs: number | undefined;
}

export interface RangeSelector {
  readonly kind: 'range';
  readonly selector: Selector;
  readonly rangeMs: number;
}

export interface Subquery {
  readonly kind: 'subquery';
  readonly inner: Expression;
  readonly rangeMs: number;
  readonly stepMs: number;
  readonly offsetMs: number;
}

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | Selector
  | RangeSelector
  | Subquery
  | { readonly kind: 'negate'; readonly inner: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly parameters: readonly Expression[] }
  | AggregateExpression
  | BinaryExpression;

export interface AggregateExpression {
  readonly kind: 'aggregate';
  readonly operator: string;
  readonly without: boolean;
  readonly labels: readonly string[];
  readonly inner: Expression;
  readonly parameter: Expression | undefined;
}

export interface BinaryExpression {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly returnsBool: boolean;
  readonly matching: VectorMatching;
}

export interface InstantSample {
  readonly labels: Labels;
  readonly value: number;
}

/** A series that can be asked for its value at any instant; `undefined` where it has no sample. */
export interface Series {
  readonly labels: Labels;
  at(timeMs: number): number | undefined;
}

/** Where selectors look their series up. `intervalMs` is how far apart samples lie. */
export interface SeriesSource {
  readonly intervalMs: number;
  select(matchers: readonly Matcher[]): readonly Series[];
}
