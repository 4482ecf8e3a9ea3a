import { describe, expect, it } from 'vitest';
import { alert, notification } from './payloads.ts';
import { CHANNELS, MONDAY, Stage } from './stage.ts';

const bucketTrouble = (cluster: string, status: 'firing' | 'resolved' = 'firing') =>
  notification(
    [
      alert({
        name: 'ThanosSidecarNoUpload',
        instance: cluster,
        status,
        labels: { cluster },
        endsAt: new Date(MONDAY + 60_000).toISOString(),
      }),
    ],
    {
      groupKey: `{}:{alertname="ThanosSidecarNoUpload", cluster="${cluster}"}`,
      commonLabels: { alertname: 'ThanosSidecarNoUpload', cluster },
    },
  );

describe('scenarios/folding', () => {
  it('shows trouble of the bucket in several clusters as one incident of its class', async () => {
    await using stage = await Stage.open();
    const [first = ''] = await stage.receive(bucketTrouble('cluster-01'));
    const [second = ''] = await stage.receive(bucketTrouble('cluster-02'));
    await stage.process.folding.run();
    await stage.fastForward('20s');

    expect(await stage.store.get(first)).toMatchObject({ classId: 's3-down', parentId: null, escalation: { levelIndex: 1 } });
    expect(await stage.store.get(second)).toMatchObject({ parentId: first, escalation: { isQuiet: true } });
    const ids = stage.slack.inChannel(CHANNELS.incidents).map(({ message }) => message.metadata?.payload['incident']);
    expect(new Set(ids)).toEqual(new Set([first]));
    expect(stage.slack.inChannel('U0SECOND')).toHaveLength(1);
    expect(stage.slack.inChannel('U0PRIMARY').length).toBeLessThanOrEqual(1);
  });

  it('folds once and not at every look', async () => {
    await using stage = await Stage.open();
    await stage.receive(bucketTrouble('cluster-01'));
    await stage.receive(bucketTrouble('cluster-02'));

    expect(await stage.process.folding.run()).toBe(1);
    expect(await stage.process.folding.run()).toBe(0);
  });

  it('lets a folded incident stand alone when its cause is over and it is not', async () => {
    await using stage = await Stage.open();
    await stage.receive(bucketTrouble('cluster-01'));
    const [second = ''] = await stage.receive(bucketTrouble('cluster-02'));
    await stage.process.folding.run();
    await stage.receive(bucketTrouble('cluster-01', 'resolved'));
    expect(await stage.process.folding.run()).toBe(0);
    stage.downtime('3m');
    expect(await stage.process.folding.run()).toBe(1);
    await stage.fastForward('10s');

    expect(await stage.store.get(second)).toMatchObject({ parentId: null, escalation: { status: 'triggered', isQuiet: false } });
    expect(stage.slack.inChannel(CHANNELS.incidents).map(({ message }) => message.metadata?.payload['incident'])).toContain(second);
  });

  it('leaves a folded incident with the person who took it when its cause is over', async () => {
    await using stage = await Stage.open();
    await stage.receive(bucketTrouble('cluster-01'));
    const [second = ''] = await stage.receive(bucketTrouble('cluster-02'));
    await stage.process.folding.run();
    await stage.acknowledge(second, 'U0SECOND');
    await stage.fastForward('10s');
    const before = stage.slack.inChannel('U0PRIMARY').length;
    await stage.receive(bucketTrouble('cluster-01', 'resolved'));
    stage.downtime('3m');
    await stage.process.folding.run();
    await stage.fastForward('20m', 60_000);

    expect(await stage.store.get(second)).toMatchObject({ parentId: null, escalation: { status: 'acknowledged', by: 'U0SECOND' } });
    expect(stage.slack.inChannel('U0PRIMARY')).toHaveLength(before);
    await stage.fastForward('11m', 60_000);
    expect(stage.slack.inChannel('U0SECOND').at(-1)?.message.metadata?.type).toBe('thanos_reminder');
  });

  it('calls once for a storm', async () => {
    await using stage = await Stage.open();
    for (let index = 0; index < 30; index += 1) {
      await stage.receive(notification([alert({ name: `Alert${index}` })]));
    }
    await stage.process.folding.run();
    await stage.fastForward('1m', 2_000);

    expect(stage.slack.inChannel('U0PRIMARY')).toHaveLength(1);
    expect(stage.slack.posted.length).toBeLessThanOrEqual(5);
    const open = await stage.store.listOpen({ limit: 50 });
    expect(open.filter(({ parentId }) => parentId !== null)).toHaveLength(29);
  });

  it('stays one call when the incident that stood for a storm ends before the storm does', async () => {
    await using stage = await Stage.open();
    const names = Array.from({ length: 30 }, (_, index) => `Alert${index}`);
    const ids: string[] = [];
    for (const name of names) {
      ids.push(...(await stage.receive(notification([alert({ name })]))));
    }
    await stage.process.folding.run();
    await stage.fastForward('10s');
    const parent = (await stage.store.listOpen({ limit: 50 })).find(({ parentId }) => parentId === null)?.id ?? '';
    const over = { status: 'resolved', endsAt: new Date(MONDAY + 60_000).toISOString() } as const;
    await stage.receive(notification([alert({ name: names[ids.indexOf(parent)] ?? '', ...over })]));
    for (let minute = 0; minute < 4; minute += 1) {
      await stage.fastForward('1m', 10_000);
      await stage.process.folding.run();
    }
    await stage.fastForward('10s');

    const open = await stage.store.listOpen({ limit: 50 });
    const [next] = open.filter(({ parentId }) => parentId === null);
    expect(open.filter(({ parentId }) => parentId === null)).toHaveLength(1);
    expect(open.filter(({ parentId }) => parentId === next?.id)).toHaveLength(28);
    expect(next?.escalation).toMatchObject({ status: 'triggered', isQuiet: false });
    expect(stage.slack.inChannel('U0PRIMARY')).toHaveLength(2);
  });

  it('leaves what its class calls higher than the storm on its own', async () => {
    await using stage = await Stage.open({
      escalation: {
        classes: [
          { match: { class: 's3-down|cluster-down' }, startLevel: 2 },
          { match: { class: 'data-loss|security-breach' }, startLevel: 3 },
        ],
      },
    });
    for (let index = 0; index < 15; index += 1) {
      await stage.receive(notification([alert({ name: `Alert${index}` })]));
    }
    const labels = { class: 'security-breach' };
    const [breach = ''] = await stage.receive(
      notification([alert({ name: 'BreachSeen', labels })], { commonLabels: { alertname: 'BreachSeen', severity: 'critical', ...labels } }),
    );
    await stage.process.folding.run();
    await stage.fastForward('1m', 2_000);

    expect(await stage.store.get(breach)).toMatchObject({ parentId: null, escalation: { levelIndex: 2, isQuiet: false } });
    expect(stage.slack.inChannel('U0ADMIN')).toHaveLength(1);
    expect(stage.slack.inChannel(CHANNELS.incidents).map(({ message }) => message.metadata?.payload['incident'])).toContain(breach);
    expect((await stage.store.listOpen({ limit: 50 })).filter(({ parentId }) => parentId !== null)).toHaveLength(14);
  });
});
