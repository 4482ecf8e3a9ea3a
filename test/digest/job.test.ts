import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Announcement } from '../../src/digest/announcer.ts';
import { type DigestDependencies, type PostedDigests, postDigest } from '../../src/digest/job.ts';
import { digestJobs } from '../../src/digest/jobs.ts';
import { bareText } from '../../src/messages/bare-text.ts';
import { days, hours } from '../../src/model/time.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { createReportStore } from '../../src/store/reports.ts';
import { NOW, testConfig } from '../checks/config.ts';
import { openTemporarySqlite } from '../store/databases.ts';
import { check, fine, runner } from './world.ts';

/** Keeps announcements as the outbox does: one for each key, the newest content. */
function channel() {
  const shown = new Map<string, Announcement>();
  return {
    shown,
    announce: async (announcement: Announcement) => {
      shown.set(announcement.key, announcement);
    },
  };
}

function postedInMemory(): PostedDigests {
  const kept = new Map<string, Parameters<PostedDigests['remember']>[1]>();
  return {
    remember: async (id, posted) => void kept.set(id, posted),
    find: async (id) => kept.get(id) ?? null,
  };
}

describe('digest/job', () => {
  let database: OpenDatabase;

  beforeEach(async () => {
    database = await openTemporarySqlite();
  });
  afterEach(async () => {
    await database.close();
  });

  function world(verdicts = [fine]) {
    let now = NOW;
    let round = 0;
    const slack = channel();
    const dependencies: DigestDependencies = {
      config: testConfig(),
      checks: [
        check('pods', async () => verdicts[Math.min(round, verdicts.length - 1)] ?? fine),
        { ...check('capacity', async () => fine, 'system'), cadence: 'monthly' },
      ],
      runner: runner({ clock: { now: () => now, after: () => () => undefined }, newId: (prefix) => `${prefix}-${round}` }),
      reports: createReportStore(database.db),
      announcer: slack,
      posted: postedInMemory(),
    };
    return {
      dependencies,
      slack,
      tomorrow: () => {
        now += days(1);
        round += 1;
      },
    };
  }

  it('files the monthly report in its thread as Markdown and CSV, the daily one not', async () => {
    const { dependencies, slack } = world();

    await postDigest(dependencies, 'monthly', NOW);
    await postDigest(dependencies, 'daily', NOW);

    const filesOf = (kind: string) =>
      slack.shown.get(`digest:${kind}:${NOW}`)?.thread.flatMap(({ files = [] }) => files.map(({ name }) => name));
    expect(filesOf('monthly')).toEqual(['thanos-monthly-2026-11-22.md', 'thanos-monthly-2026-11-22.csv']);
    expect(filesOf('daily')).toEqual([]);
  });

  it('draws what its checks measured over time', async () => {
    const points = [140, 141, 143].map((value, index) => ({ at: NOW - days(2 - index), value: value * 1_024 ** 3 }));
    const { dependencies, slack } = world([{ ...fine, series: [{ name: 'bucket', unit: 'bytes', points }] }]);
    const bucket = { ...dependencies.checks[0], id: 'bucket', scope: 'system' } as (typeof dependencies.checks)[number];

    await postDigest({ ...dependencies, checks: [bucket] }, 'daily', NOW);

    const charts = [...slack.shown.values()]
      .at(-1)
      ?.thread.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'chart' ? [block.chart] : [])));
    expect(charts).toMatchObject([
      { title: '버킷', labels: ['11-20', '11-21', '11-22'], series: [{ values: points.map(({ value }) => value) }] },
    ]);
  });

  it('posts the checks of its cadence to the digest channel in its language', async () => {
    const { dependencies, slack } = world();

    await postDigest(dependencies, 'daily', NOW);

    const [posted] = slack.shown.values();
    expect(posted).toMatchObject({ key: `digest:daily:${NOW}`, channel: 'C0DIGEST' });
    expect(bareText(posted?.message.text ?? [])).toContain('Thanos 일일 점검 2026-11-22: 모두 정상, 정상 클러스터 3개.');
    expect((await dependencies.reports.latest('daily'))?.reports.map((report) => report.checkId)).toEqual(['pods', 'pods', 'pods']);
  });

  it('compares with the day before', async () => {
    const { dependencies, tomorrow } = world([{ ...fine, status: 'critical' }, fine]);
    await postDigest(dependencies, 'daily', NOW);

    tomorrow();
    const digest = await postDigest(dependencies, 'daily', NOW + days(1));

    expect(digest.countsBefore).toMatchObject({ critical: 3 });
    expect(digest.clusters.flatMap((cluster) => cluster.rows.map((row) => row.change))).toEqual(['better', 'better', 'better']);
  });

  it('edits its message when it runs twice for one slot', async () => {
    const { dependencies, slack } = world();

    await postDigest(dependencies, 'daily', NOW);
    await postDigest(dependencies, 'daily', NOW, hours(2));

    expect([...slack.shown.keys()]).toEqual([`digest:daily:${NOW}`]);
    expect(JSON.stringify([...slack.shown.values()][0]?.message.blocks)).toContain('2시간 늦었습니다');
  });

  it('has a job for each cadence that is scheduled', () => {
    const { dependencies } = world();
    const config = testConfig((yaml) => `${yaml}schedules: { weekly: "0 9 * * 1" }\n`);

    expect(digestJobs({ ...dependencies, config }).map((job) => [job.id, job.cron])).toEqual([
      ['digest-daily', '0 9 * * *'],
      ['digest-weekly', '0 9 * * 1'],
    ]);
  });
});
