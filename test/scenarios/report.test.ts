import { describe, expect, it } from 'vitest';
import { meteredStore } from '../../src/escalation/metered-store.ts';
import { createIncidentNotes } from '../../src/escalation/notes.ts';
import { createIncidentHistory } from '../../src/store/incident-history.ts';
import { words } from './fake-slack.ts';
import { alert, notification } from './payloads.ts';
import { CHANNELS, MONDAY, Stage } from './stage.ts';

const notesOf = (stage: Stage) =>
  createIncidentNotes({ store: stage.store, config: stage.config, clock: stage.clock, onCommit: () => undefined });
const decode = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

async function openOne(stage: Stage): Promise<string> {
  const [id = ''] = await stage.receive(notification([alert()]));
  await stage.deliver();
  return id;
}

async function endIt(stage: Stage): Promise<void> {
  await stage.receive(notification([alert({ status: 'resolved', endsAt: new Date(stage.clock.now()).toISOString() })]));
  await stage.fastForward('20s');
}

const reports = (stage: Stage): readonly string[] => stage.slack.posted.map(words).filter((text) => text.startsWith('Report'));

describe('scenarios: what is left of an incident', () => {
  it('says in the thread how it went and adds the story as a file, once', async () => {
    await using stage = await Stage.open();
    const id = await openOne(stage);
    await stage.fastForward('3m');
    await stage.acknowledge(id, 'U0PRIMARY');
    await notesOf(stage).add(id, 'U0PRIMARY', 'cable pulled');
    await stage.fastForward('1m');
    await endIt(stage);
    await stage.fastForward('2m');

    expect(reports(stage)).toEqual(['Report · open 4m · acknowledged after 3m by @U0PRIMARY']);
    expect(stage.slack.uploads).toHaveLength(1);
    expect(decode(stage.slack.uploads[0]?.file.bytes)).toContain('@U0PRIMARY: cable pulled');
    expect(stage.slack.uploads[0]?.threadTs).toBe(stage.slack.inChannel(CHANNELS.incidents)[0]?.ts);
  });

  it('reports again only when it ended again', async () => {
    await using stage = await Stage.open();
    const id = await openOne(stage);
    await endIt(stage);
    await stage.apply(id, { kind: 'reopened', at: stage.clock.now(), by: 'U0PRIMARY' });
    await stage.fastForward('10s');
    await stage.apply(id, { kind: 'resolved', at: stage.clock.now(), by: 'U0PRIMARY' });
    await stage.fastForward('20s');

    expect(reports(stage)).toHaveLength(2);
    expect(new Set(stage.slack.uploads.map(({ file }) => file.name)).size).toBe(2);
  });

  it('says nothing about an incident that is open again by the time Slack is back', async () => {
    await using stage = await Stage.open();
    const id = await openOne(stage);
    stage.slack.outage = 'down';
    await endIt(stage);
    await stage.apply(id, { kind: 'reopened', at: stage.clock.now(), by: 'U0PRIMARY' });
    stage.slack.outage = null;
    await stage.fastForward('2m');

    expect([reports(stage), stage.slack.uploads]).toEqual([[], []]);
  });

  it('does not put the file there twice when the answer to the first got lost', async () => {
    await using stage = await Stage.open();
    await openOne(stage);
    await stage.receive(notification([alert({ status: 'resolved', endsAt: new Date(stage.clock.now()).toISOString() })]));
    for (let round = 0; round < 60 && stage.slack.uploads.length === 0; round += 1) {
      stage.slack.faults.length = 0;
      stage.slack.faults.push('lost-answer');
      await stage.fastForward('1s');
    }
    stage.slack.faults.length = 0;
    await stage.fastForward('2m');

    expect(stage.slack.uploads).toHaveLength(1);
    expect(reports(stage)).toHaveLength(1);
  });

  it('keeps a reply in the thread as a note, once, and shows it to nobody a second time', async () => {
    await using stage = await Stage.open();
    const id = await openOne(stage);
    const [parent] = stage.slack.inChannel(CHANNELS.incidents);
    const thread = { channel: CHANNELS.incidents, ts: parent?.ts ?? '' };
    const reply = { thread, ts: '9.9', by: 'U0LEAD', text: 'look\u0000 at \u202e<!channel>' };
    const notes = notesOf(stage);
    const before = stage.slack.posted.length;

    expect([await notes.addReply(reply), await notes.addReply(reply)]).toEqual(['added', 'known']);
    await stage.deliver();

    const kept = (await stage.store.timelineOf(id, 20)).filter(({ kind }) => kind === 'note');
    expect(kept.map(({ actor, details }) => [actor, details['text']])).toEqual([['U0LEAD', 'look at <!channel>']]);
    expect(stage.slack.posted).toHaveLength(before);
  });

  it('keeps a reply to a call that stands in the channel beside the incident as well', async () => {
    await using stage = await Stage.open();
    const id = await openOne(stage);
    await stage.fastForward('16m', 5_000);
    const call = stage.slack.inChannel(CHANNELS.incidents).find((each) => each.threadTs === null && words(each).includes('Level 3'));
    const thread = { channel: CHANNELS.incidents, ts: call?.ts ?? '' };

    expect(await notesOf(stage).addReply({ thread, ts: '9.9', by: 'U0LEAD', text: 'I look at the switch' })).toBe('added');
    const kept = (await stage.store.timelineOf(id, 20)).filter(({ kind }) => kind === 'note');
    expect(kept.map(({ details }) => details['text'])).toEqual(['I look at the switch']);
  });

  it('leaves replies to other messages and empty ones alone', async () => {
    await using stage = await Stage.open();
    const id = await openOne(stage);
    const notes = notesOf(stage);

    expect(await notes.addReply({ thread: { channel: CHANNELS.incidents, ts: '1.1' }, ts: '2', by: 'U1', text: 'hello' })).toBe('gone');
    expect(await notes.add(id, 'U1', ' \u0007 ')).toBe('gone');
  });

  it('measures the first acknowledgement and the end', async () => {
    await using stage = await Stage.open();
    const measured: [string, number][] = [];
    const meter = {
      acknowledged: (afterMs: number) => void measured.push(['acknowledged', afterMs]),
      resolved: (afterMs: number) => void measured.push(['resolved', afterMs]),
    };
    stage.start({ store: (store) => meteredStore(store, meter) });
    const id = await openOne(stage);
    await stage.fastForward('1m');
    await stage.acknowledge(id, 'U0PRIMARY');
    await stage.apply(id, { kind: 'unacknowledged', at: stage.clock.now(), by: 'U0PRIMARY' });
    await stage.fastForward('1m');
    await stage.acknowledge(id, 'U0SECOND');
    await endIt(stage);

    expect(measured).toEqual([
      ['acknowledged', 60_000],
      ['resolved', 120_000],
    ]);
  });

  it('reads the past in bulk', async () => {
    await using stage = await Stage.open();
    const id = await openOne(stage);
    await stage.acknowledge(id, 'U0PRIMARY');
    const past = await createIncidentHistory(stage.database.db).opened({ from: MONDAY, until: MONDAY + 1 }, 10);

    expect(past.map(({ incident, events }) => [incident.id, events.map(({ kind }) => kind)])).toEqual([[id, ['paged', 'acknowledged']]]);
  });
});
