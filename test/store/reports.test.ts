import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { say } from '../../src/messages/say.ts';
import { days } from '../../src/model/time.ts';
import { createCheckMemory } from '../../src/store/check-memory.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { createReportStore } from '../../src/store/reports.ts';
import { createScheduleRuns } from '../../src/store/schedule-runs.ts';
import { NOW } from '../checks/config.ts';
import { health, report } from '../digest/world.ts';
import { openTestDatabases } from './databases.ts';

describe.each(openTestDatabases)('store on $name', ({ open }) => {
  let database: OpenDatabase;

  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => {
    await database.close();
  });

  describe('store/reports', () => {
    const bucket = (value: number) =>
      report('bucket', '*', 'warning', {
        measure: { value, unit: 'bytes' },
        summary: say('checks.stores-missing', { healthy: 1, expected: 2, missing: ['cluster-03 sidecar 0/1'], twins: [] }),
        evidence: [
          { label: say('evidence.total'), value, unit: 'bytes', source: 's3://thanos-bucket', status: 'warning' },
          {
            label: 'cluster-03',
            value: say('evidence.store', {
              healthy: 0,
              expected: 1,
              completeMs: null,
              gone: [],
              errors: [say('evidence.store-error', { address: '10.0.0.1:10901', error: say('reason.refused') })],
            }),
            unit: 'text',
            source: 'GET /api/v1/stores',
          },
        ],
      });
    const first = health([bucket(10)], NOW - days(2), 'first');
    const second = health([bucket(20), report('pods', 'cluster-01', 'ok')], NOW - days(1), 'second');

    it('reads evidence that an earlier version kept as words', async () => {
      const store = createReportStore(database.db);
      const old = health(
        [report('bucket', '*', 'ok', { evidence: [{ label: 'no figures', value: '3 active', unit: 'text', source: '' }] })],
        NOW,
        'old',
      );
      await store.save('monthly', old);

      expect(await store.get('old')).toEqual(old);
    });

    it('gives back what was saved', async () => {
      const store = createReportStore(database.db);
      await store.save('daily', first);
      await store.save('daily', second);
      await store.save('weekly', health([], NOW, 'third'));

      expect(await store.get('first')).toEqual(first);
      expect(await store.latest('daily')).toEqual(second);
      expect(await store.before('daily', second.startedAt)).toEqual(first);
      expect(await store.before('daily', first.startedAt)).toBeNull();
      expect(await store.get('none')).toBeNull();
    });

    it('tells the measures of a check, oldest first', async () => {
      expect(await createReportStore(database.db).of('bucket', '*')).toEqual([
        { at: first.startedAt, value: 10 },
        { at: second.startedAt, value: 20 },
      ]);
    });

    it('counts a report of another shape as missing', async () => {
      const row = { id: 'odd', kind: 'odd', started_at: 1, finished_at: 2, body: '[{"checkId":7}]' };
      await database.db.insertInto('check_reports').values(row).execute();

      expect(await createReportStore(database.db).latest('odd')).toBeNull();
    });

    it('deletes what is old', async () => {
      const store = createReportStore(database.db);

      expect(await store.prune(second.startedAt)).toBe(2);
      expect(await store.get('first')).toBeNull();
      expect(await store.get('second')).toEqual(second);
    });
  });

  describe('store/check-memory', () => {
    it('remembers by prefix, replaces and forgets', async () => {
      const memory = createCheckMemory(database.db, { now: () => NOW, after: () => () => undefined });
      await memory.write(
        new Map([
          ['store-seen/a', '1'],
          ['store-seen/b', '2'],
          ['store-seenX/c', '3'],
        ]),
      );
      await memory.write(new Map([['store-seen/b', '4']]));
      await memory.forget(['store-seen/a']);

      expect(await memory.read('store-seen/')).toEqual(new Map([['store-seen/b', '4']]));
    });

    it('takes thousands of entries at once', async () => {
      const memory = createCheckMemory(database.db, { now: () => NOW, after: () => () => undefined });
      const entries = new Map(Array.from({ length: 2_500 }, (_, index) => [`block-meta/${index}`, '{}']));

      await memory.write(entries);
      expect((await memory.read('block-meta/')).size).toBe(2_500);
      await memory.forget([...entries.keys()]);
      expect((await memory.read('block-meta/')).size).toBe(0);
    });
  });

  describe('store/schedule-runs', () => {
    const claim = { schedule: 'digest-daily', slot: NOW, owner: 'a', now: NOW, leaseMs: 1_000 };

    it('gives a slot to one of several', async () => {
      const runs = createScheduleRuns(database.db);

      const claims = await Promise.all(['a', 'b', 'c'].map((owner) => runs.claim({ ...claim, owner })));

      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(await runs.lastSlot('digest-daily')).toBe(NOW);
      expect(await runs.lastSlot('other')).toBeNull();
    });

    it('hands a lapsed lease to one other, and the late owner cannot end it', async () => {
      const runs = createScheduleRuns(database.db);
      const slot = NOW + 1;
      await runs.claim({ ...claim, slot });

      expect(await runs.claim({ ...claim, slot, owner: 'b', now: NOW + 500 })).toBe(false);
      const claims = await Promise.all(['b', 'c'].map((owner) => runs.claim({ ...claim, slot, owner, now: NOW + 1_001 })));
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(await runs.renew('digest-daily', slot, 'a', NOW + 9_000)).toBe(false);

      await runs.finish('digest-daily', slot, 'a', { status: 'done', at: NOW, result: '{}' });
      expect(await runs.claim({ ...claim, slot, owner: 'd', now: NOW + 9_000 })).toBe(true);
    });

    it('never runs a slot that is done or was skipped', async () => {
      const runs = createScheduleRuns(database.db);
      await runs.claim({ ...claim, slot: NOW + 2 });
      await runs.finish('digest-daily', NOW + 2, 'a', { status: 'done', at: NOW, result: '{}' });
      await runs.skip('digest-daily', NOW + 3, NOW);

      expect(await runs.claim({ ...claim, slot: NOW + 2, now: NOW + 99_000 })).toBe(false);
      expect(await runs.claim({ ...claim, slot: NOW + 3, now: NOW + 99_000 })).toBe(false);
    });
  });
});
