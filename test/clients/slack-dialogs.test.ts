import { describe, expect, it } from 'vitest';
import { createSlackDialogs } from '../../src/clients/slack-dialogs.ts';
import type { Dialog } from '../../src/model/message.ts';
import { Secret } from '../../src/model/secret.ts';
import { answeringServer, json } from './answering-server.ts';

const dialog: Dialog = {
  id: 'silence',
  title: 'Silence',
  submit: 'Create',
  close: 'Back',
  reference: { id: 'inc-1', revision: 3 },
  blocks: [{ kind: 'input', name: 'comment', label: 'Comment' }],
};

const dialogsAt = (url: string) =>
  createSlackDialogs({ token: new Secret('xoxb-1'), apiUrl: `${url}/api/` }, { timeZone: 'Asia/Seoul', newBlocks: false });

describe('clients/slack-dialogs', () => {
  it('opens a dialog on a trigger', async () => {
    const server = await answeringServer((_, response) => json(response, { ok: true, view: {} }));
    await dialogsAt(server.url).open('trigger-1', dialog);
    const form = new URLSearchParams(server.seen[0]?.body);
    expect(server.seen[0]?.url).toBe('/api/views.open');
    expect(form.get('trigger_id')).toBe('trigger-1');
    expect(JSON.parse(form.get('view') ?? '')).toMatchObject({ type: 'modal', callback_id: 'silence' });
  });

  it('says that the trigger was too old', async () => {
    const server = await answeringServer((_, response) => json(response, { ok: false, error: 'expired_trigger_id' }));
    await expect(dialogsAt(server.url).open('trigger-1', dialog)).rejects.toMatchObject({
      code: 'invalid',
      message: 'slack: the dialog did not open: expired_trigger_id',
      details: { retryable: false },
    });
  });
});
