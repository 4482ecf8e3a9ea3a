import { describe, expect, it } from 'vitest';
import { createCronSlots, latestSlot } from '../../src/handlers/cron-slots.ts';
import { days, hours, seconds } from '../../src/model/time.ts';

const NINE = Date.UTC(2026, 10, 22, 0, 0); // 09:00 in Seoul

describe('handlers/cron-slots', () => {
  it.each([
    ['at the very time', NINE, NINE],
    ['a second before', NINE - seconds(1), NINE - days(1)],
    ['an hour after', NINE + hours(1), NINE],
  ])('finds the newest slot %s', (_name, now, slot) => {
    expect(latestSlot('0 9 * * *', 'Asia/Seoul', now)).toBe(slot);
  });

  it('knows the times on both sides of an instant, as time passes them and when it is set back', () => {
    const slotsAround = createCronSlots('0 9 * * *', 'Asia/Seoul');
    const day = (number: number) => ({ latest: NINE + days(number), next: NINE + days(number + 1) });

    expect([0, 1, days(1) - 1, days(1), days(4) + hours(3), -1].map((later) => slotsAround(NINE + later))).toEqual([
      day(0),
      day(0),
      day(0),
      day(1),
      day(4),
      day(-1),
    ]);
  });
});
