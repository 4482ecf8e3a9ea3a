/**
 * What users of other tools ask for or complain about, in their words; each shows how it is here.
 *
 * Elsewhere: a rate-limited channel holds up no other (delivery.test.ts) · three seconds to answer, events that come twice or to another
 * replica (handlers/slack-app.test.ts, handlers/slack-events-route.test.ts) · timers and several processes (timers.test.ts) · a crash at
 * every step (crash.test.ts) · the value that fired beside the present one (messages/incident.test.ts).
 */
import { describe, expect, it } from 'vitest';
import { plainText } from '../../src/messages/mrkdwn.ts';
import { words } from './fake-slack.ts';
import { alert, notification } from './payloads.ts';
import { CHANNELS, MONDAY, Stage } from './stage.ts';

const end = { status: 'resolved', endsAt: new Date(MONDAY + 60_000).toISOString() } as const;
const instances = Array.from({ length: 50 }, (_, index) => `node-${index}`);
const firing = notification([alert()]);
const resolved = notification([alert(end)]);

const parentsOf = (stage: Stage) => stage.slack.inChannel(CHANNELS.incidents).filter(({ threadTs }) => threadTs === null);
const repliesIn = (stage: Stage) => stage.slack.posted.filter(({ threadTs }) => threadTs !== null);
const shown = (stage: Stage): string => JSON.stringify(parentsOf(stage).map(({ message }) => [message.blocks, message.attachment]));
const callsOf = (stage: Stage, user: string): number => stage.slack.inChannel(user).length;

describe('scenarios/peers', () => {
  describe('noise and stale messages', () => {
    it('"firing and resolved should be one thread; 50 alerts double the channel"', async () => {
      await using stage = await Stage.open();
      await stage.receive(notification(instances.map((instance) => alert({ instance }))));
      await stage.fastForward('30s', 5_000);
      await stage.receive(notification(instances.map((instance) => alert({ instance, ...end }))));
      await stage.fastForward('30s', 5_000);

      expect(stage.slack.inChannel(CHANNELS.incidents)).toHaveLength(1);
      expect(parentsOf(stage)[0]?.message.attachment?.tone).toBe('ok');
    });

    it('"alerts grouped by Alertmanager come out as one message each"', async () => {
      await using stage = await Stage.open();
      await stage.receive(notification(instances.map((instance) => alert({ instance }))));
      await stage.fastForward('10s', 5_000);

      expect(stage.slack.posted.map(({ channel }) => channel).toSorted()).toEqual([CHANNELS.incidents, 'U0PRIMARY']);
    });

    it('"the log in each thread fills everybody’s Threads view": one line for each thing a person did, none for alerts that come and go', async () => {
      await using stage = await Stage.open();
      const [id = ''] = await stage.receive(firing);
      for (const instance of instances.slice(0, 10)) {
        await stage.receive(notification([alert(), alert({ instance })]));
      }
      await stage.fastForward('30s', 5_000);
      expect(repliesIn(stage)).toEqual([]);

      await stage.acknowledge(id, 'U0PRIMARY');
      await stage.fastForward('30s', 5_000);
      expect(repliesIn(stage)).toHaveLength(1);
    });

    it('"stop broadcasting thread replies to the channel": only a call of more people is', async () => {
      await using stage = await Stage.open();
      const [id = ''] = await stage.receive(firing);
      await stage.fastForward('6m', 30_000);
      await stage.acknowledge(id, 'U0SECOND');
      await stage.receive(resolved);
      await stage.fastForward('1m', 5_000);

      expect(repliesIn(stage).length).toBeGreaterThan(1);
      expect(
        repliesIn(stage)
          .filter(({ broadcast }) => broadcast)
          .map(words),
      ).toEqual([expect.stringContaining('Level 2')]);
    });

    it('"after resolve the update erases what fired; keep both"', async () => {
      await using stage = await Stage.open();
      await stage.receive(firing);
      await stage.fastForward('30s', 5_000);
      const before = parentsOf(stage)[0]?.message.blocks;
      await stage.receive(resolved);
      await stage.fastForward('30s', 5_000);

      expect(JSON.stringify(before)).toContain('a is down');
      expect(shown(stage)).toContain('a is down');
    });

    it('"someone acknowledged elsewhere, Slack never showed it, a second person worked the same problem"', async () => {
      await using stage = await Stage.open();
      const [id = ''] = await stage.receive(firing);
      await stage.fastForward('5m10s', 10_000);
      await stage.acknowledge(id, 'U0SECOND');
      await stage.fastForward('5s');

      const seen = [parentsOf(stage)[0], ...['U0PRIMARY', 'U0LEAD'].map((user) => stage.slack.inChannel(user).at(-1))];
      expect(seen.map((posted) => (posted === undefined ? '' : words(posted)))).toEqual(
        Array.from({ length: 3 }, () => expect.stringContaining('acknowledged by @U0SECOND')),
      );
    });
  });

  describe('escalation that can be relied on', () => {
    it('"escalation paused by a time window never resumed after a restart; nobody was paged for hours"', async () => {
      await using stage = await Stage.open();
      const [id = ''] = await stage.receive(firing);
      await stage.deliver();
      await stage.acknowledge(id, 'U0PRIMARY');
      await stage.apply(id, { kind: 'snoozed', at: stage.clock.now(), by: 'U0PRIMARY', until: stage.clock.now() + 3_600_000 });
      stage.downtime('30m');
      stage.start();
      await stage.fastForward('31m', 60_000);

      expect((await stage.store.get(id))?.escalation.status).toBe('triggered');
      expect(callsOf(stage, 'U0PRIMARY')).toBe(2);
    });

    it('"the task that audits whether escalation ran was itself off": what is overdue is counted without the engine', async () => {
      await using stage = await Stage.open();
      await stage.receive(firing);
      stage.downtime('6m');

      expect(await stage.store.countOverdue(stage.clock.now())).toBe(1);
    });

    it('"resolve, stop the bot, restart later, and the past chain steps fire"', async () => {
      await using stage = await Stage.open();
      await stage.receive(firing);
      await stage.deliver();
      await stage.receive(resolved);
      stage.downtime('2h');
      stage.start();
      await stage.fastForward('20m', 60_000);

      expect(['U0SECOND', 'U0LEAD', 'U0ADMIN'].map((user) => callsOf(stage, user))).toEqual([0, 0, 0]);
      expect(stage.outsideCalls).toEqual([]);
    });

    it('"a resolved that arrives first starts a full escalation chain"', async () => {
      await using stage = await Stage.open();
      await stage.receive(resolved);
      await stage.receive(firing);
      await stage.fastForward('20m', 60_000);

      expect(stage.slack.posted).toEqual([]);
    });

    it('"still notified after acknowledging"', async () => {
      await using stage = await Stage.open();
      const [id = ''] = await stage.receive(firing);
      await stage.deliver();
      await stage.acknowledge(id, 'U0PRIMARY');
      await stage.receive(firing);
      await stage.fastForward('29m', 60_000);

      expect(callsOf(stage, 'U0PRIMARY')).toBe(1);
      expect(callsOf(stage, 'U0SECOND')).toBe(0);
    });

    it('"acknowledged at night and forgotten"', async () => {
      await using stage = await Stage.open();
      const [id = ''] = await stage.receive(firing);
      await stage.deliver();
      await stage.acknowledge(id, 'U0PRIMARY');
      await stage.fastForward('31m', 60_000);
      expect(stage.slack.inChannel('U0PRIMARY').at(-1)?.message.metadata?.type).toBe('thanos_reminder');

      await stage.fastForward('4h', 60_000);
      expect(callsOf(stage, 'U0SECOND')).toBeGreaterThan(0);
    });

    it('"on a whole-team page the first acknowledgement silences everybody else; I want to see who is there"', async () => {
      await using stage = await Stage.open();
      const [id = ''] = await stage.receive(firing);
      await stage.deliver();
      await stage.apply(id, { kind: 'escalated', at: stage.clock.now(), by: 'U0PRIMARY', toLevel: 3 });
      await stage.fastForward('10s');
      await stage.acknowledge(id, 'U0LEAD');
      await stage.acknowledge(id, 'U0ADMIN');
      await stage.acknowledge(id, 'U0ADMIN');
      await stage.fastForward('20s');

      const [parent] = parentsOf(stage);
      const text = parent?.message.blocks.flatMap((block) => (block.kind === 'text' ? [plainText(block.text, 'UTC')] : [])).join('\n');
      expect(text).toContain('Here: @U0LEAD, @U0ADMIN · no answer yet: @U0PRIMARY, @U0SECOND');
      const buttons = (user: string): string => JSON.stringify(stage.slack.inChannel(user).at(-1)?.message.blocks);
      expect(buttons('U0SECOND')).toContain('I am here too');
      expect(buttons('U0ADMIN')).not.toContain('I am here too');
      await stage.fastForward('29m', 60_000);
      expect(callsOf(stage, 'U0SECOND')).toBe(1);
    });
  });

  describe('races and duplicates', () => {
    it('"an acknowledgement racing with resolve un-resolves the alert"', async () => {
      await using stage = await Stage.open();
      for (let round = 0; round < 20; round += 1) {
        const [id = ''] = await stage.receive(notification([alert({ name: `Race${round}` })]));
        const over = notification([alert({ name: `Race${round}`, ...end })]);
        await Promise.all([stage.acknowledge(id, 'U0PRIMARY'), stage.receive(over), stage.acknowledge(id, 'U0SECOND')]);

        expect((await stage.store.get(id))?.escalation.status).toBe('resolved');
      }
    });

    it('"button actions run several times"', async () => {
      await using stage = await Stage.open();
      const [id = ''] = await stage.receive(firing);
      const at = stage.clock.now();
      await Promise.all(Array.from({ length: 5 }, () => stage.apply(id, { kind: 'escalated', at, by: 'U0PRIMARY', toLevel: 2 })));
      await stage.fastForward('10s');

      expect(callsOf(stage, 'U0SECOND')).toBe(1);
    });

    it('"the first click after a restart does nothing"', async () => {
      await using stage = await Stage.open();
      const [id = ''] = await stage.receive(firing);
      await stage.deliver();
      stage.start();

      expect((await stage.acknowledge(id, 'U0PRIMARY')).kind).toBe('changed');
    });

    it('"an HA pair sends the same webhook twice, notably after an error of the receiver"', async () => {
      await using stage = await Stage.open();
      const ids = [...(await stage.receive(firing)), ...(await stage.receive(firing)), ...(await stage.receive(firing))];
      await stage.fastForward('10s');

      expect(new Set(ids).size).toBe(1);
      expect(callsOf(stage, 'U0PRIMARY')).toBe(1);
    });

    it('"deduplication on the summary merges distinct alerts, and splits one whose value changes"', async () => {
      await using stage = await Stage.open();
      const at = (summary: string, name: string) => notification([{ ...alert({ name }), annotations: { summary } }]);
      const [one] = await stage.receive(at('disk at 91 %', 'PVCNearFull'));
      const [same] = await stage.receive(at('disk at 92 %', 'PVCNearFull'));
      const [other] = await stage.receive(at('disk at 91 %', 'NodeFilesystemNearFull'));

      expect(same).toBe(one);
      expect(other).not.toBe(one);
    });
  });

  describe('limits of Slack', () => {
    it('"a 429 is treated as unrecoverable; a short alert is lost completely"', async () => {
      await using stage = await Stage.open();
      stage.slack.outage = { rateLimitedMs: 20_000 };
      await stage.receive(firing);
      await stage.fastForward('30s', 5_000);
      await stage.receive(resolved);
      await stage.fastForward('10s');
      stage.slack.outage = null;
      await stage.fastForward('1m', 5_000);

      expect(parentsOf(stage)).toHaveLength(1);
      expect(parentsOf(stage)[0]?.message.attachment?.tone).toBe('ok');
    });

    it('"throttling delayed a message by minutes with no sign of it"', async () => {
      await using stage = await Stage.open();
      stage.slack.outage = 'down';
      await stage.receive(firing);
      await stage.fastForward('3m', 10_000);
      stage.slack.outage = null;
      await stage.fastForward('1m', 5_000);

      expect(shown(stage)).toMatch(/delayed|late/i);
    });
  });

  describe('people', () => {
    it('"the on-call hand-over failed silently and kept the previous person"', async () => {
      const escalation = {
        team: { primary: { schedule: 'primary' }, secondary: { users: ['U0SECOND'] } },
        schedules: { primary: { rotation: 'daily', start: '2026-01-05T09:45', users: ['U0PRIMARY', 'U0NEXT'] } },
        levels: [
          { level: 1, notify: ['primary'], ackTimeout: '5m' },
          { level: 2, notify: ['secondary'], ackTimeout: '10m' },
        ],
      };
      await using stage = await Stage.open({ escalation });
      stage.downtime('24h15m');
      await stage.receive(firing);
      await stage.fastForward('10s');

      expect(callsOf(stage, 'U0NEXT')).toBe(1);
      expect(callsOf(stage, 'U0PRIMARY')).toBe(0);
    });

    it('"the level resolves to nobody and nobody says so"', async () => {
      const levels = [
        { level: 1, notify: ['lead'], ackTimeout: '5m' },
        { level: 2, notify: ['secondary'], ackTimeout: '10m' },
      ];
      await using stage = await Stage.open({ escalation: { levels } });
      stage.downtime('12h');
      await stage.receive(firing);
      await stage.fastForward('10s');

      expect(callsOf(stage, 'U0SECOND')).toBe(1);
      expect(JSON.stringify(stage.slack.inChannel('U0SECOND')[0]?.message.blocks)).toContain('Level 1 has nobody to call now');
    });
  });
});
