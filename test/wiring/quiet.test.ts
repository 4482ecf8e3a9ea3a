import { describe, expect, it } from 'vitest';
import type { Announcement } from '../../src/digest/announcer.ts';
import type { Message } from '../../src/model/message.ts';
import { mention } from '../../src/model/text.ts';
import { quietAnnouncer, quietPost } from '../../src/wiring/quiet.ts';

const of = (id: string): Message => ({ text: [mention(id)], blocks: [] });
const directory = { nameOf: async (id: string) => (id === 'U0PRIMARY' ? '김하나' : null) };

describe('wiring/quiet', () => {
  it('announces names instead of mentions, in the thread too, and the bare id of a stranger', async () => {
    const said: Announcement[] = [];
    const announcer = quietAnnouncer({ announce: async (announcement) => void said.push(announcement) }, directory);

    await announcer.announce({ key: 'k', channel: 'C0DIGEST', message: of('U0PRIMARY'), thread: [of('U0GONE')] });

    expect(said).toMatchObject([{ key: 'k', channel: 'C0DIGEST', message: { text: ['김하나'] }, thread: [{ text: ['U0GONE'] }] }]);
  });

  it('posts a shared answer without calling those it names', async () => {
    const posted: Message[] = [];
    const messenger = quietPost(
      {
        post: async (_target, message) => {
          posted.push(message);
          return { kind: 'delivered', address: { channel: 'C1', ts: '1' } };
        },
      },
      directory,
    );

    await messenger.post({ channel: 'C1', locale: 'ko' }, of('U0PRIMARY'), 'bulk');

    expect(posted).toMatchObject([{ text: ['김하나'] }]);
  });
});
