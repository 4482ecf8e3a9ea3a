import { describe, expect, it } from 'vitest';
import { Pacing } from '../../src/escalation/pacing.ts';

describe('escalation/pacing', () => {
  it('lets a short burst pass and then one message a second', () => {
    const pacing = new Pacing(3, 1_000);
    for (let count = 0; count < 3; count += 1) {
      expect(pacing.closedAt(0)).toEqual([]);
      pacing.use('C0', 0);
    }

    expect(pacing.closedAt(999)).toEqual(['C0']);
    expect(pacing.closedAt(1_000)).toEqual([]);
    pacing.use('C0', 1_000);
    expect(pacing.closedAt(1_500)).toEqual(['C0']);
  });

  it('closes one lane as long as Slack asks', () => {
    const pacing = new Pacing();
    pacing.use('C1', 0);
    pacing.pause('C0', 0, 30_000);

    expect(pacing.closedAt(29_999)).toEqual(['C0']);
    expect(pacing.closedAt(30_000)).toEqual([]);
  });

  it('does not open a lane because the clock was set back', () => {
    const pacing = new Pacing(1, 1_000);
    pacing.use('C0', 10_000);

    expect(pacing.closedAt(5_000)).toEqual(['C0']);
  });
});
