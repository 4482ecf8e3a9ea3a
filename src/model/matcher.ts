import type { Matcher, Silence } from './metrics.ts';

const ONE = /^[\s,]*([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"|[^\s,{}"]+)/;

/**
 * Reads matchers as Alertmanager writes them: `alertname="X" severity=~"a|b"`, also with commas and braces, also without quotes.
 *
 * @returns The text that is no matcher as `rest`.
 */
export function parseMatchers(text: string): { readonly matchers: readonly Matcher[]; readonly rest: string } {
  const matchers: Matcher[] = [];
  let rest = text.trim().replace(/^\{/, '').replace(/\}$/, '');
  for (let found = ONE.exec(rest); found !== null; found = ONE.exec(rest)) {
    const [whole, name = '', operator = '', value = ''] = found;
    matchers.push({ name, value: unquoted(value), isRegex: operator.includes('~'), isEqual: !operator.startsWith('!') });
    rest = rest.slice(whole.length);
  }
  return { matchers, rest: rest.replace(/^[\s,]+/, '').trim() };
}

/** Whether all matchers fit a label set. A label that is missing counts as empty, as in Alertmanager. */
export function matches(matchers: readonly Matcher[], labels: Readonly<Record<string, string>>): boolean {
  return matchers.every((matcher) => fits(matcher, Object.hasOwn(labels, matcher.name) ? (labels[matcher.name] ?? '') : ''));
}

/** `alertname="X", severity=~"a|b"` */
export function matchersText(matchers: readonly Matcher[]): string {
  return matchers.map(({ name, value, isRegex, isEqual }) => `${name}${operatorOf(isRegex, isEqual)}${JSON.stringify(value)}`).join(', ');
}

/** Whether a pattern can be read. Alertmanager's own syntax is a little smaller; it has the last word. */
export function isReadable({ value, isRegex }: Matcher): boolean {
  try {
    return !isRegex || whole(value) instanceof RegExp;
  } catch {
    return false;
  }
}

/** A silence of the same things by the same person that ends in the same minute: one wish, made in several Alertmanagers. */
export function wishOf({ matchers, createdBy, endsAt }: Pick<Silence, 'matchers' | 'createdBy' | 'endsAt'>): string {
  return JSON.stringify([matchersText(matchers), createdBy, Math.round(endsAt / 60_000)]);
}

function fits({ value, isRegex, isEqual }: Matcher, label: string): boolean {
  return (isRegex ? whole(value).test(label) : value === label) === isEqual;
}

function whole(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`, 'su');
}

function operatorOf(isRegex: boolean, isEqual: boolean): string {
  return isRegex ? (isEqual ? '=~' : '!~') : isEqual ? '=' : '!=';
}

function unquoted(value: string): string {
  return value.startsWith('"') ? value.slice(1, -1).replaceAll(/\\(.)/g, '$1') : value;
}
