import { parseDuration } from '../../../model/time.ts';
import { PromqlError } from './errors.ts';
import type { Matcher, MatchOperator } from './syntax.ts';

/** `1h30m` or a bare number of seconds, to milliseconds. */
export function durationMs(text: string): number {
  if (/^[0-9.]+(e[0-9]+)?$/i.test(text)) return Number(text) * 1_000;
  const parsed = parseDuration(text);
  if (parsed === null) {
    throw new PromqlError('bad_data', `not a valid duration string: "${text}"`);
  }
  return parsed;
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
