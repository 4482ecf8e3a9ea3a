import { describe, expect, it } from 'vitest';
import { readSpokenTime, resolveSpokenTime } from '../../src/escalation/spoken-time.ts';

/** Monday 2026-11-23 15:30 in Seoul. */
const NOW = Date.parse('2026-11-23T15:30:00+09:00');

function meant(
  text: string,
  options: { readonly now?: number; readonly reference?: number; readonly timeZone?: string } = {},
): string | null {
  const time = readSpokenTime(text);
  return time === null ? null : new Date(resolveSpokenTime(time, { now: NOW, timeZone: 'Asia/Seoul', ...options })).toISOString();
}

describe('escalation/spoken-time', () => {
  it.each([
    ['now', '2026-11-23T06:30:00.000Z'],
    ['18:00', '2026-11-23T09:00:00.000Z'],
    ['15:30', '2026-11-24T06:30:00.000Z'],
    ['9:05', '2026-11-24T00:05:00.000Z'],
    ['24:00', '2026-11-23T15:00:00.000Z'],
    ['tomorrow 09:00', '2026-11-24T00:00:00.000Z'],
    ['내일 09:00', '2026-11-24T00:00:00.000Z'],
    ['today 09:00', '2026-11-23T00:00:00.000Z'],
    ['2026-11-24 18:00', '2026-11-24T09:00:00.000Z'],
    ['2026-11-24T18:00', '2026-11-24T09:00:00.000Z'],
    ['18시', '2026-11-23T09:00:00.000Z'],
    ['18시 30분', '2026-11-23T09:30:00.000Z'],
    ['오후 6시', '2026-11-23T09:00:00.000Z'],
    ['내일 오전 9시 30분', '2026-11-24T00:30:00.000Z'],
    ['모레 오후 12:15', '2026-11-25T03:15:00.000Z'],
    ['6pm', '2026-11-23T09:00:00.000Z'],
    ['tomorrow 12:30 am', '2026-11-23T15:30:00.000Z'],
    ['30분', '2026-11-23T07:00:00.000Z'],
    ['4h', '2026-11-23T10:30:00.000Z'],
    ['1시간 30분', '2026-11-23T08:00:00.000Z'],
    ['2 hours', '2026-11-23T08:30:00.000Z'],
    ['1 hour 30 minutes', '2026-11-23T08:00:00.000Z'],
    ['2시간 동안', '2026-11-23T08:30:00.000Z'],
  ])('reads %s', (text, expected) => {
    expect(meant(text)).toBe(expected);
  });

  it.each([
    '',
    'soon',
    '25:00',
    '12:60',
    '2026-02-30 09:00',
    'tomorrow',
    '-4h',
    'constructor 09:00',
    '18',
    '13pm',
    '오후 0시',
    '25시',
    '9시 60분',
    '13월',
  ])('does not guess at "%s"', (text) => {
    expect(readSpokenTime(text)).toBeNull();
  });

  it('counts durations and bare times from the beginning when they end something', () => {
    const reference = Date.parse('2026-11-24T22:00:00+09:00');

    expect(meant('4h', { reference })).toBe('2026-11-24T17:00:00.000Z');
    expect(meant('09:00', { reference })).toBe('2026-11-25T00:00:00.000Z');
  });

  it('keeps the time of day where the clocks change', () => {
    const now = Date.parse('2026-03-28T20:00:00Z');

    expect(meant('tomorrow 09:00', { now, reference: now, timeZone: 'Europe/Berlin' })).toBe('2026-03-29T07:00:00.000Z');
  });
});
