import { describe, expect, it } from 'vitest';
import { newId } from '../../src/clients/ids.ts';

describe('clients/ids', () => {
  it('makes a prefix and ten characters that cannot be misread', () => {
    expect(newId('inc')).toMatch(/^inc-[0-9a-hjkmnp-tv-z]{10}$/);
  });

  it('repeats none in 10,000', () => {
    expect(new Set(Array.from({ length: 10_000 }, () => newId('op'))).size).toBe(10_000);
  });
});
