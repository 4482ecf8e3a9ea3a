import { describe, expect, it } from 'vitest';
import { levelsOf } from '../../src/escalation/policy.ts';
import { type Override, type Roster, recipientsOf, whoIs } from '../../src/escalation/roster.ts';
import { escalationConfig } from './policies.ts';

const at = (iso: string): number => Date.parse(`${iso}+09:00`);
const NIGHT = at('2026-01-06T03:12');
const NOON = at('2026-01-06T12:00');

function rosterOf(overrides: readonly Override[] = [], changes: Readonly<Record<string, unknown>> = {}): Roster {
  return { timezone: 'Asia/Seoul', escalation: escalationConfig(changes), overrides };
}

const reach = (roster: Roster, levelIndex: number, instant: number) =>
  recipientsOf(roster, levelsOf(roster.escalation), levelIndex, instant);

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

describe('escalation/roster', () => {
  it('finds the person whose turn it is', () => {
    expect(whoIs(rosterOf(), 'primary', NOON).users).toEqual([{ id: 'U0PRIMARY', roles: ['primary'] }]);
  });

  it('finds nobody outside of working hours', () => {
    expect(whoIs(rosterOf(), 'lead', NOON).users).toHaveLength(1);
    expect(whoIs(rosterOf(), 'lead', NIGHT).users).toHaveLength(0);
  });

  it('finds nobody for a name that is not in the team', () => {
    expect(whoIs(rosterOf(), 'toString', NOON)).toEqual({ users: [], usergroups: [], webhooks: [] });
  });

  it('reaches everybody of a level once, with all their roles', () => {
    const { recipients, empty } = reach(rosterOf(), 2, NIGHT);

    expect(empty).toBe(false);
    expect(recipients.users.map(({ id }) => id)).toEqual(['U0PRIMARY', 'U0SECOND', 'U0LEAD']);
    expect(recipients.webhooks).toEqual([{ id: 'https://support.example/escalate', roles: ['external'] }]);
  });

  it('names both roles of a person who has two', () => {
    const roster = rosterOf([{ subject: 'secondary', userId: 'U0LEAD', from: NOON, until: NOON + 1 }]);

    expect(reach(roster, 1, NOON).recipients.users).toEqual([{ id: 'U0LEAD', roles: ['secondary', 'lead'] }]);
  });

  it('pages the next level that has somebody when a level has nobody', () => {
    const { recipients, levelIndex, empty } = reach(rosterOf([], LEAD_ONLY), 0, NIGHT);

    expect({ levelIndex, empty }).toEqual({ levelIndex: 1, empty: true });
    expect(recipients.usergroups).toEqual([{ id: 'S0BOSS', roles: ['boss'] }]);
  });

  it('falls back to a lower level when none above has anybody', () => {
    const changes = {
      ...LEAD_ONLY,
      levels: [
        { level: 1, notify: ['boss'], ackTimeout: '5m' },
        { level: 2, notify: ['lead'], ackTimeout: '5m' },
      ],
    };

    expect(reach(rosterOf([], changes), 1, NIGHT)).toMatchObject({ levelIndex: 0, empty: true });
  });

  it('says so when no level has anybody', () => {
    const changes = { ...LEAD_ONLY, levels: [{ level: 1, notify: ['lead'], ackTimeout: '5m' }] };

    expect(reach(rosterOf([], changes), 0, NIGHT)).toMatchObject({ levelIndex: null, empty: true });
  });

  describe('overrides', () => {
    const override: Override = { subject: 'primary', userId: 'U0STAND', from: at('2026-01-06T00:00'), until: at('2026-01-07T00:00') };

    it.each([
      ['during it', NOON, 'U0STAND'],
      ['at its first moment', override.from, 'U0STAND'],
      ['at its end', override.until, 'U0PRIMARY'],
    ])('replace the person %s', (_, instant, userId) => {
      expect(whoIs(rosterOf([override]), 'primary', instant).users).toEqual([{ id: userId, roles: ['primary'] }]);
    });

    it('count for a role without a schedule, and outside of its hours', () => {
      expect(whoIs(rosterOf([{ ...override, subject: 'lead' }]), 'lead', NIGHT).users).toEqual([{ id: 'U0STAND', roles: ['lead'] }]);
    });

    it('let the last one added win', () => {
      expect(whoIs(rosterOf([override, { ...override, userId: 'U0LATER' }]), 'primary', NOON).users[0]?.id).toBe('U0LATER');
    });
  });
});
