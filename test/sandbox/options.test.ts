import { describe, expect, it } from 'vitest';
import { readOptions, USAGE } from '../../src/sandbox/options.ts';

describe('sandbox/options', () => {
  it('runs in real time with a fresh directory and nothing broken unless told otherwise', () => {
    expect(readOptions([])).toEqual({ port: 3_000, dataDirectory: null, speed: 1, seed: 1, scenario: null });
  });

  it.each([
    [['--speed', '3601'], /--speed takes a number from 0\.1 to 3600, not "3601"/],
    [['--seed', '1.5'], /--seed takes a whole number/],
    [['--scenario', 'meteor'], /There is no scenario "meteor"/],
  ])('refuses %j with a sentence', (argv, sentence) => {
    expect(() => readOptions(argv)).toThrow(sentence);
  });

  it('lists the scenarios that it takes', () => {
    const listed = /--scenario +([a-z0-9-]+(, [a-z0-9-]+)*)$/m.exec(USAGE)?.[1]?.split(', ') ?? [];
    expect(listed.map((scenario) => readOptions(['--scenario', scenario]).scenario)).toEqual(listed);
    expect(listed).toContain('s3-outage');
  });
});
