import { describe, expect, it } from 'vitest';
import { words } from './fake-slack.ts';
import { alert, notification } from './payloads.ts';
import { CHANNELS, Stage } from './stage.ts';

async function atLevel(stage: Stage, minutes: string): Promise<string> {
  const [id = ''] = await stage.receive(notification([alert()]));
  await stage.fastForward(minutes, 5_000);
  return id;
}

/** Every call of the incident, in the channel and to people, without the channel message. */
const calls = (stage: Stage) => stage.slack.posted.filter(({ message }) => message.metadata?.type === 'thanos_page');
const offering = (stage: Stage) => calls(stage).filter(({ message }) => JSON.stringify(message.blocks).includes('"acknowledge"'));

describe('scenarios: calls that nobody has to answer any more', () => {
  it('stop offering the button wherever they stand once somebody has the incident', async () => {
    await using stage = await Stage.open();
    const id = await atLevel(stage, '6m');
    expect(offering(stage)).toHaveLength(4);

    await stage.acknowledge(id, 'U0SECOND');
    await stage.fastForward('20s');

    expect(offering(stage)).toEqual([]);
    const inChannel = calls(stage).find(({ channel }) => channel === CHANNELS.incidents);
    expect(inChannel === undefined ? '' : words(inChannel)).toMatch(/^Call of Level 2 of 3: acknowledged by @U0SECOND at /);
  });

  it('say how it ended, and stay true when it opens again', async () => {
    await using stage = await Stage.open();
    const id = await atLevel(stage, '6m');
    await stage.apply(id, { kind: 'resolved', at: stage.clock.now(), by: 'U0LEAD' });
    await stage.fastForward('20s');
    expect(calls(stage).every((call) => words(call).includes('resolved by @U0LEAD'))).toBe(true);

    await stage.apply(id, { kind: 'reopened', at: stage.clock.now(), by: 'U0LEAD' });
    await stage.fastForward('20s');
    expect(calls(stage).filter((call) => words(call).includes('resolved by @U0LEAD'))).toHaveLength(4);
    expect(offering(stage).length).toBeGreaterThan(0);
  });

  it('are edited once for each end, however often the alerts change afterwards', async () => {
    await using stage = await Stage.open();
    const id = await atLevel(stage, '6m');
    await stage.acknowledge(id, 'U0SECOND');
    await stage.fastForward('20s');
    const edits = (): readonly number[] => calls(stage).map((call) => call.edits);
    expect(edits()).toEqual([1, 1, 1, 1]);

    for (const instance of ['b', 'c', 'd']) {
      await stage.receive(notification([alert(), alert({ instance })]));
      await stage.fastForward('20s', 5_000);
    }
    expect(edits()).toEqual([1, 1, 1, 1]);
  });

  it('are settled when they arrive after somebody took it', async () => {
    await using stage = await Stage.open();
    let hasTaken = false;
    stage.start({
      messenger: (messenger) => ({
        ...messenger,
        find: (...given) => messenger.find(...given),
        update: (...given) => messenger.update(...given),
        permalink: (address) => messenger.permalink(address),
        post: async (target, message, urgency) => {
          const outcome = await messenger.post(target, message, urgency);
          if (target.channel === 'U0PRIMARY' && !hasTaken) {
            hasTaken = true;
            const [open] = await stage.store.listOpen({ limit: 1 });
            await stage.acknowledge(open?.id ?? '', 'U0SECOND');
          }
          return outcome;
        },
      }),
    });
    await atLevel(stage, '20s');

    expect(hasTaken).toBe(true);
    expect(offering(stage)).toEqual([]);
  });

  it('include the reminders of its owner, once it is over or somebody else has it', async () => {
    await using stage = await Stage.open();
    const reminders = () => stage.slack.posted.filter(({ message }) => message.metadata?.type === 'thanos_reminder');
    const withButtons = () => reminders().filter(({ message }) => JSON.stringify(message.blocks).includes('"unacknowledge"'));
    const id = await atLevel(stage, '1m');
    await stage.acknowledge(id, 'U0PRIMARY');
    await stage.fastForward('61m', 30_000);
    expect(withButtons()).toHaveLength(2);

    await stage.apply(id, { kind: 'taken-over', at: stage.clock.now(), by: 'U0SECOND' });
    await stage.fastForward('20s');
    expect(withButtons()).toEqual([]);
    expect(reminders().map((each) => words(each))).toEqual(
      [1, 2].map(() => expect.stringMatching(/^Reminder: acknowledged by @U0SECOND at /)),
    );

    await stage.fastForward('31m', 30_000);
    expect(withButtons().map(({ channel }) => channel)).toEqual(['U0SECOND']);
    await stage.apply(id, { kind: 'resolved', at: stage.clock.now(), by: 'U0LEAD' });
    await stage.fastForward('20s');
    expect(withButtons()).toEqual([]);
    expect(reminders().every((each) => words(each).startsWith('Reminder: resolved by @U0LEAD'))).toBe(true);
  });
});
