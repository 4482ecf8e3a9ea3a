import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from '../../src/model/nearest.ts';

describe('model/nearest', () => {
  it.each<[string, string, number]>([
    ['', '', 0],
    ['stores', 'stores', 0],
    ['store', 'stores', 1],
    ['sotres', 'stores', 1],
    ['stroe', 'stores', 2],
    ['', 'abc', 3],
  ])('counts the edits from %j to %j', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
    expect(editDistance(b, a)).toBe(distance);
  });

  it('is zero only for equal words, and never more than the longer word', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
        const distance = editDistance(a, b);
        return (distance === 0) === (a === b) && distance <= Math.max(a.length, b.length);
      }),
    );
  });

  it.each<[string, string | null]>([
    ['staus', 'status'],
    ['STATUS', 'status'],
    ['podz', 'pods'],
    ['frobnicate', null],
    ['', null],
  ])('suggests for %j %j', (word, expected) => {
    expect(nearest(word, ['status', 'pods', 'stores'])).toBe(expected);
  });
});
