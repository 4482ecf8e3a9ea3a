import { describe, expect, it } from 'vitest';
import { formatBytes, formatRatio, parseSize } from '../../src/model/size.ts';

describe('model/size', () => {
  it.each([
    ['200GiB', 200 * 1_024 ** 3],
    ['4Gi', 4 * 1_024 ** 3],
    ['1.5 TB', 1_500_000_000_000],
    ['512', 512],
  ])('reads %s', (text, expected) => {
    expect(parseSize(text)).toBe(expected);
  });

  it.each(['', 'GiB', '-1GiB', '5 parsecs'])('refuses %j', (text) => {
    expect(parseSize(text)).toBeNull();
  });

  it('shows sizes and shares in few digits', () => {
    expect([0, 1_023, 1_536, 142 * 1_024 ** 3].map(formatBytes)).toEqual(['0 B', '1023 B', '1.5 KiB', '142 GiB']);
    expect([0.86, 0.004, 1].map(formatRatio)).toEqual(['86 %', '0.4 %', '100 %']);
  });
});
