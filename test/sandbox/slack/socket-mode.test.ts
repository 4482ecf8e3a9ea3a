import type { App } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultWorkspace } from '../../../src/sandbox/slack/workspace.ts';
import { openStage, type Stage, socketApp } from './local-slack.ts';

const RUN = { userId: 'U0LEAD', channelId: 'C0AUDIT', text: '/thanos x' };

describe('sandbox/slack/socket-mode', () => {
  let stage: Stage;
  const apps: App[] = [];

  beforeEach(async () => {
    stage = await openStage({ ackTimeoutMs: 120 });
  });

  afterEach(async () => {
    await Promise.all(apps.splice(0).map((app) => app.stop()));
    await stage.slack.close();
  });

  /** Starts an app that acknowledges, or does not. @returns the commands that it saw. */
  async function start(acknowledges: boolean): Promise<string[]> {
    const seen: string[] = [];
    const app = socketApp(stage.slack);
    app.command('/thanos', async ({ ack, command }) => {
      seen.push(command.text);
      if (acknowledges) {
        await ack();
      }
    });
    await app.start();
    apps.push(app);
    return seen;
  }

  const connected = () => stage.slack.control.workspace().transport;

  it('gives each command to exactly one connection', async () => {
    const [one, two] = [await start(true), await start(true)];
    expect(connected()).toEqual({ kind: 'sockets', count: 2 });
    for (let index = 0; index < 4; index += 1) {
      expect(await stage.slack.control.command(RUN)).toMatchObject({ kind: 'acknowledged' });
    }
    expect([one.length, two.length]).toEqual([2, 2]);
  });

  it('tells the person when the app does not acknowledge in time', async () => {
    await start(false);
    expect(await stage.slack.control.command(RUN)).toMatchObject({ kind: 'timeout' });
    expect(stage.slack.control.messages('C0AUDIT')).toMatchObject([{ text: '/thanos failed with the error "operation_timeout"' }]);
  });

  it('sends nothing to a connection that was asked to refresh', async () => {
    const [one, two] = [await start(true), await start(true)];
    expect(stage.slack.control.disconnectSockets('refresh_requested', 1)).toBe(1);
    expect(connected()).toEqual({ kind: 'sockets', count: 1 });
    await stage.slack.control.command(RUN);
    await stage.slack.control.command(RUN);
    expect([one.length, two.length]).toEqual([0, 2]);
  });

  it.each([
    ['', 18_060],
    ['&debug_reconnects=true', 360],
  ])('tells a connection opened with "%s" that it lasts about %i seconds', async (more, seconds) => {
    const opened = await fetch(`${stage.slack.apiUrl}apps.connections.open`, {
      method: 'POST',
      headers: { authorization: `Bearer ${defaultWorkspace.tokens.app}` },
    });
    const { url }: { url: string } = JSON.parse(await opened.text());
    const socket = new WebSocket(`${url}${more}`);
    const hello = await new Promise<string>((resolve) => socket.addEventListener('message', ({ data }) => resolve(String(data))));
    socket.close();
    expect(JSON.parse(hello)).toMatchObject({ type: 'hello', debug_info: { approximate_connection_time: seconds } });
  });

  it('refuses a connection without a ticket', async () => {
    const socket = new WebSocket(`${stage.slack.url.replace('http', 'ws')}/socket?ticket=made-up`);
    const outcome = await new Promise<string>((resolve) => {
      socket.addEventListener('open', () => resolve('open'));
      socket.addEventListener('error', () => resolve('refused'));
    });
    expect(outcome).toBe('refused');
  });
});
