import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareInstants, judgeAlerts } from '../../src/escalation/alert-judgement.ts';
import type { KnownAlert } from '../../src/escalation/incident-store.ts';
import type { PayloadAlert } from '../../src/escalation/payload.ts';

const EARLY = '2026-01-05T00:00:00Z';
const LATE = '2026-01-05T00:10:00Z';
const LATER = '2026-01-05T00:20:00Z';

const known = (startsAt: string, status: KnownAlert['status']): KnownAlert => ({
  source: 'default',
  fingerprint: 'f',
  startsAt,
  status,
  incidentId: 'inc_1',
});
const told = (startsAt: string, status: PayloadAlert['status'], endsAt = ''): PayloadAlert => ({
  status,
  fingerprint: 'f',
  startsAt,
  endsAt,
  labels: {},
  annotations: {},
  generatorUrl: '',
});

describe('escalation/alert-judgement', () => {
  it.each([
    ['a first start is news', [], told(EARLY, 'firing'), { started: 1 }],
    ['a repetition is not', [known(EARLY, 'firing')], told(EARLY, 'firing'), {}],
    ['a late start of what has ended is not', [known(EARLY, 'resolved')], told(EARLY, 'firing'), {}],
    ['a newer start of what has ended is', [known(EARLY, 'resolved')], told(LATE, 'firing'), { started: 1 }],
    ['a newer start of what still fires stands for it', [known(EARLY, 'firing')], told(LATE, 'firing'), { started: 1, superseded: 1 }],
    ['an earlier start of what fires is the same alert', [known(LATE, 'firing')], told(EARLY, 'firing'), {}],
    ['an end ends', [known(EARLY, 'firing')], told(EARLY, 'resolved', LATE), { ended: 1 }],
    [
      'an end ends what started before it under another start',
      [known(LATE, 'firing')],
      told(EARLY, 'resolved', LATER),
      { ended: 1, endedUnseen: 1 },
    ],
    ['an old end does not end what started after it', [known(LATER, 'firing')], told(EARLY, 'resolved', LATE), { endedUnseen: 1 }],
    ['an end that comes first is remembered', [], told(EARLY, 'resolved', LATE), { endedUnseen: 1 }],
    ['an end that comes twice is not', [known(EARLY, 'resolved')], told(EARLY, 'resolved', LATE), {}],
  ])('knows that %s', (_rule, before, alert, expected) => {
    const news = judgeAlerts(before, [alert]);
    const counts = Object.fromEntries(Object.entries(news).flatMap(([name, list]) => (list.length === 0 ? [] : [[name, list.length]])));

    expect(counts).toEqual(expected);
  });

  it.each([
    ['2026-01-05T00:00:00Z', '2026-01-05T09:00:00+09:00', 0],
    ['2026-01-05T00:00:00.5Z', '2026-01-05T00:00:00.500000000Z', 0],
    ['2026-01-05T00:00:00.000000001Z', '2026-01-05T00:00:00.000000002Z', -1],
    ['2026-01-05T00:00:01Z', '2026-01-05T00:00:00.999999999Z', 1],
  ])('compares %s with %s to the nanosecond', (a, b, expected) => {
    expect(Math.sign(compareInstants(a, b))).toBe(expected);
  });

  it('finds nothing new in a notification that it has taken in', () => {
    const alert = fc.record({ start: fc.integer({ min: 0, max: 5 }), length: fc.integer({ min: 1, max: 5 }), isOver: fc.boolean() });
    const at = (minute: number): string => new Date(Date.UTC(2026, 0, 5, 0, minute)).toISOString();
    const payload = fc
      .array(alert, { maxLength: 30 })
      .map((steps) => steps.map((step) => told(at(step.start), step.isOver ? 'resolved' : 'firing', at(step.start + step.length))));

    fc.assert(
      fc.property(payload, (steps) => {
        let rows: readonly KnownAlert[] = [];
        for (const step of steps) {
          rows = takeIn(rows, step);
          const again = judgeAlerts(rows, [step]);
          expect(again).toEqual({ started: [], ended: [], superseded: [], endedUnseen: [] });
          expect(rows.filter(({ status }) => status === 'firing').length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

/** What the store holds after a notification of one alert. */
function takeIn(rows: readonly KnownAlert[], alert: PayloadAlert): readonly KnownAlert[] {
  const { started, ended, superseded, endedUnseen } = judgeAlerts(rows, [alert]);
  const over = new Set([...ended, ...superseded]);
  return [
    ...rows.map((row) => (over.has(row) ? { ...row, status: 'resolved' as const } : row)),
    ...started.map((each) => known(each.startsAt, 'firing')),
    ...endedUnseen.map((each) => known(each.startsAt, 'resolved')),
  ];
}
