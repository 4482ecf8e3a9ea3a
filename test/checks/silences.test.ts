import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/checks/silences.ts';
import type { Silence } from '../../src/model/metrics.ts';
import { days, hours } from '../../src/model/time.ts';
import { evaluateContext, NOW } from './config.ts';
import { told } from './told.ts';

function silence(change: Partial<Silence> = {}): Silence {
  return {
    id: '5d1f',
    state: 'active',
    matchers: [{ name: 'alertname', value: 'PVCNearFull', isRegex: false, isEqual: true }],
    startsAt: NOW - hours(1),
    endsAt: NOW + hours(3),
    createdBy: 'kim',
    comment: 'disk is on order',
    ...change,
  };
}

const judge = (...silences: readonly Silence[]) => evaluate(silences, evaluateContext());

describe('checks/silences', () => {
  it('passes without silences and forgets expired ones', () => {
    expect(judge(silence({ state: 'expired' }))).toMatchObject({ status: 'ok', summary: { id: 'checks.silences-none' } });
  });

  it('lists who silenced what until when', () => {
    const verdict = judge(silence());

    expect(verdict).toMatchObject({ status: 'ok', summary: { args: { active: 1, ending: 1, long: [] } } });
    expect(told(verdict)).toMatchObject([{ label: '{alertname="PVCNearFull"}', value: 'by kim, ends in 3h: disk is on order' }]);
  });

  it('shows nobody a bare id of Slack', () => {
    expect(told(judge(silence({ createdBy: 'U0LEAD' })))[0]?.value).toBe('by a person in Slack, ends in 3h: disk is on order');
  });

  it('warns of a silence older than a day that no person of the workspace owns', () => {
    const old = { startsAt: NOW - days(2) };

    expect(judge(silence(old))).toMatchObject({ status: 'warning', summary: { args: { forgotten: ['{alertname="PVCNearFull"}'] } } });
    expect(judge(silence({ ...old, createdBy: 'U0LEAD' }))).toMatchObject({ status: 'ok', summary: { args: { forgotten: [] } } });
  });

  it('warns of a silence that was made for more than a week', () => {
    expect(judge(silence({ endsAt: NOW + days(30) }))).toMatchObject({
      status: 'warning',
      summary: { args: { long: ['{alertname="PVCNearFull"}'] } },
    });
  });

  it.each([
    [{ isRegex: false, isEqual: true }, '{a="b"}'],
    [{ isRegex: true, isEqual: true }, '{a=~"b"}'],
    [{ isRegex: false, isEqual: false }, '{a!="b"}'],
    [{ isRegex: true, isEqual: false }, '{a!~"b"}'],
  ])('writes a matcher as Prometheus does', (kind, text) => {
    expect(judge(silence({ matchers: [{ name: 'a', value: 'b', ...kind }] })).evidence[0]?.label).toBe(text);
  });
});
