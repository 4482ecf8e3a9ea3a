import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Rotation, turnAt } from '../../src/escalation/rotation.ts';
import { days, hours, localTime } from '../../src/model/time.ts';

const weekly: Rotation = { rotation: 'weekly', start: '2026-01-05T09:00', users: ['UA', 'UB', 'UC'] };
const daily = (timezone: string, start = '2026-01-05T09:00'): Rotation => ({
  rotation: 'daily',
  start,
  timezone,
  users: ['UA', 'UB', 'UC'],
});

const at = (iso: string): number => Date.parse(iso);

describe('escalation/rotation', () => {
  it.each([
    ['at its start', '2026-01-05T09:00+09:00', 'UA'],
    ['a moment before the hand-over', '2026-01-12T08:59:59+09:00', 'UA'],
    ['at the hand-over', '2026-01-12T09:00+09:00', 'UB'],
    ['after everybody had a turn', '2026-01-26T09:00+09:00', 'UA'],
    ['before its start, counting backwards', '2026-01-05T08:59+09:00', 'UC'],
  ])('names the person %s', (_, instant, userId) => {
    expect(turnAt(weekly, at(instant), 'Asia/Seoul')?.userId).toBe(userId);
  });

  it('hands over at the same local time when summer time begins', () => {
    const turn = turnAt(daily('Europe/Berlin'), at('2026-03-29T12:00+02:00'), 'UTC');

    expect(turn).toEqual({ userId: expect.any(String), from: at('2026-03-29T09:00+02:00'), until: at('2026-03-30T09:00+02:00') });
    expect((turn?.from ?? 0) - at('2026-03-28T09:00+01:00')).toBe(hours(23));
  });

  it('gives a turn of 25 hours when summer time ends', () => {
    const turn = turnAt(daily('Europe/Berlin'), at('2026-10-25T04:00+01:00'), 'UTC');

    expect((turn?.until ?? 0) - (turn?.from ?? 0)).toBe(hours(25));
  });

  it('hands over after the gap when the clock jumps over the time of day', () => {
    const turn = turnAt(daily('Europe/Berlin', '2026-01-05T02:30'), at('2026-03-29T12:00+02:00'), 'UTC');

    expect(turn?.from).toBe(at('2026-03-29T03:30+02:00'));
  });

  it('hands over once when the time of day occurs twice', () => {
    const rotation = daily('Europe/Berlin', '2026-01-05T02:30');
    const first = turnAt(rotation, at('2026-10-25T02:30+02:00'), 'UTC');
    const between = turnAt(rotation, at('2026-10-25T02:10+01:00'), 'UTC');
    const second = turnAt(rotation, at('2026-10-25T02:30+01:00'), 'UTC');

    expect(new Set([first?.userId, between?.userId, second?.userId]).size).toBe(1);
  });

  it.each([
    ['2026-03-29T10:00+02:00', '2026-03-29T09:00+02:00', '2026-03-29T21:00+02:00'],
    ['2026-10-25T10:00+01:00', '2026-10-25T09:00+01:00', '2026-10-25T21:00+01:00'],
    ['2026-10-25T02:30+01:00', '2026-10-24T21:00+02:00', '2026-10-25T09:00+01:00'],
  ])('hands day and night over at the same local times when the clock changes, as at %s', (instant, from, until) => {
    const rotation: Rotation = { rotation: hours(12), start: '2026-01-05T09:00', timezone: 'Europe/Berlin', users: ['UA', 'UB'] };

    expect(turnAt(rotation, at(instant), 'UTC')).toMatchObject({ from: at(from), until: at(until) });
  });

  it('counts elapsed time for turns that make up no whole days', () => {
    const rotation: Rotation = { rotation: hours(5), start: '2026-03-28T10:00', timezone: 'Europe/Berlin', users: ['UA', 'UB'] };

    expect(turnAt(rotation, at('2026-03-29T12:00+02:00'), 'UTC')?.from).toBe(at('2026-03-29T12:00+02:00'));
  });

  it('keeps the local time for turns of several days', () => {
    const rotation: Rotation = { rotation: days(3), start: '2026-03-27T09:00', timezone: 'Europe/Berlin', users: ['UA', 'UB'] };

    expect(turnAt(rotation, at('2026-03-31T00:00+02:00'), 'UTC')?.from).toBe(at('2026-03-30T09:00+02:00'));
  });

  it('has nobody when nobody is listed', () => {
    expect(turnAt({ ...weekly, users: [] }, 0, 'UTC')).toBeNull();
  });

  it('covers every instant with exactly one turn that begins at the local hand-over time', () => {
    const zones = fc.constantFrom('Asia/Seoul', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'UTC');
    const periods = fc.constantFrom<Rotation['rotation']>('daily', hours(12), hours(8));
    const instants = fc.integer({ min: Date.UTC(2015, 0), max: Date.UTC(2035, 0) });
    fc.assert(
      fc.property(zones, instants, periods, (zone, instant, period) => {
        const rotation: Rotation = { ...daily(zone), rotation: period };
        const turn = turnAt(rotation, instant, 'UTC');
        const following = turnAt(rotation, turn?.until ?? Number.NaN, 'UTC');

        expect(turn?.from).toBeLessThanOrEqual(instant);
        expect(turn?.until).toBeGreaterThan(instant);
        expect(following?.from).toBe(turn?.until);
        const handOvers = period === 'daily' ? ['09:00'] : period === hours(12) ? ['09:00', '21:00'] : ['01:00', '09:00', '17:00'];
        expect(handOvers).toContain(localTime(turn?.from ?? 0, zone).time);
      }),
    );
  });
});
