import { describe, expect, it } from 'vitest';
import { reachedAfter, timelineLines } from '../../src/escalation/timeline.ts';
import { minutes } from '../../src/model/time.ts';
import { LADDER, LEVELS } from './policies.ts';

describe('escalation/timeline', () => {
  it('tells the ladder of the manual: at once, after 5, 15 and 30 minutes', () => {
    expect(timelineLines(LADDER)).toEqual([
      'at once: Level 1 (primary)',
      'after 5m: Level 2 (secondary, lead)',
      'after 15m: Level 3 (everyone)',
      'after 30m: Level 3 (everyone) again',
    ]);
  });

  it('begins at the level that a class starts at', () => {
    expect(timelineLines(LADDER, 2)).toEqual([
      'at once: Level 2 (secondary, lead)',
      'after 10m: Level 3 (everyone)',
      'after 25m: Level 3 (everyone) again',
    ]);
  });

  it('ends where nobody is left', () => {
    expect(timelineLines({ ...LADDER, levels: LEVELS.slice(0, 2) })).toEqual([
      'at once: Level 1 (primary)',
      'after 5m: Level 2 (secondary, lead)',
      'after 15m: nobody is left',
    ]);
  });

  it('adds up how long it takes to reach a level', () => {
    expect(LEVELS.map((_, index) => reachedAfter(LADDER, index))).toEqual([0, minutes(5), minutes(15)]);
  });
});
