import { describe, expect, it } from 'vitest';
import { createMailCaller } from '../../src/clients/outside-mail.ts';
import { outsideMail } from '../../src/messages/outside-mail.ts';
import { Secret } from '../../src/model/secret.ts';
import { startSmtpServer } from '../clients/smtp-server.ts';
import { alert, notification } from './payloads.ts';
import { Stage } from './stage.ts';

const firing = notification([alert()]);

const team = {
  primary: { users: ['U0PRIMARY'] },
  mailbox: { email: 'oncall@example.com' },
};
const levels = [
  { level: 1, notify: ['primary'], ackTimeout: '5m' },
  { level: 2, notify: ['primary', 'mailbox'], ackTimeout: '10m' },
];

describe('scenarios/second-path', () => {
  it('mails a member of the level who is not in Slack', async () => {
    await using stage = await Stage.open({ escalation: { team, levels } });
    await stage.receive(firing);
    await stage.fastForward('5m10s', 10_000);

    expect(stage.outsideUrls).toEqual(['mailto:oncall@example.com']);
    expect(stage.outsideCalls).toMatchObject([{ level: 2, severity: 'critical' }]);
  });

  it('mails when Slack has not taken a call for a minute, once, and says so', async () => {
    await using stage = await Stage.open({ escalation: { team, levels } });
    stage.slack.outage = 'down';
    const [id = ''] = await stage.receive(firing);
    await stage.fastForward('50s', 5_000);
    expect(stage.outsideCalls).toEqual([]);

    await stage.fastForward('1m', 5_000);
    expect(stage.outsideCalls).toHaveLength(1);
    expect((await stage.store.timelineOf(id, 20)).map(({ details }) => details['sentence'])).toContain('delivery.secondPath');
  });

  it('mails once what the level itself calls by mail', async () => {
    const own = [{ level: 1, notify: ['primary', 'mailbox'], ackTimeout: '10m' }];
    await using stage = await Stage.open({ escalation: { team, levels: own } });
    stage.slack.outage = 'down';
    await stage.receive(firing);
    await stage.fastForward('3m', 5_000);

    expect(stage.outsideCalls).toHaveLength(1);
  });

  it('hands a real mail to a real server', async () => {
    await using server = await startSmtpServer();
    const caller = createMailCaller({
      smtpUrl: new Secret(`smtp://127.0.0.1:${server.port}`),
      write: (call) => outsideMail(call, { locale: 'ko', timeZone: 'Asia/Seoul' }),
    });
    await using stage = await Stage.open({ escalation: { team, levels } });
    await stage.receive(firing);
    await stage.fastForward('5m10s', 10_000);
    for (const [index, call] of stage.outsideCalls.entries()) {
      expect(await caller.call(stage.outsideUrls[index] ?? '', call)).toEqual({ kind: 'taken' });
    }

    expect(server.mails).toMatchObject([{ to: ['oncall@example.com'] }]);
  });
});
