import { describe, expect, it } from 'vitest';
import { plainText } from '../../src/messages/mrkdwn.ts';
import { say } from '../../src/messages/say.ts';
import { seconds } from '../../src/model/time.ts';
import { words } from './fake-slack.ts';
import { enMessage } from './notices.ts';
import { alert, notification } from './payloads.ts';
import { CHANNELS, MONDAY, Stage } from './stage.ts';

const firing = (name = 'PrometheusTargetDown') => notification([alert({ name })]);
const resolved = (name = 'PrometheusTargetDown') =>
  notification([alert({ name, status: 'resolved', endsAt: new Date(MONDAY + 60_000).toISOString() })]);

const keys = (stage: Stage, channel: string): readonly unknown[] =>
  stage.slack.posted.filter((each) => each.channel === channel).map(({ message }) => message.metadata?.payload['delivery']);

describe('scenarios/delivery', () => {
  it('posts a page again after an answer got lost, unless it finds it', async () => {
    await using stage = await Stage.open();
    stage.slack.faults.push('lost-answer', 'lost-answer', 'server-error');
    await stage.receive(firing());
    await stage.fastForward('30s');

    expect(keys(stage, CHANNELS.incidents)).toHaveLength(1);
    expect(keys(stage, 'U0PRIMARY')).toHaveLength(1);
    expect((await stage.outbox.depth()).pending).toBe(0);
  });

  it('waits as long as Slack asks, in that channel only', async () => {
    await using stage = await Stage.open();
    stage.slack.faults.push({ rateLimitedMs: 30_000 });
    await stage.receive(firing());
    await stage.fastForward('5s');

    expect(stage.slack.inChannel('U0PRIMARY')).toHaveLength(1);
    expect(stage.slack.inChannel(CHANNELS.incidents)).toHaveLength(0);
    await stage.fastForward('26s');
    expect(stage.slack.inChannel(CHANNELS.incidents)).toHaveLength(1);
    expect(stage.slack.calls).toBeLessThan(5);
  });

  it('sends about one message a second into a channel', async () => {
    await using stage = await Stage.open({ escalation: { storm: { incidents: 1_000, within: '5m' } } });
    for (let index = 0; index < 20; index += 1) {
      await stage.receive(firing(`Alert${index}`));
    }
    await stage.deliver();
    expect(stage.slack.inChannel(CHANNELS.incidents).length).toBeLessThanOrEqual(3);

    await stage.fastForward('20s');
    const channel = stage.slack.inChannel(CHANNELS.incidents);
    expect(channel).toHaveLength(20);
    expect(new Set(channel.map(({ message }) => message.metadata?.payload['incident'])).size).toBe(20);
  });

  it('shows an incident elsewhere when its channel is archived', async () => {
    await using stage = await Stage.open();
    stage.slack.refusedChannels.set(CHANNELS.incidents, 'is_archived');
    const [id = ''] = await stage.receive(firing());
    await stage.fastForward('5s');

    expect(stage.slack.inChannel('U0PRIMARY')).toHaveLength(1);
    const [parent] = stage.slack.inChannel(CHANNELS.digest);
    expect(parent?.message.metadata?.payload['incident']).toBe(id);
    expect(parent === undefined ? [] : stage.slack.threadOf(parent)).toEqual([expect.stringContaining('is_archived')]);
    expect(await stage.store.timelineOf(id, 10)).toContainEqual(expect.objectContaining({ kind: 'delivery' }));

    await stage.acknowledge(id, 'U0PRIMARY');
    await stage.fastForward('5s');
    expect(parent?.message.attachment?.tone).toBe('warning');
  });

  it('keeps trying when no channel takes the incident, and calls people meanwhile', async () => {
    await using stage = await Stage.open();
    for (const channel of Object.values(CHANNELS)) {
      stage.slack.refusedChannels.set(channel, 'is_archived');
    }
    await stage.receive(firing());
    await stage.fastForward('10s');
    expect(stage.slack.inChannel('U0PRIMARY')).toHaveLength(1);

    stage.slack.refusedChannels.clear();
    await stage.fastForward('65s', 5_000);
    expect(stage.slack.posted.filter(({ channel }) => channel === CHANNELS.audit)).not.toHaveLength(0);
  });

  it('posts the message again that somebody deleted', async () => {
    await using stage = await Stage.open();
    const [id = ''] = await stage.receive(firing());
    await stage.deliver();
    const [parent] = stage.slack.inChannel(CHANNELS.incidents);
    if (parent !== undefined) {
      stage.slack.delete(parent);
    }
    await stage.acknowledge(id, 'U0PRIMARY');
    await stage.fastForward('10s');

    const [again] = stage.slack.inChannel(CHANNELS.incidents);
    expect(again?.message.metadata?.payload['incident']).toBe(id);
    expect((await stage.store.get(id))?.message?.ts).toBe(again?.ts);
  });

  it('tells the present state once after Slack was away', async () => {
    await using stage = await Stage.open();
    stage.slack.outage = 'down';
    const [id = ''] = await stage.receive(firing());
    const [over = ''] = await stage.receive(firing('Other'));
    await stage.fastForward('4m', 60_000);
    await stage.acknowledge(id, 'U0PRIMARY');
    await stage.fastForward('54m', 180_000);
    await stage.receive(resolved('Other'));
    stage.slack.outage = null;
    await stage.fastForward('40s', 2_000);

    const channel = stage.slack.posted.filter(({ channel }) => channel === CHANNELS.incidents && stage.slack.posted.length > 0);
    const parents = channel.filter(({ threadTs }) => threadTs === null);
    expect(parents.map(({ message }) => message.metadata?.payload['incident']).toSorted()).toEqual([id, over].toSorted());
    expect(parents.map(({ message }) => message.attachment?.tone).toSorted()).toEqual(['ok', 'warning']);
    expect(parents.every(({ message }) => JSON.stringify(message.blocks).includes('Delayed by'))).toBe(true);
    expect(channel.filter(({ broadcast }) => broadcast)).toHaveLength(0);
    expect(stage.slack.inChannel('U0ADMIN')).toHaveLength(0);
    expect((await stage.outbox.depth()).pending).toBe(0);
  });

  it('calls outside of Slack when Slack does not take a call for a minute', async () => {
    await using stage = await Stage.open();
    stage.slack.outage = 'down';
    const [id = ''] = await stage.receive(firing());
    await stage.fastForward('59s');
    expect(stage.outsideCalls).toEqual([]);

    await stage.fastForward('20s');
    expect(stage.outsideCalls).toMatchObject([{ incident: id, level: 1, severity: 'critical' }]);
    await stage.fastForward('2m', 5_000);
    expect(stage.outsideCalls).toHaveLength(1);
  });

  it('does not send a call that nobody needs any more', async () => {
    await using stage = await Stage.open();
    stage.slack.outage = 'down';
    const [id = ''] = await stage.receive(firing());
    await stage.fastForward('10s');
    await stage.acknowledge(id, 'U0SECOND');
    stage.slack.outage = null;
    await stage.fastForward('30s');

    expect(stage.slack.inChannel('U0PRIMARY')).toHaveLength(0);
    expect(await stage.store.timelineOf(id, 20)).toContainEqual(
      expect.objectContaining({
        kind: 'delivery',
        details: expect.objectContaining({ sentence: 'delivery.pageDropped', to: 'U0PRIMARY' }),
      }),
    );
  });

  it('calls the members of a group once each', async () => {
    await using stage = await Stage.open({
      escalation: {
        team: { primary: { users: ['U0PRIMARY'] }, crew: { usergroup: 'S0CREW' } },
        levels: [{ level: 1, notify: ['primary', 'crew'], ackTimeout: '5m' }],
        classes: [],
      },
    });
    await stage.receive(firing());
    await stage.fastForward('5s');
    expect(stage.slack.inChannel('U0CREW')).toHaveLength(0);

    stage.slack.groups.set('S0CREW', ['U0PRIMARY', 'U0CREW']);
    await stage.fastForward('15s');
    expect(stage.slack.inChannel('U0CREW')).toHaveLength(1);
    expect(stage.slack.inChannel('U0PRIMARY')).toHaveLength(1);
  });

  it('sends the newest call to somebody whose group became known only after it was queued', async () => {
    await using stage = await Stage.open({
      escalation: {
        team: { primary: { users: ['U0PRIMARY'] }, crew: { usergroup: 'S0CREW' }, everyone: { users: ['U0PRIMARY', 'U0ADMIN'] } },
        levels: [
          { level: 1, notify: ['crew'], ackTimeout: '5m' },
          { level: 2, notify: ['everyone'], ackTimeout: '30m' },
        ],
        classes: [],
      },
    });
    stage.slack.outage = 'down';
    await stage.receive(firing());
    await stage.fastForward('4m', 10_000);
    stage.clock.advance(seconds(61));
    await stage.process.engine.tick(stage.clock.now());
    stage.slack.groups.set('S0CREW', ['U0PRIMARY', 'U0CREW']);
    await stage.fastForward('1m', 5_000);
    stage.slack.outage = null;
    await stage.fastForward('2m', 5_000);

    expect(keys(stage, 'U0PRIMARY')).toEqual([expect.stringMatching(/^page:inc_1:2:/)]);
    expect(stage.slack.inChannel('U0CREW')).toHaveLength(1);
    expect((await stage.outbox.depth()).pending).toBe(0);
  });

  it.each(['down', 'server-error', 'lost-answer'] as const)(
    'calls the last level in the channel and in person when Slack was away (%s) while it fell due, however long',
    async (outage) => {
      const silent: number[] = [];
      for (const minutesAway of [16, 31]) {
        await using stage = await Stage.open();
        stage.slack.outage = outage;
        await stage.receive(firing());
        await stage.fastForward(`${minutesAway}m`, 60_000);
        stage.slack.outage = null;
        await stage.fastForward('3m', 5_000);
        const inChannel = stage.slack.inChannel(CHANNELS.incidents).map(words);
        const isCalled = stage.slack.inChannel('U0ADMIN').length > 0 && inChannel.some((text) => text.includes('Level 3'));
        silent.push(...(isCalled ? [] : [minutesAway]));
      }

      expect(silent).toEqual([]);
    },
    60_000,
  );

  it.each([
    ['has no members', [], '10s', 'crew has no members'],
    ['is unknown to Slack', null, '6m', 'did not say who is in the group behind crew'],
  ])('says in the thread that a group %s instead of counting it as a call', async (_, members, patience, expected) => {
    await using stage = await Stage.open({
      escalation: {
        team: { crew: { usergroup: 'S0CREW' }, secondary: { users: ['U0SECOND'] } },
        levels: [
          { level: 1, notify: ['crew'], ackTimeout: '10m' },
          { level: 2, notify: ['secondary'], ackTimeout: '10m' },
        ],
        classes: [],
      },
    });
    if (members !== null) {
      stage.slack.groups.set('S0CREW', members);
    }
    await stage.receive(firing());
    await stage.fastForward(patience, 5_000);

    const [parent] = stage.slack.inChannel(CHANNELS.incidents);
    expect(parent === undefined ? [] : stage.slack.threadOf(parent)).toEqual([expect.stringContaining(expected)]);
  });

  it('says when a person has paused notifications', async () => {
    await using stage = await Stage.open();
    stage.slack.pausedUntil.set('U0PRIMARY', MONDAY + 3_600_000);
    await stage.receive(firing());
    await stage.fastForward('5s');

    const [parent] = stage.slack.inChannel(CHANNELS.incidents);
    expect(parent === undefined ? [] : stage.slack.threadOf(parent)).toEqual([expect.stringContaining('U0PRIMARY')]);
  });

  it('delivers a composed message once, its replies under it, and edits in place', async () => {
    await using stage = await Stage.open();
    const message = enMessage(say('response.gone'));
    const draft = { priority: 5, lane: CHANNELS.digest, incidentId: null } as const;
    const intent = { kind: 'message', channel: CHANNELS.digest, message, locale: null, threadOf: null, replaces: null } as const;
    stage.slack.faults.push('lost-answer');
    await stage.outbox.enqueue(
      [
        { ...draft, key: 'digest:1:0', intent: { ...intent, threadOf: 'digest:1' } },
        { ...draft, key: 'digest:1', intent },
      ],
      stage.clock.now(),
    );
    await stage.fastForward('10s');
    await stage.outbox.enqueue(
      [{ ...draft, key: 'digest:1:edit', intent: { ...intent, message: enMessage(say('response.notResolved')), replaces: 'digest:1' } }],
      stage.clock.now(),
    );
    await stage.fastForward('5s');

    const [parent] = stage.slack.inChannel(CHANNELS.digest);
    expect(stage.slack.inChannel(CHANNELS.digest)).toHaveLength(1);
    expect(parent?.edits).toBe(1);
    expect(parent === undefined ? '' : words(parent)).toBe(plainText(enMessage(say('response.notResolved')).text, 'UTC'));
    expect(parent === undefined ? [] : stage.slack.threadOf(parent)).toHaveLength(1);
  });
});
