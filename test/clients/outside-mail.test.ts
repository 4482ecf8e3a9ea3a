import { describe, expect, it } from 'vitest';
import { createMailCaller } from '../../src/clients/outside-mail.ts';
import type { OutsideCall } from '../../src/escalation/outside.ts';
import { outsideMail } from '../../src/messages/outside-mail.ts';
import { Secret } from '../../src/model/secret.ts';
import { type Script, startSmtpServer } from './smtp-server.ts';

const call: OutsideCall = {
  id: 'page:inc_1:3:mail:oncall',
  incident: 'inc_1',
  status: 'triggered',
  severity: 'critical',
  cluster: 'cluster-01',
  title: 'PrometheusTargetDown',
  summary: 'node-exporter is down',
  level: 3,
  openedAt: '2026-01-05T00:30:00.000Z',
  link: 'https://example.slack.com/archives/C1/p1',
};

const callerAt = (address: string) =>
  createMailCaller({
    smtpUrl: new Secret(address),
    write: (each) => outsideMail(each, { locale: 'en', timeZone: 'Asia/Seoul' }),
    deadlineMs: 2_000,
  });

async function outcomeWith(script: Script) {
  await using server = await startSmtpServer(script);
  return await callerAt(`smtp://bot:s3cret@127.0.0.1:${server.port}`).call('mailto:oncall@example.com', call);
}

describe('clients/outside-mail', () => {
  it('hands the call to the mail server', async () => {
    await using server = await startSmtpServer();
    const outcome = await callerAt(`smtp://127.0.0.1:${server.port}/?from=bot@example.com`).call('mailto:oncall@example.com', call);

    expect(outcome).toEqual({ kind: 'taken' });
    expect(server.mails).toMatchObject([{ from: 'bot@example.com', to: ['oncall@example.com'] }]);
    const [mail] = server.mails;
    expect(mail?.data).toMatch(/^Subject: .*CRITICAL/m);
    expect(mail?.data).toContain('2026-01-05 09:30 KST');
    expect(mail?.data).toContain('https://example.slack.com/archives/C1/p1');
    expect(mail?.data).toContain('Auto-Submitted: auto-generated');
  });

  it('gives repetitions of one call the same message id', async () => {
    await using server = await startSmtpServer();
    const caller = callerAt(`smtp://127.0.0.1:${server.port}`);
    await caller.call('mailto:oncall@example.com', call);
    await caller.call('mailto:oncall@example.com', call);
    await caller.call('mailto:oncall@example.com', { ...call, id: 'another' });
    const ids = server.mails.map(({ data }) => /^Message-ID: (.*)$/m.exec(data)?.[1]);

    expect(new Set(ids).size).toBe(2);
    expect(ids[0]).toBe(ids[1]);
  });

  it('lets a title add neither headers nor recipients', async () => {
    await using server = await startSmtpServer();
    const title = 'Down\r\nBcc: everybody@example.com\r\n\r\nhello';
    await callerAt(`smtp://127.0.0.1:${server.port}`).call('mailto:oncall@example.com', { ...call, title });

    expect(server.mails).toMatchObject([{ to: ['oncall@example.com'] }]);
    expect(server.mails[0]?.data.split('\n\n')[0]).not.toMatch(/^Bcc:/m);
  });

  it.each([
    ['a mailbox that does not exist', { RCPT: '550 no such user' }, { kind: 'refused', reason: 'EENVELOPE 550' }],
    ['a wrong password', { AUTH: '535 no' }, { kind: 'refused', reason: 'EAUTH 535' }],
    ['greylisting', { RCPT: '451 try later' }, { kind: 'retry', reason: 'EENVELOPE 451', afterMs: null }],
    ['a full queue', { END: '452 no space' }, { kind: 'retry', reason: 'EMESSAGE 452', afterMs: null }],
    ['a server that hangs up', { MAIL: 'hang-up' }, { kind: 'retry', reason: 'ECONNECTION', afterMs: null }],
  ] as const)('tells what can be tried again from what cannot: %s', async (_, script, expected) => {
    expect(await outcomeWith(script)).toEqual(expected);
  });

  it('tries again later when no server listens', async () => {
    const server = await startSmtpServer();
    await server[Symbol.asyncDispose]();

    expect(await callerAt(`smtp://127.0.0.1:${server.port}`).call('mailto:a@example.com', call)).toMatchObject({ kind: 'retry' });
  });
});
