import { describe, expect, it } from 'vitest';
import { overrideFor } from '../../src/escalation/override-request.ts';
import type { Roster } from '../../src/escalation/roster.ts';
import { readSpokenTime, type SpokenTime } from '../../src/escalation/spoken-time.ts';
import { UserError } from '../../src/model/errors.ts';
import { days, hours } from '../../src/model/time.ts';
import { escalationConfig } from '../scenarios/stage.ts';

const NOW = Date.parse('2026-11-23T15:30:00+09:00');

const { timezone, escalation } = escalationConfig({
  schedules: { primary: { start: '2026-01-05T09:00', users: ['U0PRIMARY', 'U0SECOND'] } },
});
const ROSTER: Roster = { timezone, escalation, overrides: [] };

function time(text: string): SpokenTime {
  return readSpokenTime(text) ?? { kind: 'now' };
}

function ask(subject: string | null, until: string, from: string | null = null): unknown {
  try {
    return overrideFor({ subject, userId: 'U0SECOND', from: from === null ? null : time(from), until: time(until) }, ROSTER, NOW, 'U0LEAD');
  } catch (error) {
    return error instanceof UserError ? error.phrase.id : error;
  }
}

describe('escalation/override-request', () => {
  it('begins at once unless told otherwise', () => {
    expect(ask('primary', '4h')).toEqual({ subject: 'primary', userId: 'U0SECOND', from: NOW, until: NOW + hours(4) });
  });

  it('ends after its own beginning, not after now', () => {
    expect(ask('primary', '09:00', '22:00')).toEqual({
      subject: 'primary',
      userId: 'U0SECOND',
      from: Date.parse('2026-11-23T22:00:00+09:00'),
      until: Date.parse('2026-11-24T09:00:00+09:00'),
    });
  });

  it.each([
    ['an end in the past', 'primary', '2026-11-22 09:00', null, 'oncall.inThePast'],
    ['a beginning in the past', 'primary', '4h', '2026-11-22 09:00', 'oncall.inThePast'],
    ['an end before the beginning', 'primary', '2026-11-24 09:00', '2026-11-25 09:00', 'oncall.endsBeforeStart'],
    ['more than 30 days', 'primary', '31d', null, 'oncall.tooFar'],
    ['a name that nobody has', 'primry', '4h', null, 'oncall.noSuchSubject'],
    ['a name from the prototype', 'constructor', '4h', null, 'oncall.noSuchSubject'],
    ['a role of several people', 'everyone', '4h', null, 'oncall.severalPeople'],
    ['an address outside', 'external', '4h', null, 'oncall.severalPeople'],
  ])('refuses %s', (_, subject, until, from, phrase) => {
    expect(ask(subject, until, from)).toBe(phrase);
  });

  it('takes a role that is one person, and the last of thirty days', () => {
    expect(ask('lead', '30d')).toMatchObject({ subject: 'lead', until: NOW + days(30) });
  });

  it('means the only schedule when none is named', () => {
    expect(ask(null, '4h')).toMatchObject({ subject: 'primary', until: NOW + hours(4) });
  });

  describe('of several schedules, when none is named', () => {
    const several = escalationConfig({
      schedules: {
        primary: { start: '2026-01-05T09:00', users: ['U0PRIMARY'] },
        secondary: { start: '2026-01-05T09:00', users: ['U0SECOND'] },
      },
    });
    const roster: Roster = { timezone, escalation: several.escalation, overrides: [] };
    const request = { subject: null, userId: 'U0LEAD', from: null, until: time('18:00') };

    it('means the one whose turn the person has who asks', () => {
      expect(overrideFor(request, roster, NOW, 'U0SECOND')).toMatchObject({ subject: 'secondary', userId: 'U0LEAD' });
    });

    it('asks which one when that is not clear', () => {
      expect(() => overrideFor(request, roster, NOW, 'U0ADMIN')).toThrow(
        expect.objectContaining({ phrase: expect.objectContaining({ id: 'oncall.whichSubject' }) }),
      );
    });
  });
});
