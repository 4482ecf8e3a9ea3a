import { describe, expect, it } from 'vitest';
import { alert, notification } from './payloads.ts';
import { CHANNELS, Stage } from './stage.ts';

const warning = (name = 'PVCNearFull', cluster = 'cluster-01') =>
  alert({ name, instance: cluster, labels: { severity: 'warning', cluster } });

/** A group of one warning. */
const warned = (name = 'PVCNearFull', cluster = 'cluster-01') =>
  notification([warning(name, cluster)], {
    groupKey: `{}:{alertname="${name}", cluster="${cluster}"}`,
    commonLabels: { alertname: name, cluster, severity: 'warning' },
  });

/** A stage whose warnings do not climb. */
const openStage = () =>
  Stage.open({
    escalation: {
      team: {
        primary: { users: ['U0PRIMARY'] },
        secondary: { users: ['U0SECOND'] },
        everyone: { users: ['U0PRIMARY', 'U0SECOND', 'U0LEAD'] },
      },
      levels: [
        { level: 1, notify: ['primary'], ackTimeout: '5m' },
        { level: 2, notify: ['secondary'], ackTimeout: '10m' },
        { level: 3, notify: ['everyone'], ackTimeout: '15m', repeat: true },
      ],
      classes: [
        { match: { class: 's3-down|cluster-down' }, startLevel: 2 },
        { match: { class: 'storm' }, startLevel: 1 },
        { match: { severity: 'warning' }, highestLevel: 1 },
      ],
      dndAckTimeout: '1m',
    },
  });

const calls = (stage: Stage, channel: string) =>
  stage.slack.inChannel(channel).filter(({ message }) => message.metadata?.type === 'thanos_page');

describe('scenarios: warnings with a highest level', () => {
  it('ask the on-call engineer again every half hour and call nobody else', async () => {
    await using stage = await openStage();
    const [id = ''] = await stage.receive(warned());
    await stage.fastForward('29m', 30_000);
    expect(calls(stage, 'U0PRIMARY')).toHaveLength(1);

    await stage.fastForward('62m', 30_000);

    expect(calls(stage, 'U0PRIMARY')).toHaveLength(4);
    expect([...calls(stage, 'U0SECOND'), ...calls(stage, 'U0LEAD')]).toEqual([]);
    const again = stage.slack.posted.filter(
      ({ channel, message }) => channel === CHANNELS.incidents && message.metadata?.type === 'thanos_page',
    );
    expect(again.map(({ broadcast }) => broadcast)).toEqual([false, false, false]);
    expect(await stage.store.get(id)).toMatchObject({ escalation: { status: 'triggered', levelIndex: 0, repeats: 3 } });
    const [parent] = stage.slack.inChannel(CHANNELS.incidents);
    expect(JSON.stringify(parent?.message.attachment)).toContain('Level 1 is called again');
  });

  it('stay where a person called them, and call the people of that level again as quietly', async () => {
    await using stage = await openStage();
    const [id = ''] = await stage.receive(warned());
    await stage.apply(id, { kind: 'escalated', at: stage.clock.now(), by: 'U0PRIMARY', toLevel: 2 });
    await stage.fastForward('40m', 30_000);

    expect(calls(stage, 'U0SECOND')).toHaveLength(2);
    expect(calls(stage, 'U0LEAD')).toEqual([]);
  });

  it('climb from then on when something graver joins them', async () => {
    await using stage = await openStage();
    const group = { groupKey: '{}:{cluster="cluster-01"}', commonLabels: { cluster: 'cluster-01' } };
    await stage.receive(notification([warning()], group));
    await stage.fastForward('20m', 30_000);
    await stage.receive(notification([warning(), alert({ name: 'DataGone', labels: { severity: 'critical' } })], group));
    await stage.fastForward('6m', 15_000);
    expect(calls(stage, 'U0SECOND')).toHaveLength(1);

    await stage.fastForward('10m', 15_000);
    expect(calls(stage, 'U0LEAD')).toHaveLength(1);
  });

  it('climb as one when they are a storm', async () => {
    await using stage = await openStage();
    for (let index = 0; index < 15; index += 1) {
      await stage.receive(warned(`Warning${index}`));
    }
    await stage.process.folding.run();
    await stage.fastForward('6m', 5_000);

    expect(calls(stage, 'U0PRIMARY')).toHaveLength(1);
    expect(calls(stage, 'U0SECOND')).toHaveLength(1);
  });

  it('call at Level 2 when they turn out to be an outage of the bucket', async () => {
    await using stage = await openStage();
    await stage.receive(warned('ThanosSidecarNoUpload', 'cluster-01'));
    await stage.receive(warned('ThanosSidecarNoUpload', 'cluster-02'));
    await stage.process.folding.run();
    await stage.fastForward('30s', 5_000);
    expect(calls(stage, 'U0SECOND')).toHaveLength(1);

    await stage.fastForward('11m', 15_000);
    expect(calls(stage, 'U0LEAD')).toHaveLength(1);
  });

  it('do not call more often while the person has notifications paused', async () => {
    await using stage = await openStage();
    stage.slack.pausedUntil.set('U0PRIMARY', stage.clock.now() + 3_600_000);
    await stage.receive(warned());
    await stage.fastForward('25m', 30_000);

    expect(calls(stage, 'U0PRIMARY')).toHaveLength(1);
  });
});
