import { describe, expect, it } from 'vitest';
import type { Drills } from '../../src/drill/drills.ts';
import { createReconciler } from '../../src/escalation/reconcile.ts';
import { plainText } from '../../src/messages/mrkdwn.ts';
import { minutes } from '../../src/model/time.ts';
import { words } from '../scenarios/fake-slack.ts';
import { alert, notification } from '../scenarios/payloads.ts';
import { CHANNELS, Stage } from '../scenarios/stage.ts';
import { quietLogger } from '../store/databases.ts';
import { drillsOn, FakeWorld } from './stage.ts';

const begin = (drills: Drills, id = 'drill_1', scenario: 's3' | 'prometheus' = 'prometheus') =>
  drills.start({ id, scenario, by: 'U0LEAD' });

const seen = (stepId: string, note = '') => ({ drillId: 'drill_1', stepId, by: 'U0PRIMARY', outcome: 'expected', note }) as const;

/** Everything that was said: the notification text, and each heading, text and context of the blocks. */
function said(stage: Stage): readonly string[] {
  return stage.slack.posted.flatMap(({ message }) => {
    const blocks = [...message.blocks, ...(message.attachment?.blocks ?? [])];
    const parts = blocks.flatMap((block) => {
      switch (block.kind) {
        case 'heading':
          return [block.text];
        case 'text':
          return [plainText(block.text, 'UTC')];
        case 'context':
          return block.items.map((item) => plainText(item, 'UTC'));
        default:
          return [];
      }
    });
    return [plainText(message.text, 'UTC'), ...parts];
  });
}

async function live(stage: Stage, drills: Drills, text: string): Promise<void> {
  const steps = Number.parseInt(text, 10);
  for (let passed = 0; passed < steps; passed += 1) {
    await stage.fastForward('1m', 5_000);
    await drills.check();
    await stage.deliver();
  }
}

describe('drill/drills', () => {
  it('climbs the ladder as configured, says DRILL in everything, and leaves outside addresses alone', async () => {
    await using stage = await Stage.open();
    const drills = drillsOn(stage);
    await begin(drills);
    await stage.deliver();
    await live(stage, drills, '16m');

    const direct = stage.slack.posted.filter(({ channel }) => channel.startsWith('U0')).map(({ channel, postedAt }) => [channel, postedAt]);
    const start = (await drills.byId('drill_1'))?.startedAt ?? 0;
    expect(direct.filter(([, at]) => Number(at) < start + minutes(5))).toEqual([['U0PRIMARY', start]]);
    expect(
      new Set(direct.filter(([, at]) => Number(at) >= start + minutes(5) && Number(at) < start + minutes(15)).map(([who]) => who)),
    ).toEqual(new Set(['U0SECOND', 'U0LEAD']));
    expect(direct.filter(([, at]) => Number(at) >= start + minutes(15))).toHaveLength(4);
    expect(stage.outsideCalls).toEqual([]);
    expect(said(stage).length).toBeGreaterThan(20);
    expect(said(stage).filter((line) => !line.startsWith('DRILL · '))).toEqual([]);
  });

  it('asks for one step after the other, and reports when the incident is resolved', async () => {
    await using stage = await Stage.open();
    const world = new FakeWorld(true);
    const drills = drillsOn(stage, world);
    const { incidentId } = await begin(drills);
    await live(stage, drills, '1m');
    await stage.acknowledge(incidentId, 'U0PRIMARY');
    await drills.tick(seen('deleted'));
    await drills.tick({ ...seen('recovery', 'took 40 s'), outcome: 'different' });
    expect(world.done).toEqual(['begin prometheus', 'end']);
    await drills.tick(seen('data'));
    await live(stage, drills, '1m');
    await stage.apply(incidentId, { kind: 'resolved', at: stage.clock.now(), by: 'U0PRIMARY' });
    await live(stage, drills, '1m');

    const [parent, report, ...others] = stage.slack.inChannel(CHANNELS.incidents);
    expect(others).toEqual([]);
    const thread = parent === undefined ? [] : stage.slack.threadOf(parent);
    expect(thread.filter((line) => /Step \d of 3/.test(line))).toEqual([
      expect.stringContaining('Step 1 of 3: A Prometheus pod is gone. Done @U0PRIMARY'),
      expect.stringContaining('Step 2 of 3: Does it come back by itself? Done @U0PRIMARY'),
      expect.stringContaining('Step 3 of 3: Was data lost? Done @U0PRIMARY'),
    ]);
    expect(thread.some((line) => line.startsWith('DRILL · All steps are done.'))).toBe(true);
    expect(report && words(report)).toMatch(/^DRILL · “Prometheus pod deleted” of .*, resolved by @U0PRIMARY after 2m/);
    expect((await drills.byId('drill_1'))?.end).toMatchObject({
      how: 'resolved',
      by: 'U0PRIMARY',
      report: {
        acknowledgement: { by: 'U0PRIMARY', afterMs: minutes(1), level: 1, limitMs: minutes(5) },
        questions: [{ id: 'drill.questionDifferent' }],
      },
    });
    expect(world.done.slice(2)).toEqual(['end']);
  });

  it('runs one at a time, whoever starts them', async () => {
    await using stage = await Stage.open();
    const drills = drillsOn(stage);
    const other = drillsOn(stage, new FakeWorld(), 'b');
    const outcomes = await Promise.allSettled([begin(drills, 'drill_1'), begin(other, 'drill_2')]);

    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await stage.store.listOpen({ limit: 10 })).toHaveLength(1);
  });

  it('starts once for one confirmed plan', async () => {
    await using stage = await Stage.open();
    const world = new FakeWorld(true);
    await begin(drillsOn(stage, world));
    await begin(drillsOn(stage, world, 'b'));

    expect(await stage.store.listOpen({ limit: 10 })).toHaveLength(1);
    expect(world.done).toEqual(['begin prometheus']);
  });

  it('is stopped by a person and may be followed by another', async () => {
    await using stage = await Stage.open();
    const drills = drillsOn(stage);
    const { incidentId } = await begin(drills);
    await live(stage, drills, '1m');
    await drills.stop('U0SECOND');
    await live(stage, drills, '1m');

    expect((await stage.store.get(incidentId))?.escalation).toMatchObject({ status: 'resolved', by: 'U0SECOND' });
    expect(await stage.store.alertCounts(incidentId)).toEqual({ firing: 0, resolved: 1 });
    expect((await drills.byId('drill_1'))?.end).toMatchObject({ how: 'stopped', by: 'U0SECOND' });
    expect(said(stage)).toContainEqual(expect.stringContaining('Not done: the drill ended before.'));
    await expect(drills.stop('U0SECOND')).rejects.toMatchObject({ phrase: { id: 'drill.noneRuns' } });
    await begin(drills, 'drill_2', 's3');
    expect((await drills.recent(10)).map(({ id }) => id)).toEqual(['drill_2', 'drill_1']);
  });

  it('ends by itself after an hour', async () => {
    await using stage = await Stage.open();
    const drills = drillsOn(stage);
    const { incidentId } = await begin(drills);
    stage.downtime('59m');
    await drills.check();
    expect(await drills.running()).not.toBeNull();
    stage.downtime('1m');
    await drills.check();

    expect((await drills.byId('drill_1'))?.end).toMatchObject({ how: 'timed-out', by: 'system' });
    expect((await stage.store.get(incidentId))?.escalation).toMatchObject({ status: 'resolved', by: 'system' });
  });

  it('goes on after a restart in the middle, with every prompt said once', async () => {
    await using stage = await Stage.open();
    await begin(drillsOn(stage));
    stage.start();
    await stage.deliver();
    await drillsOn(stage).tick(seen('deleted'));
    stage.start();
    await stage.fastForward('30s', 5_000);

    const [parent] = stage.slack.inChannel(CHANNELS.incidents);
    const prompts = (parent === undefined ? [] : stage.slack.threadOf(parent)).filter((line) => /Step \d of 3/.test(line));
    expect(prompts).toEqual([expect.stringContaining('Step 1 of 3'), expect.stringContaining('Step 2 of 3')]);
  });

  it('refuses a second tick of a step, and one of a step whose turn has not come', async () => {
    await using stage = await Stage.open();
    const drills = drillsOn(stage);
    await begin(drills);
    await drills.tick(seen('deleted'));

    await expect(drills.tick(seen('deleted'))).rejects.toMatchObject({ phrase: { id: 'drill.alreadySeen' } });
    await expect(drills.tick(seen('data'))).rejects.toMatchObject({ phrase: { id: 'drill.over' } });
    await drills.stop('U0LEAD');
    await expect(drills.tick(seen('recovery'))).rejects.toMatchObject({ phrase: { id: 'drill.over' } });
  });

  it('starts on the ladder where the configuration puts the real outage', async () => {
    await using stage = await Stage.open();
    const { incidentId } = await begin(drillsOn(stage), 'drill_1', 's3');

    expect((await stage.store.get(incidentId))?.escalation).toMatchObject({ status: 'triggered', levelIndex: 1 });
  });

  it('lets the calls of real incidents go first', async () => {
    await using stage = await Stage.open();
    await begin(drillsOn(stage));
    await stage.receive(notification([alert()]));
    await stage.deliver();

    const calls = stage.slack.posted.filter(({ channel }) => channel === 'U0PRIMARY').map(words);
    expect(calls).toHaveLength(2);
    expect(calls[0]).not.toContain('DRILL');
    expect(calls[1]).toMatch(/^DRILL/);
  });

  it('neither folds into a storm of real incidents nor makes one', async () => {
    await using stage = await Stage.open({ escalation: { storm: { incidents: 2, within: '5m' } } });
    const { incidentId } = await begin(drillsOn(stage), 'drill_1', 's3');
    const [real = ''] = await stage.receive(notification([alert()]));
    await stage.process.folding.run();

    expect((await stage.store.get(incidentId))?.parentId).toBeNull();
    expect((await stage.store.get(real))?.parentId).toBeNull();
  });

  it('stays open although no Alertmanager knows of it, not even that of a cluster with its name', async () => {
    await using stage = await Stage.open();
    const { incidentId } = await begin(drillsOn(stage));
    const nobody = {
      alerts: async () => [],
      silences: async () => [],
      createSilence: async () => '',
      expireSilence: async () => undefined,
    };
    const reconciler = createReconciler({
      store: stage.store,
      sources: [{ cluster: 'drill', alertmanager: nobody, owns: () => true }],
      config: stage.config,
      overrides: async () => [],
      clock: stage.clock,
      realClock: stage.clock,
      logger: quietLogger,
    });
    stage.downtime('4m');
    await reconciler.run();

    expect((await stage.store.get(incidentId))?.escalation.status).toBe('triggered');
  });
});
