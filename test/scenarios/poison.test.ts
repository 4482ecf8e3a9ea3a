import { describe, expect, it } from 'vitest';
import { openTestDatabases } from '../store/databases.ts';
import { alert, notification } from './payloads.ts';
import { refuse } from './poison.ts';
import { CHANNELS, Stage } from './stage.ts';

const of = (name: string) => notification([alert({ name, instance: name })]);

describe.each(openTestDatabases)('scenarios/poison on $name', ({ open }) => {
  it('stores what arrives together with a notification that the store refuses', async () => {
    await using stage = await Stage.open({ database: await open() });
    await refuse(stage.database, 'alerts', 'labels', 'Poison');
    const names = ['A', 'B', 'Poison', 'C', 'D'];
    const outcomes = await Promise.allSettled(names.map((name) => stage.receive(of(name))));

    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect((await stage.store.listOpen({ limit: 10 })).map(({ title }) => title).sort()).toEqual(['A', 'B', 'C', 'D']);
  }, 60_000);

  it('calls for every other incident when one cannot be moved, and says after three tries that it is left alone', async () => {
    await using stage = await Stage.open({ database: await open() });
    const ids = (await Promise.all(['A', 'Poison', 'B'].map((name) => stage.receive(of(name))))).flat();
    await stage.deliver();
    await refuse(stage.database, 'incidents', 'title', 'Poison');
    stage.downtime('5m');
    for (let turn = 0; turn < 3; turn += 1) {
      await stage.process.engine.tick(stage.clock.now());
    }
    await stage.deliver();

    const levels = await Promise.all(ids.map(async (id) => (await stage.store.get(id))?.escalation.levelIndex));
    expect(levels).toEqual([1, 0, 1]);
    expect(stage.parked).toEqual([{ part: 'timers', incidentId: ids[1] }]);
    expect(await stage.process.engine.tick(stage.clock.now())).toBe(0);
    expect(stage.parked).toHaveLength(1);
  }, 60_000);

  it('folds every other incident when one cannot be folded', async () => {
    await using stage = await Stage.open({ database: await open(), escalation: { storm: { incidents: 3, within: '5m' } } });
    const ids = (await Promise.all(['A', 'Poison', 'B', 'C'].map((name) => stage.receive(of(name))))).flat();
    await refuse(stage.database, 'incidents', 'title', 'Poison');
    for (let turn = 0; turn < 3; turn += 1) {
      await stage.process.folding.run();
    }

    const parents = await Promise.all(ids.map(async (id) => (await stage.store.get(id))?.parentId));
    expect(parents).toEqual([null, null, ids[0], ids[0]]);
    expect(stage.parked).toEqual([{ part: 'folding', incidentId: ids[1] }]);
  }, 60_000);

  it('delivers every other message of an incident when one cannot be read, and says so', async () => {
    await using stage = await Stage.open({ database: await open() });
    const [id = ''] = await stage.receive(of('A'));
    await stage.database.db.updateTable('outbox').set({ payload: '{"kind":"unheard of"}' }).where('kind', '=', 'direct-page').execute();
    await stage.fastForward('10s');

    expect(stage.slack.inChannel(CHANNELS.incidents)).toHaveLength(1);
    expect(stage.parked).toEqual([{ part: 'messages', incidentId: id }]);
    expect(await stage.outbox.countParked()).toBe(1);
  }, 60_000);
});
