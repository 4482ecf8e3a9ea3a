import { describe, expect, it } from 'vitest';
import { withFiles } from '../../src/clients/messenger-with-files.ts';
import type { Message } from '../../src/model/message.ts';
import type { DeliveryOutcome, Messenger } from '../../src/ports.ts';
import { quietLogger } from '../store/databases.ts';

type Upload = { readonly channel: string; readonly thread: string | undefined; readonly name: string; readonly text: string };

function slack(channel: string, outcome?: DeliveryOutcome) {
  const uploads: Upload[] = [];
  const delivered: DeliveryOutcome = { kind: 'delivered', address: { channel, ts: '7.1' } };
  const messenger: Messenger = {
    post: async () => outcome ?? delivered,
    update: async () => delivered,
    find: async () => null,
    findFile: async () => false,
    permalink: async () => null,
    upload: async (target, { name, bytes }) => {
      uploads.push({ channel: target.channel, thread: target.threadTs, name, text: new TextDecoder().decode(bytes) });
      return delivered;
    },
  };
  return { messenger, uploads };
}

const charts = { render: async () => new TextEncoder().encode('PNG') };
const chart = { title: '버킷 크기', type: 'line', labels: ['a', 'b'], series: [{ name: 'size', values: [1, 2] }], unit: 'bytes' } as const;
const message: Message = {
  text: ['all fine'],
  blocks: [{ kind: 'chart', chart }],
  files: [{ name: 'report.csv', title: 'Report', text: 'a,b' }],
};
const plain = { newBlocks: false, timeZone: 'Asia/Seoul' };

describe('clients/messenger-with-files', () => {
  it('follows a message with a picture of its chart and its files, in its thread', async () => {
    const { messenger, uploads } = slack('C0DIGEST');

    await withFiles(messenger, charts, quietLogger, plain).post({ channel: 'C0DIGEST', locale: 'ko' }, message, 'bulk');

    expect(uploads).toEqual([
      { channel: 'C0DIGEST', thread: '7.1', name: '버킷-크기.png', text: 'PNG' },
      { channel: 'C0DIGEST', thread: '7.1', name: 'report.csv', text: 'a,b' },
    ]);
  });

  it('puts them below a direct message, not in a thread', async () => {
    const { messenger, uploads } = slack('D0PRIMARY');

    await withFiles(messenger, charts, quietLogger, plain).post({ channel: 'U0PRIMARY', locale: 'ko' }, message, 'bulk');

    expect(uploads.map(({ channel, thread }) => ({ channel, thread }))).toEqual([
      { channel: 'D0PRIMARY', thread: undefined },
      { channel: 'D0PRIMARY', thread: undefined },
    ]);
  });

  it('draws nothing where Slack draws charts itself', async () => {
    const { messenger, uploads } = slack('C0DIGEST');

    await withFiles(messenger, charts, quietLogger, { ...plain, newBlocks: true }).post({ channel: 'C', locale: 'ko' }, message, 'bulk');

    expect(uploads.map(({ name }) => name)).toEqual(['report.csv']);
  });

  it('keeps the message when no picture can be drawn, and still brings the files', async () => {
    const { messenger, uploads } = slack('C0DIGEST');
    const broken = { render: () => Promise.reject(new Error('no font')) };

    const outcome = await withFiles(messenger, broken, quietLogger, plain).post({ channel: 'C', locale: 'ko' }, message, 'bulk');

    expect(outcome.kind).toBe('delivered');
    expect(uploads.map(({ name }) => name)).toEqual(['report.csv']);
  });

  it('uploads nothing for a message that did not arrive', async () => {
    const { messenger, uploads } = slack('C0DIGEST', { kind: 'ambiguous', reason: 'reset' });

    await withFiles(messenger, charts, quietLogger, plain).post({ channel: 'C', locale: 'ko' }, message, 'bulk');

    expect(uploads).toEqual([]);
  });
});
