import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createSlackMessenger, type MessengerOptions } from '../../src/clients/slack-messenger.ts';
import type { Message } from '../../src/model/message.ts';
import { Secret } from '../../src/model/secret.ts';
import type { DeliveryOutcome, Messenger } from '../../src/ports.ts';
import { type AnsweringServer, answeringServer, closedAddress, json, type SeenRequest } from './answering-server.ts';

const message: Message = {
  text: ['Prometheus of cluster-02 is down & out'],
  blocks: [{ kind: 'table', columns: ['pod'], rows: [['a']] }],
  metadata: { type: 'incident', payload: { delivery: 'd-1' } },
};
const address = { channel: 'C1', ts: '1.1' };

type Handler = (request: SeenRequest, response: ServerResponse) => void;

async function messengerTo(
  handle: Handler,
  changes: Partial<MessengerOptions> = {},
): Promise<{ server: AnsweringServer; messenger: Messenger }> {
  const server = await answeringServer(handle);
  return { server, messenger: messengerAt(server.url, changes) };
}

function messengerAt(url: string, changes: Partial<MessengerOptions> = {}): Messenger {
  const options = { timeZone: 'Asia/Seoul', newBlocks: false, pageTimeoutMs: 500, bulkTimeoutMs: 500, ...changes };
  return createSlackMessenger({ token: new Secret('xoxb-1'), apiUrl: `${url}/api` }, options);
}

const post = (messenger: Messenger, target: { threadTs?: string; broadcast?: boolean } = {}): Promise<DeliveryOutcome> =>
  messenger.post({ channel: 'C1', locale: 'en', ...target }, message, 'page');
const update = (messenger: Messenger): Promise<DeliveryOutcome> => messenger.update(address, message, 'en', 'bulk');
const formOf = (request: SeenRequest | undefined) => Object.fromEntries(new URLSearchParams(request?.body));
const accepted = { ok: true, channel: 'C1', ts: '1795.0001' };

describe('clients/slack-messenger', () => {
  it('posts text, blocks and metadata, and lets Slack unfurl and parse nothing', async () => {
    const { messenger, server } = await messengerTo((_, response) => json(response, accepted));
    expect(await post(messenger)).toEqual({ kind: 'delivered', address: { channel: 'C1', ts: '1795.0001' } });
    expect(server.seen).toMatchObject([{ url: '/api/chat.postMessage', headers: { authorization: 'Bearer xoxb-1' } }]);
    expect(formOf(server.seen[0])).toMatchObject({
      channel: 'C1',
      text: 'Prometheus of cluster-02 is down &amp; out',
      metadata: '{"event_type":"incident","event_payload":{"delivery":"d-1"}}',
      unfurl_links: 'false',
      unfurl_media: 'false',
      parse: 'none',
      link_names: 'false',
    });
  });

  it('replies in a thread and shows the reply in the channel when told to', async () => {
    const { messenger, server } = await messengerTo((_, response) => json(response, accepted));
    await post(messenger, { threadTs: '1.0', broadcast: true });
    expect(formOf(server.seen[0])).toMatchObject({ thread_ts: '1.0', reply_broadcast: 'true' });
  });

  it('sends text, blocks and attachments with every edit, so that no old button stays', async () => {
    const { messenger, server } = await messengerTo((_, response) => json(response, { ...accepted, ts: '1.1' }));
    expect(await update(messenger)).toEqual({ kind: 'delivered', address });
    expect(server.seen[0]?.url).toBe('/api/chat.update');
    expect(formOf(server.seen[0])).toMatchObject({
      ts: '1.1',
      attachments: '[]',
      parse: 'none',
      text: expect.anything(),
      blocks: expect.anything(),
    });
  });

  describe('outcomes', () => {
    it.each([
      ['429 with Retry-After', 429, '', { 'retry-after': '30' }, { kind: 'retry', reason: 'rate limited', afterMs: 30_000 }],
      ['500', 500, 'oops', {}, { kind: 'ambiguous', reason: 'HTTP 500' }],
      ['503 with HTML', 503, '<html>', {}, { kind: 'ambiguous', reason: 'HTTP 503' }],
      ['403 of a proxy', 403, 'blocked', {}, { kind: 'retry', reason: 'HTTP 403', afterMs: null }],
      ['200 with HTML', 200, '<html>Sign in</html>', {}, { kind: 'ambiguous', reason: 'the answer was not of Slack' }],
      ['200 without a message', 200, '{"ok":true}', {}, { kind: 'ambiguous', reason: 'the answer named no message' }],
    ] as const)('reads %s', async (_, status, body, headers, expected) => {
      const { messenger, server } = await messengerTo((__, response) => response.writeHead(status, headers).end(body));
      expect(await post(messenger)).toEqual(expected);
      expect(server.seen).toHaveLength(1);
    });

    it.each([
      ['channel_not_found', 'refused'],
      ['is_archived', 'refused'],
      ['not_in_channel', 'refused'],
      ['invalid_auth', 'refused'],
      ['account_inactive', 'refused'],
      ['token_revoked', 'refused'],
      ['invalid_blocks', 'refused'],
      ['msg_too_long', 'refused'],
      ['internal_error', 'ambiguous'],
      ['fatal_error', 'ambiguous'],
      ['service_unavailable', 'ambiguous'],
      ['ratelimited', 'retry'],
      ['message_not_found', 'gone'],
      ['cant_update_message', 'gone'],
      ['edit_window_closed', 'gone'],
    ])('reads %s of an edit as %s', async (error, kind) => {
      const { messenger } = await messengerTo((_, response) => json(response, { ok: false, error }));
      expect(await update(messenger)).toMatchObject({ kind, reason: error });
    });

    it('calls a silent Slack ambiguous, in time', async () => {
      const { messenger } = await messengerTo(() => undefined, { pageTimeoutMs: 50 });
      expect(await post(messenger)).toEqual({ kind: 'ambiguous', reason: 'no answer in time' });
    });

    it('calls a connection that broke after the request ambiguous and does not post again', async () => {
      const { messenger, server } = await messengerTo((_, response) => response.destroy());
      expect(await post(messenger)).toMatchObject({ kind: 'ambiguous' });
      expect(server.seen).toHaveLength(1);
    });

    it('calls half an answer ambiguous', async () => {
      const { messenger } = await messengerTo((_, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
        response.write('{"ok":tr');
        response.socket?.end();
      });
      expect(await post(messenger)).toMatchObject({ kind: 'ambiguous' });
    });

    it('knows that nothing was sent when the connection was refused', async () => {
      expect(await post(messengerAt(await closedAddress()))).toEqual({ kind: 'retry', reason: 'ECONNREFUSED', afterMs: null });
    });

    it('does not hold one channel back for the rate limit of another', async () => {
      const { messenger } = await messengerTo((request, response) =>
        formOf(request)['channel'] === 'C1' ? response.writeHead(429, { 'retry-after': '60' }).end() : json(response, accepted),
      );
      const other = messenger.post({ channel: 'C2', locale: 'en' }, message, 'page');
      expect(await Promise.all([post(messenger), other])).toMatchObject([{ kind: 'retry' }, { kind: 'delivered' }]);
    });
  });

  it('posts once more in plain blocks when Slack cannot draw the new ones', async () => {
    const { messenger, server } = await messengerTo(
      (request, response) => json(response, request.body.includes('table') ? { ok: false, error: 'invalid_blocks' } : accepted),
      { newBlocks: true },
    );
    expect(await post(messenger)).toMatchObject({ kind: 'delivered' });
    expect(server.seen).toHaveLength(2);
  });

  it('says it in the channel when the thread is gone', async () => {
    const { messenger, server } = await messengerTo((request, response) =>
      json(response, 'thread_ts' in formOf(request) ? { ok: false, error: 'thread_not_found' } : accepted),
    );
    expect(await post(messenger, { threadTs: '1.0' })).toMatchObject({ kind: 'delivered' });
    expect(server.seen).toHaveLength(2);
  });

  describe('find', () => {
    const wanted = { type: 'incident', key: 'delivery', value: 'd-1' };
    const metadata = { event_type: 'incident', event_payload: { delivery: 'd-1' } };

    it('finds our message by its metadata on a later page', async () => {
      const { messenger, server } = await messengerTo((request, response) =>
        json(
          response,
          'cursor' in formOf(request)
            ? {
                ok: true,
                messages: [
                  { ts: '9.9', metadata: { event_type: 'other' } },
                  { ts: '1795.2', metadata },
                ],
              }
            : { ok: true, messages: [{ ts: '1795.3' }], response_metadata: { next_cursor: 'more' } },
        ),
      );
      expect(await messenger.find('C1', wanted, 1_795_000_000_000)).toEqual({ channel: 'C1', ts: '1795.2' });
      expect(formOf(server.seen[0])).toMatchObject({ oldest: '1795000000.000000', include_all_metadata: 'true' });
    });

    it('looks in the conversation with a person when the message went to one', async () => {
      const { messenger, server } = await messengerTo((request, response) =>
        json(
          response,
          request.url === '/api/conversations.open'
            ? { ok: true, channel: { id: 'D7' } }
            : { ok: true, messages: formOf(request)['channel'] === 'D7' ? [{ ts: '1795.5', metadata }] : [] },
        ),
      );
      expect(await messenger.find('U1', wanted, 0)).toEqual({ channel: 'D7', ts: '1795.5' });
      expect(formOf(server.seen[0])).toMatchObject({ users: 'U1' });
    });

    it('looks among the replies of a thread when told which', async () => {
      const { messenger, server } = await messengerTo((_, response) =>
        json(response, { ok: true, messages: [{ ts: '1795.4', metadata }] }),
      );
      expect(await messenger.find('C1', wanted, 0, '1795.1')).toEqual({ channel: 'C1', ts: '1795.4' });
      expect(server.seen[0]?.url).toBe('/api/conversations.replies');
      expect(formOf(server.seen[0])).toMatchObject({ ts: '1795.1', include_all_metadata: 'true' });
    });

    it.each([
      ['it is not there', { ok: true, messages: [{ ts: '1.1', metadata: { ...metadata, event_type: 'digest' } }] }],
      ['Slack does not let us look', { ok: false, error: 'missing_scope' }],
    ])('is null when %s', async (_, answer) => {
      const { messenger } = await messengerTo((__, response) => json(response, answer));
      expect(await messenger.find('C1', wanted, 0)).toBeNull();
    });
  });

  it('knows the link to a message, or null', async () => {
    const { messenger } = await messengerTo((request, response) =>
      json(
        response,
        formOf(request)['message_ts'] === '1.1' ? { ok: true, permalink: 'https://slack/p1' } : { ok: false, error: 'message_not_found' },
      ),
    );
    expect(await messenger.permalink(address)).toBe('https://slack/p1');
    expect(await messenger.permalink({ channel: 'C1', ts: '2.2' })).toBeNull();
  });

  describe('upload', () => {
    const file = { name: 'trend.png', bytes: new Uint8Array([137, 80, 78, 71]), altText: 'S3 use of 30 days', title: 'S3' };

    it('shares a file in a thread with its description', async () => {
      const { messenger, server } = await messengerTo((request, response) => {
        if (request.url === '/api/files.getUploadURLExternal') {
          json(response, { ok: true, upload_url: `http://${request.headers.host}/upload`, file_id: 'F1' });
        } else {
          json(response, { ok: true, files: [{ id: 'F1' }] });
        }
      });
      expect(await messenger.upload({ channel: 'C1', threadTs: '1.0' }, file)).toEqual({
        kind: 'delivered',
        address: { channel: 'C1', ts: '1.0' },
      });
      expect(server.seen.map(({ url }) => url)).toEqual([
        '/api/files.getUploadURLExternal',
        '/upload',
        '/api/files.completeUploadExternal',
      ]);
      expect(formOf(server.seen[0])).toMatchObject({ filename: 'trend.png', length: '4', alt_text: 'S3 use of 30 days' });
      expect(formOf(server.seen[2])).toMatchObject({ channel_id: 'C1', thread_ts: '1.0' });
    });

    it('says that it was refused', async () => {
      const { messenger } = await messengerTo((_, response) => json(response, { ok: false, error: 'missing_scope' }));
      expect(await messenger.upload({ channel: 'C1' }, file)).toEqual({ kind: 'refused', reason: 'missing_scope' });
    });
  });
});
