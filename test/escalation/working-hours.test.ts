import { describe, expect, it } from 'vitest';
import { boundaries, isWithin, readHours } from '../../src/escalation/working-hours.ts';
import { days } from '../../src/model/time.ts';

const at = (iso: string): number => Date.parse(`${iso}+09:00`);

function isOn(text: string, iso: string): boolean {
  const hours = readHours(text);
  return hours !== null && isWithin(hours, at(iso), 'Asia/Seoul');
}

describe('escalation/working-hours', () => {
  // 2026-01-05 is a Monday.
  it.each([
    ['Mon-Fri 09:00-18:00', '2026-01-05T09:00', true],
    ['Mon-Fri 09:00-18:00', '2026-01-05T08:59', false],
    ['Mon-Fri 09:00-18:00', '2026-01-09T17:59', true],
    ['Mon-Fri 09:00-18:00', '2026-01-09T18:00', false],
    ['Mon-Fri 09:00-18:00', '2026-01-10T12:00', false],
    ['Sat 00:00-24:00', '2026-01-10T23:59', true],
    ['Sat 00:00-24:00', '2026-01-11T00:00', false],
    ['Fri-Mon 22:00-06:00', '2026-01-05T23:00', true],
    ['Fri-Mon 22:00-06:00', '2026-01-06T05:59', true],
    ['Fri-Mon 22:00-06:00', '2026-01-06T06:00', false],
    ['Fri-Mon 22:00-06:00', '2026-01-07T05:00', false],
    ['Sat-Sun 10:00-12:00', '2026-01-11T11:00', true],
  ])('reads %s at %s as %s', (text, iso, expected) => {
    expect(isOn(text, iso)).toBe(expected);
  });

  it('refuses other text', () => {
    expect(readHours('9 to 5')).toBeNull();
    expect(readHours('Xyz 09:00-18:00')).toBeNull();
  });

  it('lists beginnings and ends in order', () => {
    const hours = readHours('Mon-Fri 09:00-18:00');
    const found = hours === null ? [] : boundaries(hours, at('2026-01-09T12:00'), at('2026-01-09T12:00') + days(3.5), 'Asia/Seoul');

    expect(found).toEqual([at('2026-01-09T18:00'), at('2026-01-12T09:00'), at('2026-01-12T18:00')]);
  });
});
