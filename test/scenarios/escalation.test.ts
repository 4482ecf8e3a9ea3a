import { describe, expect, it } from 'vitest';
import { words } from './fake-slack.ts';
import { alert, notification } from './payloads.ts';
import { CHANNELS, MONDAY, Stage } from './stage.ts';

const firing = notification([alert()]);
const resolved = notification([alert({ status: 'resolved', endsAt: new Date(MONDAY + 60_000).toISOString() })]);

describe('scenarios/escalation', () => {
  it('climbs from the primary to everybody while nobody acknowledges', async () => {
    await using stage = await Stage.open();
    await stage.receive(firing);
    await stage.deliver();

    expect(stage.slack.inChannel(CHANNELS.incidents)).toHaveLength(1);
    expect(stage.slack.inChannel('U0PRIMARY')).toHaveLength(1);
    expect(stage.slack.inChannel('U0SECOND')).toHaveLength(0);

    await stage.fastForward('4m59s', 30_000);
    expect(stage.slack.inChannel('U0SECOND')).toHaveLength(0);

    await stage.fastForward('1s');
    expect(stage.slack.inChannel('U0SECOND')).toHaveLength(1);
    expect(stage.slack.inChannel('U0LEAD')).toHaveLength(1);
    expect(stage.slack.inChannel('U0ADMIN')).toHaveLength(0);

    await stage.fastForward('10m', 30_000);
    expect(stage.slack.inChannel('U0ADMIN')).toHaveLength(1);
    expect(stage.outsideCalls.map(({ level }) => level)).toEqual([3]);
  });

  it('calls nobody else once somebody has acknowledged', async () => {
    await using stage = await Stage.open();
    const [id = ''] = await stage.receive(firing);
    await stage.fastForward('3m', 30_000);
    await stage.acknowledge(id, 'U0PRIMARY');
    await stage.fastForward('20m', 30_000);

    expect(stage.slack.inChannel('U0SECOND')).toHaveLength(0);
    const [parent] = stage.slack.inChannel(CHANNELS.incidents);
    expect(parent === undefined ? '' : words(parent)).toContain('U0PRIMARY');
    expect(parent?.message.attachment?.tone).toBe('warning');
  });

  it('shows the end in the same message', async () => {
    await using stage = await Stage.open();
    await stage.receive(firing);
    await stage.fastForward('1m', 10_000);
    await stage.receive(resolved);
    await stage.fastForward('10s');

    const messages = stage.slack.inChannel(CHANNELS.incidents);
    expect(messages).toHaveLength(1);
    expect(messages[0]?.message.attachment?.tone).toBe('ok');
    expect(await stage.store.countOpen()).toEqual({ triggered: 0, acknowledged: 0 });
  });
});
