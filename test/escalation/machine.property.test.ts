import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOf, levelIndexOf, patienceAt } from '../../src/escalation/ladder.ts';
import { advance, nextDueAt } from '../../src/escalation/machine.ts';
import type { Effect, EscalationEvent, EscalationPolicy } from '../../src/escalation/step.ts';
import type { EscalationState } from '../../src/model/incident.ts';
import { minutes, seconds } from '../../src/model/time.ts';

const patience = {
  reminderMs: fc.integer({ min: 1, max: 600 }).map(seconds),
  handBackMs: fc.integer({ min: 1, max: 6_000 }).map(seconds),
};

const policies: fc.Arbitrary<EscalationPolicy> = fc
  .record({
    rungs: fc.array(fc.record({ timeout: fc.integer({ min: 1, max: 120 }), gap: fc.nat(2), perPerson: fc.boolean() }), {
      minLength: 1,
      maxLength: 5,
    }),
    repeat: fc.boolean(),
    highest: fc.option(fc.nat(4)),
    ...patience,
  })
  .map(({ rungs, repeat, highest, reminderMs, handBackMs }) => ({
    levels: rungs.map(({ timeout, perPerson }, index) => ({
      // Numbers of levels grow, and need not follow each other.
      level: rungs.slice(0, index + 1).reduce((sum, { gap }) => sum + gap + 1, 0),
      notify: [`role-${index + 1}`],
      ackTimeoutMs: seconds(timeout),
      repeat: repeat && index === rungs.length - 1,
      perPerson,
      isHighest: index === highest,
    })),
    reminderMs,
    handBackMs,
  }));

const at = fc.integer({ min: 0, max: 20_000 }).map(seconds);
const by = fc.constantFrom('UKIM', 'ULEE', 'UPARK');
const anybody = fc.constantFrom('UKIM', 'ULEE', 'system', 'alertmanager');
const level = fc.integer({ min: 1, max: 16 });

/** The process begins again over what was stored, perhaps with another patience configured. */
interface Restart {
  readonly kind: 'restart';
  readonly reminderMs: number;
  readonly handBackMs: number;
}

const laterEvents: fc.Arbitrary<EscalationEvent | Restart> = fc.oneof(
  fc.record({ kind: fc.constant('restart' as const), ...patience }),
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('tick' as const), at }) },
  fc.record({ kind: fc.constant('opened' as const), at, startLevel: level, pages: fc.boolean() }),
  fc.record({ kind: fc.constant('acknowledged' as const), at, by }),
  fc.record({ kind: fc.constant('taken-over' as const), at, by }),
  fc.record({ kind: fc.constant('unacknowledged' as const), at, by }),
  fc.record({ kind: fc.constant('escalated' as const), at, by: anybody, toLevel: fc.option(level) }),
  fc.record({ kind: fc.constant('snoozed' as const), at, by, until: at }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('silenced' as const), at, by, until: at, comment: fc.constant('disk swap') }) },
  fc.record({ kind: fc.constant('silence-ended' as const), at, by: anybody }),
  fc.record({ kind: fc.constant('resolved' as const), at, by: anybody }),
  fc.record({ kind: fc.constant('reopened' as const), at, by: anybody }),
  fc.record({ kind: fc.constant('widened' as const), at }),
  fc.record({ kind: fc.constant('folded' as const), at, into: fc.constant('inc_parent') }),
  fc.record({
    kind: fc.constant('unreachable' as const),
    at,
    levelIndex: fc.nat(5),
    ackTimeoutMs: fc.integer({ min: 1, max: 60 }).map(seconds),
  }),
);

/** An incident and whatever happens to it: in any order, repeated, with anything missing, even with time running backwards. */
const histories = fc.record({
  policy: policies,
  startLevel: level,
  pages: fc.boolean(),
  events: fc.array(laterEvents, { maxLength: 40 }),
});

function opened(policy: EscalationPolicy, startLevel: number, pages = true) {
  return advance(policy, null, { kind: 'opened', at: 0, startLevel, pages });
}

function isSilenced(state: EscalationState): state is Exclude<EscalationState, { status: 'resolved' }> {
  return state.status !== 'resolved' && state.silencedUntil !== null;
}

function pagesOf(effects: readonly Effect[]) {
  return effects.filter((effect) => effect.kind === 'page');
}

/** Plays a history and hands every step to `look`, with the policy that held then. */
function replay(
  history: {
    readonly policy: EscalationPolicy;
    readonly startLevel: number;
    readonly pages: boolean;
    readonly events: readonly (EscalationEvent | Restart)[];
  },
  look: (step: {
    readonly policy: EscalationPolicy;
    readonly before: EscalationState;
    readonly event: EscalationEvent;
    readonly after: EscalationState;
    readonly effects: readonly Effect[];
  }) => void,
): void {
  let { policy } = history;
  let { state } = opened(policy, history.startLevel, history.pages);
  for (const event of history.events) {
    if (event.kind === 'restart') {
      const { reminderMs, handBackMs } = event;
      policy = { ...policy, reminderMs, handBackMs };
      state = asStored(state);
      continue;
    }
    const step = advance(policy, state, event);
    look({ policy, before: state, event, after: step.state, effects: step.effects });
    state = step.state;
  }
}

function asStored(state: EscalationState): EscalationState {
  return JSON.parse(JSON.stringify(state));
}

describe('escalation/machine (properties)', () => {
  it('pages an unacknowledged incident at every level up to its highest by the deadline, and at none above, one tick a second', () => {
    fc.assert(
      fc.property(policies, fc.nat(999), (policy, phaseMs) => {
        let { state } = opened(policy, 1);
        const pagedAt = [0];
        const climbed = policy.levels.slice(0, endOf(policy.levels, 0) + 1);
        const end = policy.levels.reduce((total, { ackTimeoutMs }) => total + ackTimeoutMs + 1_000, 0);
        for (let now = phaseMs; now <= end; now += 1_000) {
          const step = advance(policy, state, { kind: 'tick', at: now });
          pagedAt.push(...pagesOf(step.effects).flatMap(({ levelIndex, repeats }) => (repeats === 0 ? [levelIndex * 1e9 + now] : [])));
          state = step.state;
        }
        let deadline = 0;
        expect(pagedAt).toHaveLength(climbed.length);
        climbed.forEach(({ ackTimeoutMs }, levelIndex) => {
          const page = (pagedAt[levelIndex] ?? Number.NaN) - levelIndex * 1e9;
          expect(page).toBeGreaterThanOrEqual(deadline);
          expect(page).toBeLessThanOrEqual(deadline + 1_000);
          deadline = page + ackTimeoutMs;
        });
      }),
      { numRuns: 60 },
    );
  });

  it('lets no level wait beyond its time: after a tick the last call is younger than the patience of its level', () => {
    fc.assert(
      fc.property(histories, (history) => {
        let waitsUntil = history.pages ? patienceAt(history.policy, levelIndexOf(history.policy.levels, history.startLevel)) : null;
        replay(history, ({ policy, event, after, effects }) => {
          if (pagesOf(effects).length > 0) {
            waitsUntil = event.at + patienceAt(policy, after.status === 'resolved' ? 0 : after.levelIndex);
          }
          if (effects.some((effect) => effect.kind === 'record' && effect.what === 'exhausted')) {
            waitsUntil = null;
          }
          const isWaiting = after.status === 'triggered' && !after.isQuiet && after.silencedUntil === null;
          if (event.kind === 'tick' && isWaiting && waitsUntil !== null) {
            expect(event.at).toBeLessThan(waitsUntil);
          }
        });
      }),
    );
  });

  it('calls somebody only for a reason: of what has an owner or is over, only a person or the owner’s own deadline makes a call', () => {
    const reasons: Partial<Record<EscalationEvent['kind'], readonly string[]>> = {
      tick: ['handed-back', 'snooze-ended'],
      unacknowledged: ['unacknowledged'],
      escalated: ['escalated'],
      'silence-ended': ['handed-back', 'snooze-ended'],
    };
    fc.assert(
      fc.property(histories, (history) => {
        replay(history, ({ before, event, effects }) => {
          for (const { reason } of pagesOf(effects)) {
            if (before.status === 'acknowledged') {
              expect(reasons[event.kind] ?? []).toContain(reason);
              expect(event.kind === 'escalated' && event.by === 'system').toBe(false);
            }
            if (before.status === 'resolved') {
              expect([event.kind, reason]).toEqual(['reopened', 'reopened']);
            }
          }
        });
      }),
    );
  });

  it('reminds its owner and nobody else, while it is theirs, heard and not snoozed', () => {
    fc.assert(
      fc.property(histories, (history) => {
        replay(history, ({ before, event, after, effects }) => {
          for (const effect of effects.filter(({ kind }) => kind === 'remind')) {
            expect(effect).toEqual({ kind: 'remind', userId: before.status === 'acknowledged' ? before.by : null });
            expect(after).toMatchObject({ status: 'acknowledged', isQuiet: false, snoozedUntil: null, silencedUntil: null });
            expect(['tick', 'silence-ended']).toContain(event.kind);
          }
        });
      }),
    );
  });

  it('changes its owner only by the hand of a person, and lists nobody twice among those who are there', () => {
    fc.assert(
      fc.property(histories, (history) => {
        replay(history, ({ policy, before, event, after }) => {
          if (after.status !== 'acknowledged') {
            return;
          }
          if (before.status !== 'acknowledged' || before.by !== after.by) {
            expect(['acknowledged', 'taken-over']).toContain(event.kind);
          }
          const isPerPerson = policy.levels[after.levelIndex]?.perPerson === true;
          if (isPerPerson && before.status === 'acknowledged' && event.kind === 'acknowledged') {
            expect(after.by).toBe(before.by);
          }
          const present = [after.by, ...(after.others ?? [])];
          expect(new Set(present).size).toBe(present.length);
        });
      }),
    );
  });

  it('goes on after a restart as if there had been none', () => {
    fc.assert(
      fc.property(histories, (history) => {
        replay(history, ({ policy, before, event, after, effects }) => {
          expect(advance(policy, asStored(before), event)).toEqual({ state: after, effects });
        });
      }),
    );
  });

  it('pages nobody on a tick after an acknowledgement until it is handed back', () => {
    fc.assert(
      fc.property(histories, (history) => {
        replay(history, ({ before, event, effects }) => {
          if (before.status !== 'acknowledged' || event.kind !== 'tick') {
            return;
          }
          const end = Math.max(before.snoozedUntil ?? before.handBackAt ?? Number.POSITIVE_INFINITY, before.silencedUntil ?? 0);
          expect(pagesOf(effects).length).toBe(event.at >= end && !before.isQuiet ? 1 : 0);
        });
      }),
    );
  });

  it('pages nobody while everything is silenced, unless a person asks for it', () => {
    fc.assert(
      fc.property(histories, (history) => {
        replay(history, ({ before, event, after, effects }) => {
          const isPaused = isSilenced(before) && isSilenced(after);
          if (isPaused && event.kind !== 'escalated') {
            expect(pagesOf(effects)).toEqual([]);
            expect(effects.filter((effect) => effect.kind === 'remind')).toEqual([]);
          }
          if (isSilenced(after) && after.status === 'triggered') {
            expect(after.nextEscalationAt).toBeNull();
          }
          if (isSilenced(before) && event.kind === 'tick' && event.at < (before.silencedUntil ?? 0)) {
            expect(after).toBe(before);
          }
        });
      }),
    );
  });

  it('loses no incident to a silence: when it ends, somebody is called or somebody has it', () => {
    fc.assert(
      fc.property(histories, (history) => {
        replay(history, ({ policy, after }) => {
          if (!isSilenced(after) || after.silencedUntil === null) {
            return;
          }
          expect(nextDueAt(after)).toBe(after.silencedUntil);
          const ended = advance(policy, after, { kind: 'tick', at: after.silencedUntil });
          expect(isSilenced(ended.state)).toBe(false);
          if (!after.isQuiet) {
            expect(nextDueAt(ended.state)).not.toBeNull();
            expect(pagesOf(ended.effects).length === 1 || ended.state.status === 'acknowledged').toBe(true);
          }
        });
      }),
    );
  });

  it('never leaves resolved except by being opened again', () => {
    fc.assert(
      fc.property(histories, (history) => {
        replay(history, ({ before, event, after, effects }) => {
          if (before.status === 'resolved' && event.kind !== 'reopened') {
            expect(after).toBe(before);
            expect(effects).toEqual([]);
          }
        });
      }),
    );
  });

  it('changes nothing when a tick is delivered again', () => {
    fc.assert(
      fc.property(histories, (history) => {
        replay(history, ({ policy, after, event }) => {
          const first = advance(policy, after, { kind: 'tick', at: event.at });
          const second = advance(policy, first.state, { kind: 'tick', at: event.at });
          expect(second.state).toBe(first.state);
          expect(second.effects).toEqual([]);
        });
      }),
    );
  });

  it('pages at most once for any one event, however far time has moved', () => {
    fc.assert(
      fc.property(histories, (history) => {
        replay(history, ({ effects }) => {
          expect(pagesOf(effects).length).toBeLessThanOrEqual(1);
        });
      }),
    );
  });

  it('returns the same object when nothing changes, and no effects with it', () => {
    fc.assert(
      fc.property(histories, (history) => {
        replay(history, ({ before, after, effects }) => {
          if (after === before) {
            expect(effects).toEqual([]);
          } else {
            expect(after).not.toEqual(before);
          }
        });
      }),
    );
  });

  it('always has a next step for a paging incident that nobody has, unless the ladder has ended', () => {
    fc.assert(
      fc.property(histories, (history) => {
        let isExhausted = false;
        replay(history, ({ after, effects }) => {
          isExhausted =
            effects.some((effect) => effect.kind === 'record' && effect.what === 'exhausted') ||
            (isExhausted && pagesOf(effects).length === 0);
          if (after.status === 'triggered' && !after.isQuiet && !isExhausted) {
            expect(nextDueAt(after)).not.toBeNull();
          }
          if (after.status === 'acknowledged' && !after.isQuiet) {
            expect(nextDueAt(after)).not.toBeNull();
          }
        });
      }),
    );
  });

  it('pages only levels that exist and leaves people their whole time', () => {
    fc.assert(
      fc.property(histories, (history) => {
        replay(history, ({ policy, event, after, effects }) => {
          for (const page of pagesOf(effects)) {
            const paged = history.policy.levels[page.levelIndex];
            expect(paged).toBeDefined();
            expect(after).toMatchObject({
              status: 'triggered',
              levelIndex: page.levelIndex,
              ...(isSilenced(after) ? {} : { nextEscalationAt: event.at + patienceAt(policy, page.levelIndex) }),
            });
          }
        });
      }),
    );
  });

  it('reaches the same level in one big step as in many small ones', () => {
    fc.assert(
      fc.property(policies, fc.integer({ min: 1, max: 600 }), (policy, elapsedSeconds) => {
        const total = policy.levels.reduce((sum, { ackTimeoutMs }) => sum + ackTimeoutMs, 0);
        const now = Math.min(seconds(elapsedSeconds), total - 1);
        const big = advance(policy, opened(policy, 1).state, { kind: 'tick', at: now }).state;
        let small = opened(policy, 1).state;
        for (let due = nextDueAt(small); due !== null && due <= now; due = nextDueAt(small)) {
          small = advance(policy, small, { kind: 'tick', at: due }).state;
        }
        expect(big).toMatchObject({ levelIndex: small.status === 'triggered' ? small.levelIndex : -1 });
      }),
    );
  });

  it('does not page twice when the clock is set back', () => {
    fc.assert(
      fc.property(policies, fc.integer({ min: 1, max: 60 }), (policy, backMinutes) => {
        const first = advance(policy, opened(policy, 1).state, { kind: 'tick', at: minutes(10) });
        const back = advance(policy, first.state, { kind: 'tick', at: minutes(10) - minutes(backMinutes) });
        expect(back.effects).toEqual([]);
      }),
    );
  });
});
