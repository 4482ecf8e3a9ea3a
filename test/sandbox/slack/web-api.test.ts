import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultWorkspace } from '../../../src/sandbox/slack/workspace.ts';
import { clientOf, openStage, START, type Stage } from './local-slack.ts';

const MINUTE_MS = 60_000;

async function errorOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'ok';
  } catch (error) {
    if (error instanceof WebAPIPlatformError) {
      return error.data.error;
    }
    throw error;
  }
}

describe('sandbox/slack/web-api', () => {
  let stage: Stage;

  beforeEach(async () => {
    stage = await openStage();
  });

  afterEach(() => stage.slack.close());

  const post = (text = 'first') => stage.client.chat.postMessage({ channel: 'C0INCIDENT', text });
  const shown = (channel = 'C0INCIDENT') => stage.slack.control.messages(channel);

  it('tells the bot and its scopes', async () => {
    const answer = await stage.client.auth.test();
    expect(answer).toMatchObject({ user_id: 'U0THANOS', bot_id: 'B0THANOS', team_id: 'T0MIRIBIT' });
    expect(answer.response_metadata?.scopes).toContain('chat:write');
  });

  it.each([
    ['an unknown token', 'xoxb-other', 'invalid_auth'],
    ['the app token where the bot token belongs', defaultWorkspace.tokens.app, 'not_allowed_token_type'],
  ])('refuses %s', async (_, token, code) => {
    expect(await errorOf(clientOf(stage.slack, token).auth.test())).toBe(code);
  });

  it('refuses a revoked token until it is given back', async () => {
    stage.slack.control.changeSettings({ botTokenRevoked: true });
    expect(await errorOf(stage.client.auth.test())).toBe('token_revoked');
    stage.slack.control.changeSettings({ botTokenRevoked: false });
    expect(await errorOf(stage.client.auth.test())).toBe('ok');
  });

  it('names the scope that is missing', async () => {
    const workspace = { ...defaultWorkspace, botScopes: ['users:read'] };
    const other = await openStage({ workspace });
    expect(await errorOf(other.client.chat.postMessage({ channel: 'C0INCIDENT', text: 'x' }))).toBe('missing_scope');
    await other.slack.close();
  });

  it('does not know a method that Slack does not have', async () => {
    expect(await errorOf(stage.client.apiCall('chat.shout'))).toBe('unknown_method');
  });

  it.each([
    ['an unknown channel', { channel: 'C0NOWHERE', text: 'x' }, 'channel_not_found'],
    ['a channel without the bot', { channel: 'C0GENERAL', text: 'x' }, 'not_in_channel'],
    ['nothing to show', { channel: 'C0INCIDENT' }, 'no_text'],
    ['an unknown block', { channel: 'C0INCIDENT', text: 'x', blocks: [{ type: 'nope' }] }, 'invalid_blocks'],
    ['metadata without a payload', { channel: 'C0INCIDENT', text: 'x', metadata: { event_type: 'a' } }, 'invalid_metadata_schema'],
    ['a thread that is not there', { channel: 'C0INCIDENT', text: 'x', thread_ts: '1.000001' }, 'cannot_reply_to_message'],
  ])('refuses a post with %s', async (_, args, code) => {
    expect(await errorOf(stage.client.apiCall('chat.postMessage', args))).toBe(code);
    expect(shown()).toEqual([]);
  });

  it('names the place of a bad block', async () => {
    const blocks = [{ type: 'divider' }, { type: 'section', text: { type: 'mrkdwn', text: '' } }];
    const call = stage.client.apiCall('chat.postMessage', { channel: 'C0INCIDENT', text: 'x', blocks });
    await expect(call).rejects.toMatchObject({
      data: { response_metadata: { messages: ['[ERROR] must be more than 0 characters [json-pointer:/blocks/1/text/text]'] } },
    });
  });

  it('posts to a person as a direct message', async () => {
    await stage.client.chat.postMessage({ channel: 'U0LEAD', text: 'page' });
    expect(shown('U0LEAD').map((message) => message.text)).toEqual(['page']);
  });

  it('gives strictly increasing timestamps while the clock stands still', async () => {
    const [one, two] = [await post(), await post()];
    expect([one.ts, two.ts]).toEqual([`${START / 1_000}.000000`, `${START / 1_000}.000001`]);
  });

  describe('chat.update', () => {
    const blocks = [{ type: 'section' as const, text: { type: 'plain_text' as const, text: 'b' } }];
    const attachments = [{ color: '#a30200', text: 'a' }];

    async function posted(): Promise<string> {
      const metadata = { event_type: 'incident', event_payload: { id: '1' } };
      return (await stage.client.chat.postMessage({ channel: 'C0INCIDENT', text: 't', blocks, attachments, metadata })).ts ?? '';
    }

    it('removes blocks and keeps attachments and metadata when only text is given', async () => {
      await stage.client.chat.update({ channel: 'C0INCIDENT', ts: await posted(), text: 'new' });
      expect(shown()[0]).toMatchObject({ text: 'new', blocks: [], attachments: [{ color: 'a30200' }], isMarkedEdited: true, editCount: 1 });
      expect(shown()[0]?.metadata).toMatchObject({ event_type: 'incident' });
    });

    it('does not mark a message with blocks as edited', async () => {
      await stage.client.chat.update({ channel: 'C0INCIDENT', ts: await posted(), text: 'new', blocks, attachments: [] });
      expect(shown()[0]).toMatchObject({ isMarkedEdited: false, editCount: 1, attachments: [] });
    });

    it.each([
      ['text above 4000 characters', 'x'.repeat(4_001), 'C0INCIDENT', 'msg_too_long'],
      ['a message of another channel', 'x', 'C0DIGEST', 'message_not_found'],
    ])('refuses %s', async (_, text, channel, code) => {
      const ts = await posted();
      expect(await errorOf(stage.client.chat.update({ channel, ts, text }))).toBe(code);
    });

    it('refuses a message of a person', async () => {
      const { ts } = await stage.slack.control.say({ userId: 'U0LEAD', channelId: 'C0INCIDENT', text: 'mine' });
      expect(await errorOf(stage.client.chat.update({ channel: 'C0INCIDENT', ts, text: 'x' }))).toBe('cant_update_message');
    });

    it('refuses in an archived channel', async () => {
      const ts = await posted();
      stage.slack.control.changeChannel('C0INCIDENT', { archived: true });
      expect(await errorOf(stage.client.chat.update({ channel: 'C0INCIDENT', ts, text: 'x' }))).toBe('is_inactive');
      expect(await errorOf(post())).toBe('is_archived');
    });
  });

  it('finds a message again by its metadata', async () => {
    await stage.client.chat.postMessage({
      channel: 'C0INCIDENT',
      text: 't',
      metadata: { event_type: 'incident', event_payload: { id: '7f3a' } },
    });
    const history = await stage.client.conversations.history({ channel: 'C0INCIDENT', include_all_metadata: true });
    expect(history.messages?.[0]?.metadata?.event_payload).toEqual({ id: '7f3a' });
  });

  it('keeps thread replies out of the history unless they are broadcast', async () => {
    const parent = await post('parent');
    const thread = { channel: 'C0INCIDENT', thread_ts: parent.ts ?? '' };
    await stage.client.chat.postMessage({ ...thread, text: 'quiet' });
    await stage.client.chat.postMessage({ ...thread, text: 'loud', reply_broadcast: true });
    const history = await stage.client.conversations.history({ channel: 'C0INCIDENT' });
    expect(history.messages?.map((message) => message.text)).toEqual(['loud', 'parent']);
    const replies = await stage.client.conversations.replies({ channel: 'C0INCIDENT', ts: parent.ts ?? '' });
    expect(replies.messages?.map((message) => message.text)).toEqual(['parent', 'quiet', 'loud']);
    expect(replies.messages?.[0]?.reply_count).toBe(2);
  });

  it('posts a scheduled message at its time and lets it be deleted only before the last minute', async () => {
    const schedule = (inMs: number) =>
      stage.client.chat.scheduleMessage({ channel: 'C0INCIDENT', text: 'page', post_at: (stage.clock.now() + inMs) / 1_000 });
    const kept = await schedule(5 * MINUTE_MS);
    const dropped = await schedule(5 * MINUTE_MS);
    const remove = (id = '') => stage.client.chat.deleteScheduledMessage({ channel: 'C0INCIDENT', scheduled_message_id: id });
    expect(await errorOf(remove(dropped.scheduled_message_id))).toBe('ok');
    stage.clock.advance(4 * MINUTE_MS + 1);
    expect(await errorOf(remove(kept.scheduled_message_id))).toBe('invalid_scheduled_message_id');
    stage.clock.advance(MINUTE_MS);
    await stage.slack.control.catchUp();
    expect(shown().map((message) => message.text)).toEqual(['page']);
  });

  it('tells the locale, the quiet hours and the presence of people', async () => {
    const endsAt = START + 60 * MINUTE_MS;
    stage.slack.control.changePerson('U0SECOND', { quietHours: { startsAt: START, endsAt }, presence: 'away' });
    const info = await stage.client.users.info({ user: 'U0SECOND', include_locale: true });
    expect(info.user).toMatchObject({ locale: 'ko-KR', tz: 'Asia/Seoul', tz_offset: 32_400 });
    expect(await stage.client.dnd.info({ user: 'U0SECOND' })).toMatchObject({ dnd_enabled: true, next_dnd_end_ts: endsAt / 1_000 });
    expect(await stage.client.users.getPresence({ user: 'U0SECOND' })).toMatchObject({ presence: 'away' });
    expect((await stage.client.usergroups.users.list({ usergroup: 'S0OPS' })).users).toEqual(['U0PRIMARY', 'U0SECOND', 'U0LEAD']);
  });

  it('takes a file and shares it in a thread', async () => {
    const parent = await post();
    const thread = { channel_id: 'C0INCIDENT', thread_ts: parent.ts ?? '' };
    await stage.client.filesUploadV2({ ...thread, filename: 'log.txt', file: Buffer.from('level=warn'), title: 'Log' });
    const [file] = shown()[1]?.files ?? [];
    expect(shown()[1]?.threadTs).toBe(parent.ts);
    expect(file).toMatchObject({ title: 'Log', sizeBytes: 10 });
    expect(await (await fetch(file?.url ?? '')).text()).toBe('level=warn');
  });

  it('does not share a file with a person by their id', async () => {
    const upload = stage.client.filesUploadV2({ channel_id: 'U0LEAD', filename: 'log.txt', file: Buffer.from('x') });
    expect(await errorOf(upload)).toBe('channel_not_found');
  });

  it('warns of a text that it cuts', async () => {
    const answer = await stage.client.chat.postMessage({ channel: 'C0INCIDENT', text: 'x'.repeat(40_001) });
    expect(answer).toMatchObject({ ok: true, warning: 'message_truncated' });
    expect(shown()[0]?.text).toHaveLength(40_000);
  });

  describe('conversations.open', () => {
    beforeEach(async () => {
      const botScopes = [...defaultWorkspace.botScopes, 'im:write'];
      await stage.slack.close();
      stage = await openStage({ workspace: { ...defaultWorkspace, botScopes } });
    });

    it.each([
      ['nobody', {}, 'users_list_not_supplied'],
      ['somebody unknown', { users: 'U0NOBODY' }, 'user_not_found'],
      ['several people', { users: 'U0LEAD,U0ADMIN' }, 'missing_scope'],
      ['the bot itself', { users: 'U0THANOS' }, 'cannot_dm_bot'],
    ])('refuses %s', async (_, args, code) => {
      expect(await errorOf(stage.client.apiCall('conversations.open', args))).toBe(code);
    });

    it('says when the conversation is open already', async () => {
      const first = await stage.client.conversations.open({ users: 'U0LEAD' });
      const second = await stage.client.conversations.open({ users: 'U0LEAD' });
      expect([first['already_open'], second['already_open'], second.channel?.id]).toEqual([undefined, true, first.channel?.id]);
    });
  });

  it('needs a scope that the manifest does not ask for to open a conversation', async () => {
    expect(await errorOf(stage.client.conversations.open({ users: 'U0LEAD' }))).toBe('missing_scope');
  });

  it('refuses the recent blocks when it does not have them', async () => {
    const blocks = [{ type: 'alert' as const, text: { type: 'plain_text' as const, text: 'x' } }];
    const send = () => errorOf(stage.client.chat.postMessage({ channel: 'C0INCIDENT', text: 'x', blocks }));
    expect(await send()).toBe('ok');
    stage.slack.control.changeSettings({ newBlocks: false });
    expect(await send()).toBe('invalid_blocks');
  });

  it('limits posts of one channel but not of another', async () => {
    stage.slack.control.changeSettings({ rateLimits: true });
    const many = await Promise.allSettled(Array.from({ length: 8 }, () => post()));
    const refused = many.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused.length).toBeGreaterThanOrEqual(1);
    expect(refused[0]).toBeInstanceOf(WebAPIRateLimitedError);
    expect(await errorOf(stage.client.chat.postMessage({ channel: 'C0DIGEST', text: 'x' }))).toBe('ok');
  });

  it('logs calls without the token', async () => {
    await post();
    expect(stage.slack.control.calls('chat.postMessage')).toEqual([
      { method: 'chat.postMessage', at: START, args: { channel: 'C0INCIDENT', text: 'first' }, result: 'ok', httpStatus: 200 },
    ]);
  });
});
