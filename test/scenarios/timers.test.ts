import { describe, expect, it } from 'vitest';
import { alert, notification } from './payloads.ts';
import { CHANNELS, Stage } from './stage.ts';

const firing = (name = 'PrometheusTargetDown') => notification([alert({ name })]);

describe('scenarios/timers', () => {
  it('calls only the level that should be active after a downtime, and says what was missed', async () => {
    await using stage = await Stage.open();
    const [id = ''] = await stage.receive(firing());
    await stage.deliver();
    stage.downtime('16m');
    stage.start();
    await stage.tickAndDeliver();

    expect(stage.slack.inChannel('U0ADMIN')).toHaveLength(1);
    expect(stage.slack.inChannel('U0PRIMARY')).toHaveLength(2);
    expect(stage.slack.inChannel('U0SECOND')).toHaveLength(1);
    const late = (await stage.store.timelineOf(id, 20)).filter(({ kind }) => kind === 'late');
    expect(late).toHaveLength(1);
  });

  it('calls nobody twice when two processes see the same timer', async () => {
    await using stage = await Stage.open();
    await stage.receive(firing());
    await stage.deliver();
    stage.clock.advance(300_000);
    const one = stage.process;
    const two = stage.start();
    await Promise.all([one.engine.tick(stage.clock.now()), two.engine.tick(stage.clock.now())]);
    await stage.deliver();

    expect(stage.slack.inChannel('U0SECOND')).toHaveLength(1);
  });

  it('lets either the acknowledgement or the timer win, never both', async () => {
    await using stage = await Stage.open();
    for (let round = 0; round < 50; round += 1) {
      const [id = ''] = await stage.receive(firing(`Race${round}`));
      stage.clock.advance(300_000);
      await Promise.all([stage.acknowledge(id, 'U0PRIMARY'), stage.process.engine.tick(stage.clock.now())]);
      const kinds = (await stage.store.timelineOf(id, 20)).map(({ kind }) => kind);

      expect((await stage.store.get(id))?.escalation.status).toBe('acknowledged');
      expect(kinds.lastIndexOf('paged')).toBeLessThan(kinds.indexOf('acknowledged'));
      await stage.apply(id, { kind: 'resolved', at: stage.clock.now(), by: 'U0PRIMARY' });
    }
  });

  it('moves the others when one incident cannot be read', async () => {
    await using stage = await Stage.open();
    const [poison = ''] = await stage.receive(firing('Poison'));
    await stage.receive(firing('Healthy'));
    await stage.deliver();
    await stage.database.db.updateTable('incidents').set({ levels: 'not json' }).where('id', '=', poison).execute();
    await stage.fastForward('5m10s', 5_000);

    expect(stage.slack.inChannel('U0SECOND').map(({ message }) => message.metadata?.payload['incident'])).not.toContain(poison);
    expect(stage.slack.inChannel('U0SECOND')).toHaveLength(1);
  });

  it('reminds the owner and calls again when an incident is forgotten', async () => {
    await using stage = await Stage.open();
    const [id = ''] = await stage.receive(firing());
    await stage.deliver();
    await stage.acknowledge(id, 'U0PRIMARY');
    await stage.fastForward('31m', 60_000);
    expect(stage.slack.inChannel('U0PRIMARY')).toHaveLength(2);

    await stage.fastForward('3h35m', 60_000);
    expect((await stage.store.get(id))?.escalation.status).toBe('triggered');
    expect(stage.slack.inChannel('U0SECOND')).not.toHaveLength(0);
  });

  it('drains many due timers in batches', async () => {
    await using stage = await Stage.open({ escalation: { storm: { incidents: 10_000, within: '5m' } } });
    for (let index = 0; index < 200; index += 1) {
      await stage.receive(firing(`Alert${index}`));
    }
    stage.clock.advance(300_000);
    let moved = 0;
    for (let batch = -1; batch !== 0; moved += batch) {
      batch = await stage.process.engine.tick(stage.clock.now());
    }

    expect(moved).toBe(200);
    expect(await stage.store.countOverdue(stage.clock.now())).toBe(0);
    expect(stage.slack.inChannel(CHANNELS.incidents)).toHaveLength(0);
  });
});
