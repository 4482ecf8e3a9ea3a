import { PromqlError } from './errors.ts';
import type { Matcher, MatchOperator } from './syntax.ts';

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
};

/** `1h30m` or a bare number of seconds, to milliseconds. */
export function durationMs(text: string): number {
  if (/^[0-9.]+(e[0-9]+)?$/i.test(text)) return Number(text) * 1_000;
  const parts = [...text.matchAll(/(\d+)(ms|[smhdwy])/g)];
  if (parts.length === 0 || parts.map((part) => part[0]).join('') !== text) {
    throw new PromqlError('bad_data', `not a valid duration string: "${text}"`);
  }
  return parts.reduce((total, part) => total + Number(part[1]) * (unitMs[part[2] ?? ''] ?? 0), 0);
}

/** PromQL numbers: decimal, hexadecimal, Inf, NaN, and durations, which count as seconds. */
export function numberValue(text: string): number {
  const plain = text.replaceAll('_', '').toLowerCase();
  if (plain === 'inf' || plain === '+inf') return Number.POSITIVE_INFINITY;
  if (plain === '-inf') return Number.NEGATIVE_INFINITY;
  if (plain === 'nan') return Number.NaN;
  const value = Number(plain);
  return Number.isNaN(value) ? durationMs(plain) / 1_000 : value;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"', "'": "'", '`': '`' };

export function unquote(literal: string): string {
  const body = literal.slice(1, -1);
  if (literal.startsWith('`')) return body;
  return body.replace(/\\(.)/g, (whole, character: string) => {
    const value = escapes[character];
    if (value === undefined) throw new PromqlError('bad_data', `unknown escape sequence ${whole}`);
    return value;
  });
}

/** PromQL regular expressions are anchored at both ends. */
export function anchored(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`, 's');
  } catch {
    throw new PromqlError('bad_data', `error parsing regexp: ${pattern}`);
  }
}

export function matcher(name: string, operator: MatchOperator, value: string): Matcher {
  if (operator === '=') return { name, operator, value, matches: (text) => text === value };
  if (operator === '!=') return { name, operator, value, matches: (text) => text !== value };
  const expression = anchored(value);
  if (operator === '=~') return { name, operator, value, matches: (text) => expression.test(text) };
  return { name, operator, value, matches: (text) => !expression.test(text) };
}
