import { describe, expect, it } from 'vitest';
import { checklist, evaluate, readTicks, writeTick } from '../../../src/checks/security/checklist.ts';
import { days } from '../../../src/model/time.ts';
import { evaluateContext, NOW } from '../config.ts';
import { checkContext, memoryOf } from '../context.ts';
import { told } from '../told.ts';

const tick = { item: 'network-policies', by: 'U0LEAD', at: NOW - days(3), note: 'only Query may reach the sidecars' } as const;

describe('checks/security/checklist', () => {
  it('asks for the items that nothing measures and nobody looked at', () => {
    const verdict = evaluate({ ticks: [tick], forPeople: ['grafana-users', 'network-policies'] }, evaluateContext('*'));

    expect(verdict).toMatchObject({ status: 'warning', summary: { args: { open: ['grafana-users'] } } });
    expect(told(verdict)[1]?.value).toBe('3d ago, good for 28d: only Query may reach the sidecars');
  });

  it('lets a tick lapse after a month', () => {
    const facts = { ticks: [{ ...tick, at: NOW - days(31) }], forPeople: ['network-policies'] } as const;

    expect(evaluate(facts, evaluateContext('*')).status).toBe('warning');
  });

  it('keeps the ticks of two people who tick at once', async () => {
    const memory = memoryOf();

    await Promise.all([writeTick(memory, tick), writeTick(memory, { ...tick, by: 'U0ADMIN' })]);

    expect((await readTicks(memory)).map(({ by }) => by).toSorted()).toEqual(['U0ADMIN', 'U0LEAD']);
  });

  it('does not ask a person for what can be measured', async () => {
    const grafana = { users: async () => [{ login: 'a', name: 'A', role: 'Viewer', isDisabled: false, lastSeenAt: NOW }] };

    const verdict = await checklist.run(checkContext({ grafana, memory: memoryOf() }));

    expect(verdict.summary.args['open']).toEqual(['network-policies']);
  });
});
