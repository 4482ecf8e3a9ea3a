import { describe, expect, it } from 'vitest';
import { type Course, outlookOf } from '../../src/checks/outlook.ts';
import { days } from '../../src/model/time.ts';

const subject = { name: 'cluster-01 /', unit: 'ratio', capacity: 1, source: 'promql' } as const;

/** A share that grows by so much a day, give or take. */
const growing =
  (now: number, perDay: number, doubt = 0): Course =>
  (aheadMs) => {
    const at = (slope: number): number => now + (slope * aheadMs) / days(1);
    return { low: at(perDay - doubt), middle: at(perDay), high: at(perDay + doubt) };
  };

describe('checks/outlook', () => {
  it.each([
    ['as it is', 0.5, 0, 'ok', null, null],
    ['reaching 80 % after half a year', 0.5, 0.0016, 'ok', 188, 250],
    ['reaching 80 % within three months', 0.5, 0.004, 'warning', 75, 100],
    ['reaching 90 % within a month', 0.65, 0.0125, 'critical', 12, 20],
    ['over 80 % and still', 0.85, 0, 'warning', 0, null],
    ['over 90 % and shrinking', 0.95, -0.01, 'critical', 0, 0],
  ])('judges a disk that is %s', (_name, now, perDay, status, toWarning, toCritical) => {
    const found = outlookOf({ ...subject, now }, growing(now, perDay));
    const inDays = (ms: number | undefined): number | null => (ms === undefined ? null : ms / days(1));

    expect([found.status, inDays(found.untilWarning?.middleMs), inDays(found.untilCritical?.middleMs)]).toEqual([
      status,
      toWarning,
      toCritical,
    ]);
  });

  it('gives the time as a range, open where it may never come', () => {
    const sure = outlookOf({ ...subject, now: 0.5 }, growing(0.5, 0.004, 0.001)).untilWarning;
    const unsure = outlookOf({ ...subject, now: 0.5 }, growing(0.5, 0.004, 0.004)).untilWarning;

    expect(sure).toEqual({ earliestMs: days(60), middleMs: days(75), latestMs: days(100) });
    expect(unsure?.latestMs).toBeNull();
  });

  it('says nothing of limits where nobody has said how much there is', () => {
    expect(outlookOf({ ...subject, capacity: null, now: 5 }, growing(5, 1))).toMatchObject({ untilWarning: null, status: 'ok' });
  });
});
