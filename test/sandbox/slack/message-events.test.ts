import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isObject, type JsonObject, parseJson } from '../../../src/sandbox/slack/json.ts';
import { defaultWorkspace } from '../../../src/sandbox/slack/workspace.ts';
import { openStage, type Stage } from './local-slack.ts';

const SECRET_CHANNEL = { id: 'C0SECRET', name: 'secret', topic: '', members: ['U0LEAD', 'U0THANOS'], isPrivate: true };
const workspace = {
  ...defaultWorkspace,
  events: [...defaultWorkspace.events, 'message.im'],
  channels: [...defaultWorkspace.channels, SECRET_CHANNEL],
};

interface Delivered {
  readonly event: JsonObject;
  readonly retryNumber: string | undefined;
  readonly retryReason: string | undefined;
}

describe('sandbox/slack/message-events', () => {
  let stage: Stage;
  let delivered: Delivered[];
  let answer: { status: number; headers: Record<string, string> };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      const payload = parseJson(body);
      delivered.push({
        event: isObject(payload) && isObject(payload['event']) ? payload['event'] : {},
        retryNumber: request.headers['x-slack-retry-num']?.toString(),
        retryReason: request.headers['x-slack-retry-reason']?.toString(),
      });
      response.writeHead(answer.status, answer.headers).end();
    });
  });

  beforeEach(async () => {
    delivered = [];
    answer = { status: 200, headers: {} };
    stage = await openStage({ workspace });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    stage.slack.control.changeSettings({ requestUrl: `http://127.0.0.1:${port}/slack/events` });
  });

  afterEach(async () => {
    await stage.slack.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const say = (channelId: string, text: string, userId = 'U0LEAD') => stage.slack.control.say({ userId, channelId, text });
  const events = (): readonly JsonObject[] => delivered.map(({ event }) => event);

  it.each([
    ['C0AUDIT', 'channel'],
    ['C0SECRET', 'group'],
    ['U0LEAD', 'im'],
  ])('tells of a message in %s as one of a %s', async (place, channelType) => {
    await say(place, 'hello');
    expect(events()).toMatchObject([{ type: 'message', channel_type: channelType, user: 'U0LEAD', text: 'hello' }]);
  });

  it('tells of a mention once as a message and once as a mention', async () => {
    await say('C0AUDIT', '@thanos-ops see https://example.com in #general');
    const text = '<@U0THANOS> see <https://example.com> in <#C0GENERAL|general>';
    expect(events()).toMatchObject([
      { type: 'message', text },
      { type: 'app_mention', text },
    ]);
  });

  it('says nothing of channels that the bot is not in, and of ephemeral messages', async () => {
    await say('C0GENERAL', 'hello');
    await stage.client.chat.postEphemeral({ channel: 'C0AUDIT', user: 'U0LEAD', text: 'only you' });
    expect(events()).toEqual([]);
  });

  it("tells of the bot's own posts, edits and removals", async () => {
    const { ts = '' } = await stage.client.chat.postMessage({ channel: 'C0AUDIT', text: 'one' });
    await stage.client.chat.update({ channel: 'C0AUDIT', ts, text: 'two' });
    await stage.client.chat.delete({ channel: 'C0AUDIT', ts });
    await expect.poll(() => delivered.length).toBe(3);
    expect(events()).toMatchObject([
      { type: 'message', bot_id: 'B0THANOS', user: 'U0THANOS', text: 'one' },
      { subtype: 'message_changed', hidden: true, message: { ts, text: 'two' }, previous_message: { text: 'one' } },
      { subtype: 'message_deleted', hidden: true, deleted_ts: ts, previous_message: { text: 'two' } },
    ]);
  });

  it('tells of an edit by the person who wrote it, and lets nobody else edit', async () => {
    const { ts } = await say('C0AUDIT', 'one');
    await stage.slack.control.edit({ userId: 'U0LEAD', channelId: 'C0AUDIT', ts, text: 'two' });
    expect(events()[1]).toMatchObject({ subtype: 'message_changed', message: { text: 'two', edited: { user: 'U0LEAD' } } });
    const other = stage.slack.control.edit({ userId: 'U0ADMIN', channelId: 'C0AUDIT', ts, text: 'three' });
    await expect(other).rejects.toThrow(`Message ${ts} is not by U0ADMIN.`);
  });

  describe('an event that nobody takes', () => {
    const attempts = (): readonly unknown[] => delivered.map(({ retryNumber, retryReason }) => [retryNumber, retryReason]);

    it('comes again at once, after a minute and after five more, and then no more', async () => {
      answer = { status: 500, headers: {} };
      await say('C0AUDIT', 'hello');
      for (const waitMs of [0, 60_000, 300_000, 900_000]) {
        stage.clock.advance(waitMs);
        await stage.slack.control.catchUp();
      }
      expect(attempts()).toEqual([
        [undefined, undefined],
        ['1', 'http_error'],
        ['2', 'http_error'],
        ['3', 'http_error'],
      ]);
    });

    it('does not come again when the app asks so', async () => {
      answer = { status: 500, headers: { 'x-slack-no-retry': '1' } };
      await say('C0AUDIT', 'hello');
      await stage.slack.control.catchUp();
      expect(attempts()).toEqual([[undefined, undefined]]);
    });

    it('is taken the second time', async () => {
      answer = { status: 503, headers: {} };
      await say('C0AUDIT', 'hello');
      answer = { status: 200, headers: {} };
      await stage.slack.control.catchUp();
      stage.clock.advance(600_000);
      await stage.slack.control.catchUp();
      expect(attempts()).toHaveLength(2);
    });
  });
});
