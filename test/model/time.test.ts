import { describe, expect, it } from 'vitest';
import { days, formatDuration, hours, localTime, minutes, parseDuration, roughDuration } from '../../src/model/time.ts';

describe('model/time', () => {
  it.each([
    ['5m', minutes(5)],
    ['1h30m', minutes(90)],
    ['7d', days(7)],
    ['500ms', 500],
  ])('reads %s', (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });

  it.each(['', '5', 'm', '5 m', '-5m', '5x', 'five'])('refuses %j', (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  it('writes a duration in the units people say', () => {
    expect([minutes(5), minutes(90), days(7) + hours(1), 90_000, 250].map(formatDuration)).toEqual([
      '5m',
      '1h30m',
      '7d1h',
      '1m30s',
      '250ms',
    ]);
  });

  it('reads back what it writes', () => {
    for (const duration of [1_000, 61_000, hours(25), days(40) + 1_000]) {
      expect(parseDuration(formatDuration(duration))).toBe(duration);
    }
  });

  it('keeps the two largest units at a glance', () => {
    expect(roughDuration(days(3) + hours(4) + minutes(5))).toBe('3d4h');
  });

  it('tells the wall clock of a time zone across its summer time', () => {
    expect(localTime(Date.UTC(2026, 10, 22, 0, 5), 'Asia/Seoul')).toEqual({ date: '2026-11-22', time: '09:05', weekday: 7, zone: 'KST' });
    expect(localTime(Date.UTC(2026, 9, 25, 0, 30), 'Europe/Vienna').time).toBe('02:30');
    expect(localTime(Date.UTC(2026, 9, 25, 1, 30), 'Europe/Vienna').time).toBe('02:30');
  });
});
