import { parser } from '@prometheus-io/lezer-promql';
import { PromqlError } from './errors.ts';
import { durationMs, matcher, numberValue, unquote } from './literals.ts';
import type { BinaryOperator, Expression, Matcher, MatchOperator, Selector, VectorMatching } from './syntax.ts';

type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

const parsed = new Map<string, Expression>();
const remembered = 2_000;

/** Text to syntax tree; throws `PromqlError('bad_data')` with the place of the first mistake. */
export function parsePromql(text: string): Expression {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const tree = parser.parse(text);
  refuseMistakes(tree.topNode, text);
  const root = tree.topNode.firstChild;
  if (root === null) throw new PromqlError('bad_data', '1:1: parse error: no expression found in input');
  const expression = expressionOf(root, text);
  if (parsed.size >= remembered) parsed.clear();
  parsed.set(text, expression);
  return expression;
}

function refuseMistakes(top: SyntaxNode, text: string): void {
  let place: number | undefined;
  top.cursor().iterate((node) => {
    if (node.type.isError) place ??= node.from;
  });
  if (place !== undefined) throw new PromqlError('bad_data', `1:${place + 1}: parse error: unexpected "${text.slice(place, place + 12)}"`);
}

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== 'LineComment') children.push(child);
  }
  return children;
}

const sliceOf = (node: SyntaxNode, text: string): string => text.slice(node.from, node.to);

function childAt(nodes: readonly SyntaxNode[], index: number): SyntaxNode {
  const node = nodes.at(index);
  if (node === undefined) throw new PromqlError('bad_data', 'parse error: incomplete expression');
  return node;
}

function expressionOf(node: SyntaxNode, text: string): Expression {
  const children = childrenOf(node);
  switch (node.name) {
    case 'NumberDurationLiteral':
    case 'NumberDurationLiteralInDurationContext':
      return { kind: 'number', value: numberValue(sliceOf(node, text)) };
    case 'StringLiteral':
      return { kind: 'string', value: unquote(sliceOf(node, text)) };
    case 'ParenExpr':
      return expressionOf(childAt(children, 0), text);
    case 'UnaryExpr': {
      const inner = expressionOf(childAt(children, -1), text);
      return text[node.from] === '-' ? { kind: 'negate', inner } : inner;
    }
    case 'VectorSelector':
      return selectorOf(node, text);
    case 'MatrixSelector':
      return {
        kind: 'range',
        selector: selectorOf(childAt(children, 0), text),
        rangeMs: durationMs(sliceOf(childAt(children, 1), text)),
      };
    case 'SubqueryExpr':
      return subqueryOf(children, text);
    case 'OffsetExpr':
      return shifted(expressionOf(childAt(children, 0), text), offsetOf(childAt(children, -1), text));
    case 'StepInvariantExpr':
      return pinned(expressionOf(childAt(children, 0), text), numberValue(sliceOf(childAt(children, -1), text)) * 1_000);
    case 'FunctionCall':
      return {
        kind: 'call',
        name: sliceOf(childAt(children, 0), text).toLowerCase(),
        parameters: childrenOf(childAt(children, 1)).map((child) => expressionOf(child, text)),
      };
    case 'AggregateExpr':
      return aggregateOf(children, text);
    case 'BinaryExpr':
      return binaryOf(children, text);
    default:
      throw new PromqlError('unsupported', `this sandbox does not evaluate ${node.name}: ${sliceOf(node, text)}`);
  }
}

function offsetOf(node: SyntaxNode, text: string): number {
  const written = sliceOf(node, text).replaceAll(' ', '');
  return written.startsWith('-') ? -durationMs(written.slice(1)) : durationMs(written);
}

function shifted(expression: Expression, offsetMs: number): Expression {
  if (expression.kind === 'selector') return { ...expression, offsetMs };
  if (expression.kind === 'subquery') return { ...expression, offsetMs };
  if (expression.kind === 'range') return { ...expression, selector: { ...expression.selector, offsetMs } };
  throw new PromqlError('bad_data', 'offset modifier must be preceded by a selector');
}

function pinned(expression: Expression, atMs: number): Expression {
  if (expression.kind === 'selector') return { ...expression, atMs };
  if (expression.kind === 'range') return { ...expression, selector: { ...expression.selector, atMs } };
  throw new PromqlError('unsupported', 'this sandbox evaluates @ only after a selector');
}

function subqueryOf(children: readonly SyntaxNode[], text: string): Expression {
  const step = children[2];
  const stepMs = step === undefined ? 60_000 : durationMs(sliceOf(step, text));
  return {
    kind: 'subquery',
    inner: expressionOf(childAt(children, 0), text),
    rangeMs: durationMs(sliceOf(childAt(children, 1), text)),
    stepMs,
    offsetMs: 0,
  };
}

function selectorOf(node: SyntaxNode, text: string): Selector {
  const matchers: Matcher[] = [];
  for (const child of childrenOf(node)) {
    if (child.name === 'Identifier') matchers.push(matcher('__name__', '=', sliceOf(child, text)));
    if (child.name === 'LabelMatchers') matchers.push(...childrenOf(child).map((part) => matcherOf(part, text)));
  }
  if (matchers.every((part) => part.matches(''))) {
    throw new PromqlError('bad_data', 'vector selector must contain at least one non-empty matcher');
  }
  return { kind: 'selector', matchers, offsetMs: 0, atMs: undefined };
}

const matchOperators: ReadonlySet<string> = new Set(['=', '!=', '=~', '!~']);
const isMatchOperator = (word: string): word is MatchOperator => matchOperators.has(word);

function matcherOf(node: SyntaxNode, text: string): Matcher {
  const parts = childrenOf(node);
  if (node.name === 'QuotedLabelName') return matcher('__name__', '=', unquote(sliceOf(node, text)));
  const operator = sliceOf(childAt(parts, 1), text);
  if (!isMatchOperator(operator)) throw new PromqlError('bad_data', `unexpected matcher ${sliceOf(node, text)}`);
  const name = sliceOf(childAt(parts, 0), text);
  return matcher(/^["'`]/.test(name) ? unquote(name) : name, operator, unquote(sliceOf(childAt(parts, 2), text)));
}

function labelNames(node: SyntaxNode | undefined, text: string): string[] {
  return node === undefined ? [] : childrenOf(node).map((child) => sliceOf(child, text));
}

function aggregateOf(children: readonly SyntaxNode[], text: string): Expression {
  const modifier = children.find((child) => child.name === 'AggregateModifier');
  const body = children.find((child) => child.name === 'FunctionCallBody');
  const parameters = body === undefined ? [] : childrenOf(body).map((child) => expressionOf(child, text));
  const inner = parameters.at(-1);
  if (inner === undefined) throw new PromqlError('bad_data', 'no arguments for aggregate expression provided');
  const modifierParts = modifier === undefined ? [] : childrenOf(modifier);
  return {
    kind: 'aggregate',
    operator: sliceOf(childAt(children, 0), text).toLowerCase(),
    without: modifierParts[0]?.name === 'Without',
    labels: labelNames(modifierParts[1], text),
    inner,
    parameter: parameters.length > 1 ? parameters[0] : undefined,
  };
}

const binaryOperators: ReadonlySet<string> = new Set([
  '+',
  '-',
  '*',
  '/',
  '%',
  '^',
  'atan2',
  '==',
  '!=',
  '>',
  '<',
  '>=',
  '<=',
  'and',
  'or',
  'unless',
]);
const isBinaryOperator = (word: string): word is BinaryOperator => binaryOperators.has(word);

function binaryOf(children: readonly SyntaxNode[], text: string): Expression {
  const operator = sliceOf(childAt(children, 1), text).toLowerCase();
  if (!isBinaryOperator(operator)) throw new PromqlError('unsupported', `this sandbox does not evaluate the operator ${operator}`);
  return {
    kind: 'binary',
    operator,
    left: expressionOf(childAt(children, 0), text),
    right: expressionOf(childAt(children, -1), text),
    returnsBool: children.some((child) => child.name === 'BoolModifier'),
    matching: matchingOf(
      children.find((child) => child.name === 'MatchingModifierClause'),
      text,
    ),
  };
}

function matchingOf(clause: SyntaxNode | undefined, text: string): VectorMatching {
  const parts = clause === undefined ? [] : childrenOf(clause);
  const groupAt = parts.findIndex((part) => part.name === 'GroupLeft' || part.name === 'GroupRight');
  const group = parts[groupAt]?.name === 'GroupLeft' ? 'left' : groupAt >= 0 ? 'right' : undefined;
  return {
    on: parts[0]?.name === 'On',
    labels: labelNames(parts[1]?.name === 'GroupingLabels' ? parts[1] : undefined, text),
    group,
    include: groupAt >= 0 ? labelNames(parts[groupAt + 1], text) : [],
  };
}
