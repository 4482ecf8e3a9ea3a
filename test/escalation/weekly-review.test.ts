import { describe, expect, it } from 'vitest';
import type { PastIncident } from '../../src/escalation/incident-history.ts';
import { reviewOf } from '../../src/escalation/weekly-review.ts';
import { bareText } from '../../src/messages/bare-text.ts';
import { weeklyReviewMessage } from '../../src/messages/weekly-review.ts';
import { DRILL_SOURCE, drillGroupKey } from '../../src/model/drill.ts';
import type { EscalationState, TimelineEvent, TimelineKind } from '../../src/model/incident.ts';
import { days, minutes } from '../../src/model/time.ts';
import { RESOLVED, viewOf } from '../messages/incident-views.ts';

const NOON = Date.parse('2026-11-23T12:00:00+09:00');
const NIGHT = Date.parse('2026-11-24T02:00:00+09:00');
const WINDOW = { from: NOON - days(1), until: NOON + days(6), timeZone: 'Asia/Seoul' };

function past(
  id: string,
  openedAt: number,
  options: { ackMinutes?: number; resolveMinutes?: number; name?: string; by?: string; drill?: boolean; calls?: number[] },
): PastIncident {
  const { ackMinutes, resolveMinutes, name = 'TargetDown', by = 'alertmanager', drill = false, calls = [1] } = options;
  const event = (kind: TimelineKind, after: number, details: TimelineEvent['details'] = {}): TimelineEvent => ({
    incidentId: id,
    at: openedAt + minutes(after),
    kind,
    actor: 'U0KIM',
    details,
  });
  const escalation: EscalationState =
    resolveMinutes === undefined
      ? { status: 'triggered', isQuiet: false, levelIndex: 0, repeats: 0, nextEscalationAt: null, silencedUntil: null }
      : { ...RESOLVED, status: 'resolved', isQuiet: false, levelIndex: 0, by, at: openedAt + minutes(resolveMinutes) };
  const source = drill ? { source: DRILL_SOURCE, groupKey: drillGroupKey('d1') } : {};
  return {
    incident: viewOf(escalation, {}, { id, openedAt, labels: { alertname: name }, ...source }).incident,
    events: [
      ...calls.map((level, index) => event('paged', index * 5, { level })),
      ...(ackMinutes === undefined ? [] : [event('acknowledged', ackMinutes)]),
    ],
  };
}

const PAST = [
  past('a', NOON, { ackMinutes: 2, resolveMinutes: 20 }),
  past('b', NIGHT, { ackMinutes: 8, resolveMinutes: 40, calls: [1, 2] }),
  past('c', NIGHT + minutes(30), { resolveMinutes: 3, name: 'Flapping' }),
  past('d', NOON + days(2), { name: 'Flapping' }),
  past('e', NOON, { name: 'Folded', calls: [] }),
  past('f', NOON, { ackMinutes: 60, resolveMinutes: 600, drill: true }),
];

describe('escalation/weekly-review', () => {
  it('looks back on the incidents that called somebody, drills left out', () => {
    expect(reviewOf(PAST, WINDOW)).toEqual({
      from: WINDOW.from,
      until: WINDOW.until,
      incidents: 4,
      stillOpen: 1,
      timeToAcknowledge: { count: 2, meanMs: minutes(5), medianMs: minutes(5) },
      timeToResolve: { count: 3, meanMs: minutes(21), medianMs: minutes(20) },
      levels: [
        { level: 1, incidents: 4, calls: 4 },
        { level: 2, incidents: 1, calls: 1 },
      ],
      endedAlone: 1,
      loudest: [
        { name: 'Flapping', incidents: 2 },
        { name: 'TargetDown', incidents: 2 },
      ],
      nightsDisturbed: 1,
    });
  });

  it('measures nothing where nothing happened', () => {
    expect(reviewOf([], WINDOW)).toMatchObject({
      incidents: 0,
      timeToAcknowledge: null,
      timeToResolve: null,
      loudest: [],
      nightsDisturbed: 0,
    });
  });

  it.each(['ko', 'en'] as const)('is said whole in %s', (locale) => {
    const message = weeklyReviewMessage(reviewOf(PAST, WINDOW), { locale, timeZone: 'Asia/Seoul' });

    expect(bareText(message.text)).toContain('4');
    expect(JSON.stringify(message.blocks)).toContain('Flapping');
    expect(JSON.stringify(message.blocks)).not.toContain('weekly.');
  });
});
