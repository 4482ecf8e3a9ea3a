import { describe, expect, it } from 'vitest';
import { advance, nextDueAt } from '../../src/escalation/machine.ts';
import type { EscalationEvent, Step } from '../../src/escalation/step.ts';
import type { EscalationState } from '../../src/model/incident.ts';
import { minutes } from '../../src/model/time.ts';
import { LADDER, LEVELS } from './policies.ts';

const POLICY = { ...LADDER, levels: LEVELS.map((level, index) => ({ ...level, perPerson: index === 2 })) };

const at = (minute: number): number => minutes(minute);
const kim = (minute: number): EscalationEvent => ({ kind: 'acknowledged', at: at(minute), by: 'U0KIM' });
const lee = (minute: number): EscalationEvent => ({ kind: 'acknowledged', at: at(minute), by: 'U0LEE' });
const opened = (startLevel: number): EscalationEvent => ({ kind: 'opened', at: 0, startLevel, pages: true });

function played(...events: readonly EscalationEvent[]): Step {
  return events.reduce<Step>((step, event) => advance(POLICY, step.state, event), advance(POLICY, null, opened(3)));
}

const dueOf = (state: EscalationState): number | null => nextDueAt(state);

describe('escalation/machine, where each answers for themselves', () => {
  it('counts whoever comes second as present and leaves owner and clocks alone', () => {
    const first = played(kim(1));
    const second = played(kim(1), lee(2));

    expect(second.state).toMatchObject({ status: 'acknowledged', by: 'U0KIM', others: ['U0LEE'] });
    expect(second.effects).toEqual([{ kind: 'record', what: 'joined', actor: 'U0LEE', details: { owner: 'U0KIM' } }]);
    expect(dueOf(second.state)).toBe(dueOf(first.state));
  });

  it('ignores a second answer of the same person', () => {
    const { state } = played(kim(1), lee(2));

    expect(advance(POLICY, state, lee(3))).toEqual({ state, effects: [] });
    expect(advance(POLICY, state, kim(3)).state).toBe(state);
  });

  it('passes to whoever takes it over, and keeps the former owner as present', () => {
    const { state, effects } = played(kim(1), lee(2), { kind: 'taken-over', at: at(3), by: 'U0LEE' });

    expect(state).toMatchObject({ by: 'U0LEE', others: ['U0KIM'] });
    expect(effects).toMatchObject([{ what: 'taken-over', details: { from: 'U0KIM' } }]);
  });

  it('forgets who was there when it is handed back', () => {
    const { state } = played(kim(1), lee(2), { kind: 'unacknowledged', at: at(3), by: 'U0KIM' }, kim(4));

    expect(state).toMatchObject({ status: 'acknowledged', by: 'U0KIM' });
    expect(state).not.toHaveProperty('others');
  });

  it('lets a second acknowledgement take over at the other levels', () => {
    const first = advance(POLICY, advance(POLICY, null, opened(1)).state, kim(1)).state;

    expect(advance(POLICY, first, lee(2)).state).toMatchObject({ by: 'U0LEE' });
  });
});
