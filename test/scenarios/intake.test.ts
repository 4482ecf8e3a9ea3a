import { describe, expect, it } from 'vitest';
import { alert, notification } from './payloads.ts';
import { CHANNELS, MONDAY, Stage } from './stage.ts';

const at = (seconds: number): string => new Date(MONDAY + seconds * 1_000).toISOString();
const firing = notification([alert()]);
const resolved = notification([alert({ status: 'resolved', endsAt: at(60) })]);

describe('scenarios/intake', () => {
  it('makes one incident of what an HA pair sends twice and Alertmanager repeats', async () => {
    await using stage = await Stage.open();
    const answers = [
      await stage.receive(firing),
      await stage.receive(firing),
      await stage.receive({ ...firing, externalURL: 'http://other:9093' }),
    ];
    await stage.deliver();

    expect(new Set(answers.flat()).size).toBe(1);
    expect(stage.slack.inChannel(CHANNELS.incidents)).toHaveLength(1);
    expect((await stage.store.get(answers[0]?.[0] ?? ''))?.revision).toBe(1);
  });

  it('makes one incident of notifications that arrive at once', async () => {
    await using stage = await Stage.open();
    const answers = await Promise.all(Array.from({ length: 20 }, () => stage.receive(firing)));

    expect(new Set(answers.flat()).size).toBe(1);
  });

  it('opens nothing for an end that comes before its beginning', async () => {
    await using stage = await Stage.open();

    expect(await stage.receive(resolved)).toEqual([]);
    expect(await stage.receive(firing)).toEqual([]);
    expect(await stage.store.countOpen()).toEqual({ triggered: 0, acknowledged: 0 });
  });

  it('knows a start by the instant, whatever its zone and digits', async () => {
    await using stage = await Stage.open();
    await stage.receive(notification([alert({ status: 'resolved', startsAt: '2026-01-05T00:29:30.5Z' })]));

    expect(await stage.receive(notification([alert({ startsAt: '2026-01-05T09:29:30.500000000+09:00' })]))).toEqual([]);
    expect(await stage.receive(notification([alert({ startsAt: '2026-01-05T09:29:30.500000001+09:00' })]))).toHaveLength(1);
  });

  it('leaves what a person resolved resolved while the same alert goes on', async () => {
    await using stage = await Stage.open();
    const [id = ''] = await stage.receive(firing);
    await stage.apply(id, { kind: 'resolved', at: stage.clock.now(), by: 'U0PRIMARY' });

    expect(await stage.receive(firing)).toEqual([]);
    expect((await stage.store.get(id))?.escalation.status).toBe('resolved');
  });

  it('opens the same incident again when it fires again within ten minutes', async () => {
    await using stage = await Stage.open();
    const [id = ''] = await stage.receive(firing);
    await stage.fastForward('2m', 30_000);
    await stage.receive(resolved);
    await stage.fastForward('9m', 30_000);

    expect(await stage.receive(notification([alert({ startsAt: at(600) })]))).toEqual([id]);
    await stage.fastForward('5s');
    expect((await stage.store.get(id))?.escalation.status).toBe('triggered');
    expect(stage.slack.inChannel('U0PRIMARY')).toHaveLength(2);
    expect((await stage.store.timelineOf(id, 20)).map(({ kind }) => kind)).toContain('reopened');
  });

  it('opens another incident when it fires again later', async () => {
    await using stage = await Stage.open();
    const [id = ''] = await stage.receive(firing);
    await stage.receive(resolved);
    stage.downtime('11m');
    const [next] = await stage.receive(notification([alert({ startsAt: at(660) })]));

    expect(next).not.toBe(id);
  });

  it('ends when the last alert of the group has ended, and not before', async () => {
    await using stage = await Stage.open();
    const group = (ended: number) =>
      notification(
        Array.from({ length: 50 }, (_, index) =>
          alert({ instance: `i${index}`, status: index < ended ? 'resolved' : 'firing', endsAt: at(30) }),
        ),
      );
    const [id = ''] = await stage.receive(group(0));
    await stage.receive(group(20));

    expect(await stage.store.alertCounts(id)).toEqual({ firing: 30, resolved: 20 });
    await stage.receive(group(50));
    expect((await stage.store.get(id))?.escalation.status).toBe('resolved');
  });

  it('keeps alerts that a notification leaves out', async () => {
    await using stage = await Stage.open();
    const both = notification([alert({ instance: 'a' }), alert({ instance: 'b' })]);
    const [id = ''] = await stage.receive(both);
    await stage.receive(notification([alert({ instance: 'a', status: 'resolved', endsAt: at(30) })], { truncatedAlerts: 1 }));

    expect((await stage.store.get(id))?.escalation.status).toBe('triggered');
    await stage.deliver();
    const [parent] = stage.slack.inChannel(CHANNELS.incidents);
    expect(JSON.stringify(parent?.message.attachment)).toContain('1');
  });

  it('lets the newer start stand for an alert that fires again', async () => {
    await using stage = await Stage.open();
    const [id = ''] = await stage.receive(firing);
    await stage.receive(notification([alert({ startsAt: at(10) })]));
    await stage.receive(notification([alert({ status: 'resolved', endsAt: at(5) })]));

    expect((await stage.store.get(id))?.escalation.status).toBe('triggered');
    await stage.receive(notification([alert({ status: 'resolved', startsAt: at(10), endsAt: at(20) })]));
    expect((await stage.store.get(id))?.escalation.status).toBe('resolved');
  });

  it('ends an alert that Alertmanager knows by an earlier start', async () => {
    await using stage = await Stage.open();
    const [id = ''] = await stage.receive(firing);
    await stage.receive(notification([alert({ startsAt: at(-45), status: 'resolved', endsAt: at(20) })]));

    expect((await stage.store.get(id))?.escalation.status).toBe('resolved');
  });

  it('shows information and calls nobody, until something graver joins', async () => {
    await using stage = await Stage.open();
    const [id = ''] = await stage.receive(notification([alert({ labels: { severity: 'info' } })]));
    await stage.fastForward('20m', 60_000);

    expect(stage.slack.inChannel(CHANNELS.incidents)).toHaveLength(1);
    expect(stage.slack.inChannel('U0PRIMARY')).toHaveLength(0);

    await stage.receive(notification([alert({ labels: { severity: 'info' } }), alert({ instance: 'b' })]));
    await stage.fastForward('5s');
    expect(stage.slack.inChannel('U0PRIMARY')).toHaveLength(1);
    expect((await stage.store.get(id))?.severity).toBe('critical');
  });

  it('starts at the level of its class', async () => {
    await using stage = await Stage.open();
    await stage.receive(notification([alert({ labels: { class: 's3-down' } })]));
    await stage.deliver();

    expect(stage.slack.inChannel('U0PRIMARY')).toHaveLength(0);
    expect(stage.slack.inChannel('U0SECOND')).toHaveLength(1);
  });

  it('takes ten thousand alerts as one incident and a handful of messages', async () => {
    await using stage = await Stage.open();
    const many = (status: 'firing' | 'resolved') =>
      notification(
        Array.from({ length: 10_000 }, (_, index) => alert({ instance: `10.0.${index >> 8}.${index & 255}`, status, endsAt: at(60) })),
      );
    const [id = ''] = await stage.receive(many('firing'));
    await stage.fastForward('20s', 5_000);

    expect(await stage.store.alertCounts(id)).toEqual({ firing: 10_000, resolved: 0 });
    expect(stage.slack.posted.length).toBeLessThanOrEqual(5);
    await stage.receive(many('resolved'));
    expect((await stage.store.get(id))?.escalation.status).toBe('resolved');
  });

  it('tells sources apart', async () => {
    await using stage = await Stage.open();
    const [first] = await stage.receive(firing, 'cluster-01');
    const [second] = await stage.receive(firing, 'cluster-02');

    expect(second).not.toBe(first);
  });
});
