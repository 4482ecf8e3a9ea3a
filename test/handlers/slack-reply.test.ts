import { describe, expect, it } from 'vitest';
import { readReply } from '../../src/handlers/slack-reply.ts';

/** A reply in a thread as Slack sends it; source: docs.slack.dev, message event, read 2026-11-22. */
const EVENT = { type: 'message', channel: 'C1', user: 'U1', text: 'on it', ts: '2.0', thread_ts: '1.0', channel_type: 'channel' };

describe('handlers/slack-reply', () => {
  it('reads what a person wrote in a thread', () => {
    expect(readReply(EVENT, 'UBOT')).toEqual({ thread: { channel: 'C1', ts: '1.0' }, ts: '2.0', userId: 'U1', text: 'on it' });
  });

  it.each([
    ['a message outside of threads', { ...EVENT, thread_ts: undefined }],
    ['the first message of a thread', { ...EVENT, ts: '1.0' }],
    ['our own message', { ...EVENT, user: 'UBOT' }],
    ['the message of an app', { ...EVENT, bot_id: 'B1' }],
    ['an edit', { ...EVENT, subtype: 'message_changed' }],
    ['a bot post', { ...EVENT, subtype: 'bot_message' }],
    ['something else', 'hello'],
  ])('leaves %s alone', (_, event) => {
    expect(readReply(event, 'UBOT')).toBeNull();
  });

  it('takes the life out of markup', () => {
    const text = '<!channel> <@U2|kim> <#C2|ops> <https://evil.example|Acknowledge> &lt;!here&gt; <!subteam^S1|@all>';

    expect(readReply({ ...EVENT, text }, 'UBOT')?.text).toBe('@channel @U2 #ops Acknowledge (https://evil.example) <!here> @S1');
  });
});
