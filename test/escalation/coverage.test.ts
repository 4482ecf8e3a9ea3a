import { describe, expect, it } from 'vitest';
import { gaps, nextHandOver, onCallNow } from '../../src/escalation/coverage.ts';
import type { Override, Roster } from '../../src/escalation/roster.ts';
import { escalationConfig } from './policies.ts';

const at = (iso: string): number => Date.parse(`${iso}+09:00`);
const NOON = at('2026-01-06T12:00');

function rosterOf(overrides: readonly Override[] = [], changes: Readonly<Record<string, unknown>> = {}): Roster {
  return { timezone: 'Asia/Seoul', escalation: escalationConfig(changes), overrides };
}

const LEAD_ONLY = {
  team: {
    lead: { users: ['U0LEAD'], hours: 'Mon-Fri 09:00-18:00' },
    boss: { usergroup: 'S0BOSS' },
    outside: { webhook: 'https://support.example/x' },
  },
  schedules: {},
  levels: [
    { level: 1, notify: ['lead'], ackTimeout: '5m' },
    { level: 2, notify: ['boss', 'outside'], ackTimeout: '5m' },
  ],
  classes: [],
};

describe('escalation/coverage', () => {
  it('lists when a level has nobody, nights and weekends joined', () => {
    const found = gaps(rosterOf([], LEAD_ONLY), at('2026-01-09T12:00'), 4);

    expect(found).toEqual([
      { levelIndex: 0, from: at('2026-01-09T18:00'), until: at('2026-01-12T09:00') },
      { levelIndex: 0, from: at('2026-01-12T18:00'), until: at('2026-01-13T09:00') },
    ]);
  });

  it('finds no gap where somebody always has a turn', () => {
    expect(gaps(rosterOf(), NOON, 14)).toEqual([]);
  });

  it('closes a gap for the time of an override', () => {
    const override: Override = { subject: 'lead', userId: 'U0STAND', from: at('2026-01-09T18:00'), until: at('2026-01-12T09:00') };

    expect(gaps(rosterOf([override], LEAD_ONLY), at('2026-01-09T12:00'), 3)).toEqual([]);
  });

  it('names who has each schedule and who is next', () => {
    expect(onCallNow(rosterOf(), NOON)).toEqual([
      { schedule: 'primary', userId: 'U0PRIMARY', isOverride: false, next: { at: at('2026-01-12T09:00'), userId: 'U0SECOND' } },
    ]);
  });

  it('counts the end of an override as a hand-over', () => {
    const override: Override = { subject: 'primary', userId: 'U0STAND', from: NOON - 1, until: NOON + 1 };

    expect(nextHandOver(rosterOf([override]), 'primary', NOON)).toEqual({ at: NOON + 1, userId: 'U0PRIMARY' });
  });

  it('has no hand-over for a person alone', () => {
    const changes = { schedules: { primary: { start: '2026-01-05T09:00', users: ['U0PRIMARY'] } } };

    expect(nextHandOver(rosterOf([], changes), 'primary', NOON)).toBeNull();
  });
});
