import { describe, expect, it } from 'vitest';
import { type DrillFacts, limitsOf, reportOf } from '../../src/drill/report.ts';
import type { TimelineEvent } from '../../src/model/incident.ts';
import { minutes } from '../../src/model/time.ts';

const LEVELS = [
  { level: 1, notify: ['primary'], ackTimeoutMs: minutes(5), repeat: false },
  { level: 2, notify: ['secondary'], ackTimeoutMs: minutes(10), repeat: false },
  { level: 3, notify: ['everyone', 'external'], ackTimeoutMs: minutes(15), repeat: true },
];

const event = (afterMinutes: number, kind: TimelineEvent['kind'], details: TimelineEvent['details'], actor = 'system'): TimelineEvent => ({
  incidentId: 'inc_1',
  at: minutes(afterMinutes),
  kind,
  actor,
  details,
});

const paged = (afterMinutes: number, level: number, who: readonly string[]) => event(afterMinutes, 'paged', { level, who });

const seen = { by: 'U0PRIMARY', at: minutes(2), outcome: 'expected', note: '' } as const;

const facts = (change: Partial<DrillFacts>): DrillFacts => ({
  drill: { scenario: 's3', steps: [{ id: 'outage', shownAt: 0, seen }] },
  incident: { levels: LEVELS, openedAt: 0 },
  timeline: [],
  endedAt: minutes(40),
  outside: [],
  ...change,
});

describe('drill/report', () => {
  it('gives each level of the manual’s ladder 5, 15 and 30 minutes', () => {
    expect(limitsOf(LEVELS)).toEqual([minutes(5), minutes(15), minutes(30)]);
  });

  it('asks nothing when the first level answers in time and every step went as described', () => {
    const timeline = [paged(0, 1, ['U0PRIMARY']), event(3, 'acknowledged', { level: 1 }, 'U0PRIMARY')];

    expect(reportOf(facts({ timeline }))).toEqual({
      acknowledgement: { by: 'U0PRIMARY', afterMs: minutes(3), level: 1, limitMs: minutes(5) },
      calls: [
        { level: 1, limitMs: minutes(5), calledAfterMs: 0, who: ['U0PRIMARY'], result: 'acknowledged' },
        { level: 2, limitMs: minutes(15), calledAfterMs: null, who: [], result: 'not-called' },
        { level: 3, limitMs: minutes(30), calledAfterMs: null, who: [], result: 'not-called' },
      ],
      questions: [],
    });
  });

  it('asks why a level did not answer before the next one did', () => {
    const timeline = [paged(0, 1, ['U0PRIMARY']), paged(5, 2, ['U0SECOND', 'U0LEAD']), event(9, 'acknowledged', { level: 2 }, 'U0LEAD')];
    const report = reportOf(facts({ timeline }));

    expect(report.calls.map(({ result }) => result)).toEqual(['no-answer', 'acknowledged', 'not-called']);
    expect(report.questions).toEqual([{ id: 'drill.questionNoAnswer', args: { level: 1, who: ['U0PRIMARY'] } }]);
  });

  it('calls an answer of the last level after its 30 minutes late', () => {
    const timeline = [
      paged(0, 1, ['U0PRIMARY']),
      paged(5, 2, ['U0SECOND']),
      paged(15, 3, ['U0LEAD']),
      paged(30, 3, ['U0LEAD']),
      event(33, 'acknowledged', { level: 3 }, 'U0LEAD'),
    ];
    const report = reportOf(facts({ timeline }));

    expect(report.calls[2]).toMatchObject({ calledAfterMs: minutes(15), result: 'acknowledged' });
    expect(report.questions[0]).toEqual({
      id: 'drill.questionLate',
      args: { by: 'U0LEAD', afterMs: minutes(33), level: 3, limitMs: minutes(30) },
    });
  });

  it('says of a level whose time was not over that the drill was cut short', () => {
    const report = reportOf(facts({ timeline: [paged(0, 1, ['U0PRIMARY'])], endedAt: minutes(2) }));

    expect(report.calls[0]).toMatchObject({ result: 'cut-short' });
    expect(report.questions).toEqual([{ id: 'drill.questionNobody', args: { durationMs: minutes(2) } }]);
  });

  it('asks about steps that were not done, that went otherwise, and calls that did not arrive', () => {
    const report = reportOf(
      facts({
        drill: {
          scenario: 's3',
          steps: [
            { id: 'outage', shownAt: 0, seen: { ...seen, outcome: 'different', note: 'still readable' } },
            { id: 'sidecar', shownAt: null, seen: null },
          ],
        },
        timeline: [
          paged(0, 1, ['U0PRIMARY']),
          event(1, 'delivery', { sentence: 'delivery.personRefused', user: 'U0PRIMARY', reason: 'user_is_disabled' }),
          event(1, 'delivery', { sentence: 'drill.eventSeen', step: 'outage' }),
          event(2, 'late', { level: 1, lateMs: 90_000 }),
          event(3, 'acknowledged', { level: 1 }, 'U0PRIMARY'),
        ],
        outside: ['external'],
      }),
    );

    expect(report.questions).toEqual([
      { id: 'drill.questionDifferent', args: { scenario: 's3', step: 'outage', by: 'U0PRIMARY', note: 'still readable' } },
      { id: 'drill.questionStep', args: { scenario: 's3', step: 'sidecar' } },
      { id: 'delivery.personRefused', args: { user: 'U0PRIMARY', reason: 'user_is_disabled' } },
      { id: 'drill.questionBotLate', args: { level: 1, lateMs: 90_000 } },
      { id: 'drill.questionOutside', args: { members: ['external'] } },
    ]);
  });
});
