import { describe, expect, it } from 'vitest';
import { matchersText, matches, parseMatchers } from '../../src/model/matcher.ts';

const readAs = (text: string): string => matchersText(parseMatchers(text).matchers);

describe('model/matcher', () => {
  it.each([
    ['alertname=NodeDown', 'alertname="NodeDown"'],
    ['alertname="Node Down" severity=~"warning|info"', 'alertname="Node Down", severity=~"warning|info"'],
    ['{alertname="X", cluster!="cluster-01", pod!~"a.*"}', 'alertname="X", cluster!="cluster-01", pod!~"a.*"'],
    ['summary="say \\"no\\""', 'summary="say \\"no\\""'],
    ['node=', ''],
  ])('reads %s', (text, expected) => {
    expect(readAs(text)).toBe(expected);
  });

  it('gives back what is no matcher', () => {
    expect(parseMatchers('alertname=X and more').rest).toBe('and more');
    expect(parseMatchers('nonsense').rest).toBe('nonsense');
  });

  it.each([
    ['a="x"', { a: 'x' }, true],
    ['a="x"', { a: 'xy' }, false],
    ['a=~"x|y"', { a: 'y' }, true],
    ['a=~"x"', { a: 'xy' }, false],
    ['a!="x"', {}, true],
    ['a=""', {}, true],
    ['a!~"x.*"', { a: 'xy' }, false],
    ['a="x" b="y"', { a: 'x' }, false],
    ['constructor=""', {}, true],
  ])('matches whole values, and what is missing as empty: %s with %o', (text, labels, expected) => {
    expect(matches(parseMatchers(text).matchers, labels)).toBe(expected);
  });
});
