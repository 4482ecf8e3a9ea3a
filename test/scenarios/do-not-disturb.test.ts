import { describe, expect, it } from 'vitest';
import { alert, notification } from './payloads.ts';
import { CHANNELS, Stage } from './stage.ts';

const firing = notification([alert()]);
const calls = (stage: Stage, ...users: readonly string[]): readonly number[] => users.map((user) => stage.slack.inChannel(user).length);

async function openWith(change: Record<string, unknown>, paused: readonly string[]): Promise<Stage> {
  const stage = await Stage.open({ escalation: change });
  for (const user of paused) {
    stage.slack.pausedUntil.set(user, stage.clock.now() + 7 * 3_600_000);
  }
  return stage;
}

describe('scenarios/do-not-disturb', () => {
  it('calls all the same, says it in the thread, and does not wait the whole time of the level', async () => {
    await using stage = await openWith({ dndAckTimeout: '1m' }, ['U0PRIMARY']);
    await stage.receive(firing);
    await stage.fastForward('30s', 5_000);
    const [parent] = stage.slack.inChannel(CHANNELS.incidents);
    expect(calls(stage, 'U0PRIMARY', 'U0SECOND')).toEqual([1, 0]);
    expect(parent === undefined ? [] : stage.slack.threadOf(parent)).toContainEqual(expect.stringContaining('@U0PRIMARY'));

    await stage.fastForward('45s', 5_000);
    expect(calls(stage, 'U0SECOND', 'U0LEAD', 'U0ADMIN')).toEqual([1, 1, 0]);
    await stage.fastForward('9m', 30_000);
    expect(calls(stage, 'U0ADMIN')).toEqual([0]);
  });

  it('waits as usual where no shorter time is configured', async () => {
    await using stage = await openWith({}, ['U0PRIMARY']);
    await stage.receive(firing);
    await stage.fastForward('4m30s', 30_000);
    expect(calls(stage, 'U0SECOND')).toEqual([0]);

    await stage.fastForward('1m', 10_000);
    expect(calls(stage, 'U0SECOND')).toEqual([1]);
  });

  it('waits as usual while one of the level can be reached', async () => {
    const levels = [
      { level: 1, notify: ['primary', 'secondary'], ackTimeout: '5m' },
      { level: 2, notify: ['everyone'], ackTimeout: '10m' },
    ];
    await using stage = await openWith({ levels, dndAckTimeout: '1m' }, ['U0PRIMARY']);
    await stage.receive(firing);
    await stage.fastForward('4m30s', 30_000);

    expect(calls(stage, 'U0ADMIN')).toEqual([0]);
  });

  it('shortens nothing for somebody who has it already', async () => {
    await using stage = await openWith({ dndAckTimeout: '1m' }, ['U0PRIMARY']);
    const [id = ''] = await stage.receive(firing);
    await stage.fastForward('20s', 5_000);
    await stage.acknowledge(id, 'U0PRIMARY');
    await stage.fastForward('20m', 60_000);

    expect(calls(stage, 'U0SECOND', 'U0ADMIN')).toEqual([0, 0]);
  });

  it('says it once for each person and level, however often a message is tried', async () => {
    await using stage = await openWith({ dndAckTimeout: '1m' }, ['U0PRIMARY']);
    stage.slack.faults.push('server-error', 'server-error');
    const [id = ''] = await stage.receive(firing);
    await stage.fastForward('50s', 5_000);

    const told = (await stage.store.timelineOf(id, 50)).filter(({ details }) => details['sentence'] === 'delivery.doNotDisturb');
    expect(told).toHaveLength(1);
  });
});
