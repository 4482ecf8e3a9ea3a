import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DrillStore } from '../../src/drill/drill-store.ts';
import { StoreConflict } from '../../src/escalation/incident-store.ts';
import type { Drill } from '../../src/model/drill.ts';
import { createDrillStore } from '../../src/store/drills.ts';
import { openTestDatabases } from './databases.ts';

const drill = (id: string, change: Partial<Drill> = {}): Drill => ({
  id,
  revision: 1,
  scenario: 's3',
  cluster: 'cluster-02',
  incidentId: `inc-${id}`,
  startedBy: 'U0LEAD',
  startedAt: 1_000,
  endsAt: 3_601_000,
  steps: [
    { id: 'outage', shownAt: 1_000, seen: { by: 'U0PRIMARY', at: 2_000, outcome: 'different', note: 'still readable' } },
    { id: 'sidecar', shownAt: null, seen: null },
  ],
  end: null,
  ...change,
});

const END: Drill['end'] = {
  how: 'stopped',
  by: 'U0LEAD',
  at: 9_000,
  report: {
    calls: [{ level: 1, limitMs: 300_000, calledAfterMs: 0, who: ['U0PRIMARY'], result: 'cut-short' }],
    acknowledgement: null,
    questions: [{ id: 'drill.questionNoAnswer', args: { level: 1, who: ['U0PRIMARY'] } }],
  },
};

describe.each(openTestDatabases)('store/drills on $name', ({ open }) => {
  let store: DrillStore;
  let close: () => Promise<void>;

  beforeEach(async () => {
    const database = await open();
    store = createDrillStore(database.db);
    close = () => database.close();
  }, 60_000);

  afterEach(() => close());

  const insert = (each: Drill): Promise<void> => store.transaction((tx) => tx.insert(each));

  it('gives back what it was given, one drill at a time, newest first', async () => {
    await insert(drill('a'));
    await expect(insert(drill('b'))).rejects.toBeInstanceOf(StoreConflict);
    expect(await store.running()).toEqual(drill('a'));

    const ended = drill('a', { revision: 2, end: END });
    await store.transaction((tx) => tx.update(ended, 1));
    expect(await store.byId('a')).toEqual(ended);
    expect(await store.running()).toBeNull();

    await insert(drill('b', { startedAt: 10_000 }));
    expect((await store.recent(10)).map(({ id }) => id)).toEqual(['b', 'a']);
    expect((await store.recent(1)).map(({ id }) => id)).toEqual(['b']);
  }, 60_000);

  it('refuses a change of a revision that is no longer the stored one, with everything else in it', async () => {
    await insert(drill('a'));
    const late = store.transaction(async (tx) => {
      await tx.update(drill('a', { revision: 2, end: END }), 1);
      await tx.update(drill('a', { revision: 2 }), 1);
    });

    await expect(late).rejects.toBeInstanceOf(StoreConflict);
    expect(await store.byId('a')).toEqual(drill('a'));
  }, 60_000);
});
