import { describe, expect, it } from 'vitest';
import { advance, nextDueAt } from '../../src/escalation/machine.ts';
import type { EscalationEvent, EscalationPolicy, Step } from '../../src/escalation/step.ts';
import type { EscalationState } from '../../src/model/incident.ts';
import { hours, minutes, seconds } from '../../src/model/time.ts';
import { LADDER, LEVELS } from './policies.ts';

const T0 = Date.UTC(2026, 0, 5, 9, 0);

type Move = readonly [atMinutes: number, kind: EscalationEvent['kind'], rest?: Readonly<Record<string, unknown>>];

const OPENED: Move = [0, 'opened'];

function eventOf([atMinutes, kind, rest = {}]: Move): EscalationEvent {
  const defaults = {
    opened: { startLevel: 1, pages: true },
    tick: {},
    acknowledged: { by: 'UKIM' },
    'taken-over': { by: 'UKIM' },
    unacknowledged: { by: 'UKIM' },
    escalated: { by: 'UKIM', toLevel: null },
    snoozed: { by: 'UKIM', until: T0 + minutes(60) },
    silenced: { by: 'UKIM', until: T0 + minutes(60), comment: 'disk swap' },
    'silence-ended': { by: 'alertmanager' },
    widened: {},
    resolved: { by: 'alertmanager' },
    reopened: { by: 'alertmanager' },
    folded: { into: 'inc_parent' },
    unreachable: { levelIndex: 0, ackTimeoutMs: minutes(1) },
  }[kind];
  return { kind, at: T0 + minutes(atMinutes), ...defaults, ...rest } as EscalationEvent;
}

/** Plays events in order; returns the last step and one line per effect, such as `5m page Level 2`. */
function play(policy: EscalationPolicy, ...moves: readonly Move[]): { readonly step: Step; readonly lines: readonly string[] } {
  const lines: string[] = [];
  let step: Step | null = null;
  for (const move of moves) {
    step = advance(policy, step?.state ?? null, eventOf(move));
    lines.push(...step.effects.map((effect) => `${move[0]}m ${effectText(policy, effect)}`));
  }
  if (step === null) {
    throw new Error('a story needs an event');
  }
  return { step, lines };
}

function effectText(policy: EscalationPolicy, effect: Step['effects'][number]): string {
  switch (effect.kind) {
    case 'page': {
      const again = effect.repeats > 0 ? ` again (${effect.repeats})` : '';
      const late = effect.lateMs === null ? '' : ` late ${effect.lateMs / 60_000}m skipping ${effect.skipped.length}`;
      return `page Level ${policy.levels[effect.levelIndex]?.level} ${effect.reason}${again}${late}`;
    }
    case 'remind':
      return `remind ${effect.userId}`;
    case 'record':
      return effect.what;
  }
}

const story = (...moves: readonly Move[]): readonly string[] => play(LADDER, ...moves).lines;
const stateAfter = (...moves: readonly Move[]): EscalationState => play(LADDER, ...moves).step.state;

describe('escalation/machine', () => {
  it('pages the first level when an incident opens', () => {
    expect(story(OPENED)).toEqual(['0m opened', '0m page Level 1 opened']);
  });

  it('starts at the level that the class of the incident says', () => {
    expect(story([0, 'opened', { startLevel: 2 }])).toContain('0m page Level 2 opened');
  });

  it('starts at the last level when the class names one beyond it', () => {
    expect(story([0, 'opened', { startLevel: 9 }])).toContain('0m page Level 3 opened');
  });

  it('opens without a page and without a deadline when nobody is to be called', () => {
    const { step, lines } = play(LADDER, [0, 'opened', { pages: false }]);

    expect(lines).toEqual(['0m opened']);
    expect(nextDueAt(step.state)).toBeNull();
  });

  it('climbs level by level when nobody acknowledges, and repeats the last', () => {
    const lines = story(OPENED, [4.99, 'tick'], [5, 'tick'], [14.99, 'tick'], [15, 'tick'], [29.99, 'tick'], [30, 'tick'], [45, 'tick']);

    expect(lines.slice(2)).toEqual([
      '5m page Level 2 ack-timeout',
      '15m page Level 3 ack-timeout',
      '30m page Level 3 repeat again (1)',
      '45m page Level 3 repeat again (2)',
    ]);
  });

  it('records once that a ladder without repetition has ended', () => {
    const policy = { ...LADDER, levels: LEVELS.slice(0, 1) };
    const { step, lines } = play(policy, OPENED, [5, 'tick'], [6, 'tick'], [600, 'tick']);

    expect(lines.slice(2)).toEqual(['5m exhausted']);
    expect(nextDueAt(step.state)).toBeNull();
  });

  describe('after downtime', () => {
    it('pages the level that should be active, once, and names what was skipped', () => {
      const { step } = play(LADDER, OPENED, [17, 'tick']);

      expect(step.effects.at(-1)).toEqual({
        kind: 'page',
        levelIndex: 2,
        reason: 'ack-timeout',
        lateMs: minutes(2),
        skipped: [1],
        repeats: 0,
      });
    });

    it('gives the people of that level their whole time from now on', () => {
      expect(nextDueAt(stateAfter(OPENED, [17, 'tick']))).toBe(T0 + minutes(17 + 15));
    });

    it('pages the last level when every deadline has passed', () => {
      expect(story(OPENED, [600, 'tick']).at(-1)).toBe('600m page Level 3 ack-timeout late 585m skipping 1');
    });

    it('skips a level whose time is over at that very moment', () => {
      expect(story(OPENED, [15, 'tick']).at(-1)).toBe('15m page Level 3 ack-timeout late 0m skipping 1');
    });

    it('repeats the last level once, however many repetitions were missed', () => {
      const lines = story(OPENED, [5, 'tick'], [15, 'tick'], [200, 'tick']);

      expect(lines.at(-1)).toBe('200m page Level 3 repeat again (1) late 170m skipping 0');
    });

    it('records that the page was late', () => {
      expect(story(OPENED, [7, 'tick'])).toContain('7m late');
    });

    it('does not call the delay of an ordinary poll late', () => {
      const { step } = play(LADDER, OPENED, [5 + 20 / 60, 'tick']);

      expect(step.effects).toMatchObject([{ kind: 'page', lateMs: null }]);
    });
  });

  describe('acknowledged', () => {
    it('stops all escalation', () => {
      expect(story(OPENED, [3, 'acknowledged'], [5, 'tick'], [15, 'tick']).slice(2)).toEqual(['3m acknowledged']);
    });

    it('ignores a second acknowledgement of the same person', () => {
      const first = stateAfter(OPENED, [3, 'acknowledged']);

      expect(advance(LADDER, first, eventOf([4, 'acknowledged'])).state).toBe(first);
    });

    it('passes to another person who acknowledges, with new clocks', () => {
      const { step, lines } = play(LADDER, OPENED, [3, 'acknowledged'], [20, 'acknowledged', { by: 'ULEE' }]);

      expect(lines.at(-1)).toBe('20m taken-over');
      expect(step.state).toMatchObject({ by: 'ULEE', remindAt: T0 + minutes(50), handBackAt: T0 + minutes(20) + hours(4) });
    });

    it('reminds its owner every half hour', () => {
      const lines = story(OPENED, [0, 'acknowledged'], [29, 'tick'], [30, 'tick'], [31, 'tick'], [60, 'tick']);

      expect(lines.filter((line) => line.includes('remind '))).toEqual(['30m remind UKIM', '60m remind UKIM']);
    });

    it('reminds once after downtime, not once per missed reminder', () => {
      expect(story(OPENED, [0, 'acknowledged'], [200, 'tick']).filter((line) => line.includes('remind '))).toEqual(['200m remind UKIM']);
    });

    it('pages the same level again when it has not been solved in time', () => {
      const lines = story(OPENED, [5, 'tick'], [6, 'acknowledged'], [246, 'tick'], [256, 'tick']);

      expect(lines.slice(-3)).toEqual(['246m handed-back', '246m page Level 2 handed-back', '256m page Level 3 ack-timeout']);
    });

    it('pages again at once when its owner hands it back', () => {
      expect(story(OPENED, [3, 'acknowledged'], [9, 'unacknowledged']).slice(-2)).toEqual([
        '9m unacknowledged',
        '9m page Level 1 unacknowledged',
      ]);
    });

    it('is not undone by alerts that are sent again', () => {
      const state = stateAfter(OPENED, [3, 'acknowledged']);

      expect(advance(LADDER, state, eventOf([4, 'opened'])).state).toBe(state);
    });
  });

  describe('silenced', () => {
    const until = T0 + minutes(60);

    it('calls nobody until the silence ends, then the level at which it stood', () => {
      expect(story(OPENED, [5, 'tick'], [6, 'silenced'], [15, 'tick'], [59, 'tick'], [60, 'tick'], [70, 'tick']).slice(3)).toEqual([
        '6m silenced',
        '60m silence-ended',
        '60m page Level 2 silence-ended',
        '70m page Level 3 ack-timeout',
      ]);
    });

    it('is due next when the silence ends', () => {
      expect(nextDueAt(stateAfter(OPENED, [1, 'silenced']))).toBe(until);
      expect(nextDueAt(stateAfter(OPENED, [1, 'acknowledged'], [2, 'silenced']))).toBe(until);
    });

    it('goes on at once when the silence is removed early', () => {
      expect(story(OPENED, [1, 'silenced'], [20, 'silence-ended'], [25, 'tick']).slice(3)).toEqual([
        '20m silence-ended',
        '20m page Level 1 silence-ended',
        '25m page Level 2 ack-timeout',
      ]);
    });

    it('lasts as long as the silence is told to last now', () => {
      const longer = { until: T0 + minutes(120) };

      expect(story(OPENED, [1, 'silenced'], [50, 'silenced', longer], [60, 'tick'], [120, 'tick']).slice(3)).toEqual([
        '50m silenced',
        '120m silence-ended',
        '120m page Level 1 silence-ended',
      ]);
    });

    it('ignores a silence that is told again, or is over already', () => {
      const state = stateAfter(OPENED, [1, 'silenced']);

      expect(advance(LADDER, state, eventOf([2, 'silenced'])).state).toBe(state);
      expect(story(OPENED, [60, 'silenced']).slice(2)).toEqual([]);
    });

    it('neither reminds nor hands back while it lasts, and does both afterwards when they are due', () => {
      const long = { until: T0 + minutes(300) };

      expect(story(OPENED, [0, 'acknowledged'], [1, 'silenced'], [59, 'tick'], [60, 'tick']).slice(4)).toEqual([
        '60m silence-ended',
        '60m remind UKIM',
        '60m reminded',
      ]);
      expect(story(OPENED, [0, 'acknowledged'], [1, 'silenced', long], [299, 'tick'], [300, 'tick']).slice(4)).toEqual([
        '300m silence-ended',
        '300m handed-back',
        '300m page Level 1 handed-back',
      ]);
    });

    it('calls nobody when its owner hands it back meanwhile', () => {
      expect(story(OPENED, [0, 'acknowledged'], [1, 'silenced'], [2, 'unacknowledged'], [30, 'tick'], [60, 'tick']).slice(4)).toEqual([
        '2m unacknowledged',
        '60m silence-ended',
        '60m page Level 1 silence-ended',
      ]);
    });

    it('stands at the level that was reached when its owner hands it back meanwhile', () => {
      const moves: readonly Move[] = [OPENED, [5, 'tick'], [6, 'acknowledged'], [7, 'silenced'], [8, 'unacknowledged']];

      expect(story(...moves, [60, 'tick']).at(-1)).toBe('60m page Level 2 silence-ended');
    });

    it('calls a level that a person asks for, and stays paused after that', () => {
      expect(story(OPENED, [1, 'silenced'], [2, 'escalated'], [30, 'tick'], [60, 'tick']).slice(3)).toEqual([
        '2m escalated',
        '2m page Level 2 escalated',
        '60m silence-ended',
        '60m page Level 2 silence-ended',
      ]);
    });

    it('says nothing again when the bot itself escalates to where it stands', () => {
      const state = stateAfter([0, 'opened', { startLevel: 3 }], [1, 'silenced']);

      expect(advance(LADDER, state, eventOf([2, 'escalated', { by: 'system' }])).state).toBe(state);
    });

    it('moves without a call when the bot itself escalates', () => {
      expect(story(OPENED, [1, 'silenced'], [2, 'escalated', { by: 'system' }], [60, 'tick']).slice(3)).toEqual([
        '2m escalated',
        '60m silence-ended',
        '60m page Level 2 silence-ended',
      ]);
    });

    it('says how late it is only from the end of the silence on', () => {
      expect(story(OPENED, [1, 'silenced'], [90, 'tick']).slice(3)).toEqual([
        '90m silence-ended',
        '90m late',
        '90m page Level 1 silence-ended late 30m skipping 0',
      ]);
    });

    it('keeps a quiet incident quiet when it ends', () => {
      expect(story([0, 'opened', { pages: false }], [1, 'silenced'], [60, 'tick']).slice(2)).toEqual(['60m silence-ended']);
    });

    it('ends with the incident', () => {
      expect(story(OPENED, [1, 'silenced'], [2, 'resolved'], [60, 'tick'], [61, 'silence-ended']).slice(3)).toEqual(['2m resolved']);
    });
  });

  describe('snoozed', () => {
    const until = T0 + hours(12);

    it('silences reminders and hand-back until its end, then pages the same level', () => {
      const lines = story(OPENED, [0, 'acknowledged'], [1, 'snoozed', { until }], [240, 'tick'], [719, 'tick'], [720, 'tick']);

      expect(lines.slice(3)).toEqual(['1m snoozed', '720m handed-back', '720m page Level 1 snooze-ended']);
    });

    it.each([
      ['while nobody has acknowledged', [[1, 'snoozed', { until }]]],
      [
        'with an end in the past',
        [
          [0, 'acknowledged'],
          [10, 'snoozed', { until: T0 }],
        ],
      ],
      [
        'after it was resolved',
        [
          [0, 'resolved'],
          [1, 'snoozed', { until }],
        ],
      ],
    ] satisfies readonly (readonly [string, readonly Move[]])[])('is ignored %s', (_, moves) => {
      expect(story(OPENED, ...moves)).not.toContain(`${moves.at(-1)?.[0]}m snoozed`);
    });

    it('can be changed to another end', () => {
      const state = stateAfter(OPENED, [0, 'acknowledged'], [1, 'snoozed', { until }], [2, 'snoozed', { until: until + 1 }]);

      expect(nextDueAt(state)).toBe(until + 1);
    });
  });

  describe('escalated', () => {
    it('pages the next level when somebody asks for it', () => {
      expect(story(OPENED, [1, 'escalated']).slice(-2)).toEqual(['1m escalated', '1m page Level 2 escalated']);
    });

    it('pages the last level again when there is none above', () => {
      expect(story([0, 'opened', { startLevel: 3 }], [1, 'escalated']).at(-1)).toBe('1m page Level 3 escalated again (1)');
    });

    it('goes straight to the level that was named', () => {
      expect(story(OPENED, [1, 'escalated', { toLevel: 3 }]).at(-1)).toBe('1m page Level 3 escalated');
    });

    it('ignores a second request for a level that is called already', () => {
      const state = stateAfter(OPENED, [1, 'escalated', { toLevel: 2 }]);

      expect(advance(LADDER, state, eventOf([1, 'escalated', { toLevel: 2 }])).state).toBe(state);
    });

    it('calls others although somebody has acknowledged', () => {
      expect(story(OPENED, [1, 'acknowledged'], [2, 'escalated']).at(-1)).toBe('2m page Level 2 escalated');
    });

    it('takes nothing from its owner when the bot itself escalates', () => {
      const state = stateAfter(OPENED, [1, 'acknowledged']);

      expect(advance(LADDER, state, eventOf([2, 'escalated', { by: 'system' }])).state).toBe(state);
    });

    it('chases the owner of a quiet incident from the moment at which it has to be called for', () => {
      const moves: readonly Move[] = [
        [0, 'opened', { pages: false }],
        [1, 'acknowledged'],
        [10, 'escalated', { by: 'system' }],
      ];

      expect(story(...moves, [39, 'tick'], [40, 'tick']).slice(-2)).toEqual(['40m remind UKIM', '40m reminded']);
      expect(story(...moves).join()).not.toContain('page');
    });

    it('wakes a quiet incident at its own level', () => {
      expect(story([0, 'opened', { pages: false }], [1, 'escalated'], [6, 'tick']).slice(-2)).toEqual([
        '1m page Level 1 escalated',
        '6m page Level 2 ack-timeout',
      ]);
    });
  });

  describe('quiet', () => {
    const quiet: Move = [0, 'opened', { pages: false }];

    it('does not chase the person who acknowledges it', () => {
      expect(nextDueAt(stateAfter(quiet, [1, 'acknowledged']))).toBeNull();
    });

    it('stays quiet when it is handed back or opens again', () => {
      expect(story(quiet, [1, 'acknowledged'], [2, 'unacknowledged'], [3, 'resolved'], [4, 'reopened']).join()).not.toContain('page');
    });

    it('follows from being folded into a larger incident', () => {
      const { step, lines } = play(LADDER, OPENED, [1, 'folded'], [600, 'tick']);

      expect(lines.slice(2)).toEqual(['1m folded']);
      expect(nextDueAt(step.state)).toBeNull();
    });

    it('leaves an owned incident with its owner when it is folded', () => {
      const state = stateAfter(OPENED, [1, 'acknowledged']);

      expect(advance(LADDER, state, eventOf([2, 'folded'])).state).toBe(state);
    });
  });

  describe('resolved', () => {
    it.each(['tick', 'acknowledged', 'unacknowledged', 'escalated', 'snoozed', 'resolved', 'opened', 'folded', 'unreachable'] as const)(
      'is not changed by %s',
      (kind) => {
        const state = stateAfter(OPENED, [1, 'acknowledged'], [2, 'resolved']);
        const step = advance(LADDER, state, eventOf([3, kind]));

        expect(step).toEqual({ state, effects: [] });
        expect(step.state).toBe(state);
      },
    );

    it('opens again at the level where it stood', () => {
      expect(story(OPENED, [5, 'tick'], [6, 'resolved'], [8, 'reopened']).slice(-2)).toEqual(['8m reopened', '8m page Level 2 reopened']);
    });
  });

  describe('unreachable', () => {
    it('shortens the time of the level that cannot be reached', () => {
      expect(nextDueAt(stateAfter(OPENED, [0.1, 'unreachable']))).toBe(T0 + minutes(1.1));
    });

    it.each([
      [
        'a level that has passed',
        [
          [5, 'tick'],
          [6, 'unreachable'],
        ],
      ],
      ['a level with less time left', [[4.5, 'unreachable']]],
      ['a level with just as much time left', [[4, 'unreachable']]],
      [
        'an acknowledged incident',
        [
          [1, 'acknowledged'],
          [2, 'unreachable'],
        ],
      ],
    ] satisfies readonly (readonly [string, readonly Move[]])[])('changes nothing for %s', (_, moves) => {
      const before = stateAfter(OPENED, ...moves.slice(0, -1));
      const last = moves.at(-1);

      expect(last === undefined ? null : advance(LADDER, before, eventOf(last)).state).toBe(before);
    });
  });

  it('refuses anything but an opening for an incident that does not exist', () => {
    expect(() => advance(LADDER, null, { kind: 'tick', at: T0 })).toThrow('before "opened"');
  });

  it('is due at the earliest of reminder and hand-back', () => {
    const policy = { ...LADDER, reminderMs: seconds(90), handBackMs: seconds(60) };

    expect(nextDueAt(play(policy, OPENED, [0, 'acknowledged']).step.state)).toBe(T0 + seconds(60));
  });
});
