import { describe, expect, it } from 'vitest';
import { createAccess } from '../../src/handlers/access.ts';
import type { Role } from '../../src/ports.ts';
import { config } from '../actions/world.ts';

const groups = new Map<string, readonly string[] | null>([
  ['S0OPS', ['U0INGROUP']],
  ['S0DARK', null],
]);
const directory = { membersOf: async (id: string) => groups.get(id) ?? null };

const access = createAccess(
  {
    access: { responders: ['U0FIRST'], operators: ['U0LEAD', 'S0OPS'], approvers: ['U0ADMIN', 'S0DARK'] },
    escalation: {
      ...config.escalation,
      team: { primary: { users: ['U0PAGED'] } },
      schedules: { main: { rotation: 'weekly', start: '2026-01-05T09:00', users: ['U0TURN'] } },
    },
  },
  directory,
);

describe('handlers/access', () => {
  it.each<[string, Role, string]>([
    ['U0NOBODY', 'anyone', 'yes'],
    ['U0FIRST', 'responder', 'yes'],
    ['U0PAGED', 'responder', 'yes'],
    ['U0TURN', 'responder', 'yes'],
    ['U0LEAD', 'responder', 'yes'],
    ['U0NOBODY', 'responder', 'no'],
    ['U0LEAD', 'operator', 'yes'],
    ['U0INGROUP', 'operator', 'yes'],
    ['U0FIRST', 'operator', 'no'],
    ['U0ADMIN', 'operator', 'no'],
    ['U0ADMIN', 'approver', 'yes'],
    ['U0LEAD', 'approver', 'unverified'],
  ])('answers whether %s is %s with %s', async (userId, role, answer) => {
    expect(await access.may(userId, role)).toBe(answer);
  });

  it('names who may', () => {
    expect(access.whoMay('operator')).toEqual(['U0LEAD', 'S0OPS']);
  });
});
