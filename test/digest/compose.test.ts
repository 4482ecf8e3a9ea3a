import { describe, expect, it } from 'vitest';
import { composeDigest } from '../../src/digest/compose.ts';
import { days, hours } from '../../src/model/time.ts';
import { NOW } from '../checks/config.ts';
import { health, report } from './world.ts';

const yesterday = health(
  [
    report('pods', 'cluster-01', 'ok'),
    report('disk', 'cluster-01', 'critical'),
    report('pods', 'cluster-02', 'warning'),
    report('disk', 'cluster-09', 'warning'),
  ],
  NOW - days(1),
);
const today = health([
  report('pods', 'cluster-01', 'ok'),
  report('disk', 'cluster-01', 'warning'),
  report('pods', 'cluster-02', 'critical'),
  report('alerts', 'cluster-02', 'unknown'),
]);

describe('digest/compose', () => {
  it('puts the worst cluster and the worst row first', () => {
    const digest = composeDigest('daily', today, yesterday);

    expect(digest.clusters.map((cluster) => [cluster.name, cluster.status, cluster.rows.map((row) => row.report.checkId)])).toEqual([
      ['cluster-02', 'critical', ['pods', 'alerts']],
      ['cluster-01', 'warning', ['disk', 'pods']],
    ]);
  });

  it('compares every row with the run before', () => {
    const rows = composeDigest('daily', today, yesterday).clusters.flatMap((cluster) => cluster.rows);

    expect(rows.map((row) => [row.report.cluster, row.report.checkId, row.change])).toEqual([
      ['cluster-02', 'pods', 'worse'],
      ['cluster-02', 'alerts', 'new'],
      ['cluster-01', 'disk', 'better'],
      ['cluster-01', 'pods', 'unchanged'],
    ]);
  });

  it('counts both runs and keeps what is no longer checked', () => {
    const digest = composeDigest('daily', today, yesterday);

    expect(digest.counts).toEqual({ ok: 1, warning: 1, critical: 1, unknown: 1, blindClusters: 0 });
    expect(digest.countsBefore).toEqual({ ok: 1, warning: 2, critical: 1, unknown: 0, blindClusters: 0 });
    expect(digest.gone.map((gone) => gone.cluster)).toEqual(['cluster-09']);
  });

  it('counts a cluster that nobody could look at as one fact, and puts it first', () => {
    const cut = ['pods', 'disk', 'alerts'].map((checkId) => report(checkId, 'cluster-03', 'unknown'));
    const digest = composeDigest('daily', health([...today.reports, ...cut]), null);

    expect(digest.counts).toEqual({ ok: 1, warning: 1, critical: 1, unknown: 1, blindClusters: 1 });
    expect(digest.clusters.map(({ name, isBlind }) => [name, isBlind])).toEqual([
      ['cluster-03', true],
      ['cluster-02', false],
      ['cluster-01', false],
    ]);
  });

  it('compares with nothing on the first run', () => {
    expect(composeDigest('daily', today, null)).toMatchObject({ countsBefore: null, gone: [] });
  });

  it('mentions lateness only when it matters', () => {
    expect(composeDigest('daily', today, null, { lateMs: 30_000 }).lateMs).toBeNull();
    expect(composeDigest('daily', today, null, { lateMs: hours(2) }).lateMs).toBe(hours(2));
  });
});
