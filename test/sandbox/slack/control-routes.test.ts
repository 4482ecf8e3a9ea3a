import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStage, type Stage } from './local-slack.ts';

describe('sandbox/slack/control-routes', () => {
  let stage: Stage;

  beforeEach(async () => {
    stage = await openStage();
  });

  afterEach(() => stage.slack.close());

  async function send(path: string, body: object, contentType = 'application/json'): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${stage.slack.url}/control/${path}`, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  }

  it.each([
    ['a path', 'nothing', {}, /There is no POST \/control\/nothing/],
    ['a message', 'press', { userId: 'U0LEAD', channelId: 'C0AUDIT', ts: '1.0' }, /Channel C0AUDIT has no message 1\.0/],
    ['a person', 'home', { userId: 'U0NOBODY' }, /There is no person U0NOBODY/],
    ['a command', 'command', { userId: 'U0LEAD', channelId: 'C0AUDIT', text: '/other x' }, /\/other is not a command/],
    ['a modal', 'view/submit', { userId: 'U0LEAD', values: {} }, /U0LEAD has no open modal/],
  ])('answers 404 with a sentence for %s that is not there', async (_, path, body, sentence) => {
    const answer = await send(path, body);
    expect(answer.status).toBe(404);
    expect(answer.body).toEqual({ error: expect.stringMatching(sentence) });
  });

  it('names the controls that there are', async () => {
    const blocks = [
      { type: 'actions', elements: [{ type: 'button', action_id: 'resolve', text: { type: 'plain_text', text: 'Resolve' } }] },
    ];
    const posted = await stage.client.chat.postMessage({ channel: 'C0AUDIT', text: 'x', blocks });
    const answer = await send('press', { userId: 'U0LEAD', channelId: 'C0AUDIT', ts: posted.ts ?? '', actionId: 'acknowledge' });
    expect(answer).toEqual({ status: 404, body: { error: 'There is no control acknowledge here. Known: resolve.' } });
  });

  it('refuses a body of the wrong shape and one that is not JSON', async () => {
    expect((await send('press', { userId: 'U0LEAD' })).status).toBe(400);
    expect((await send('faults/clear', {}, 'text/plain')).status).toBe(415);
  });

  it('tells a person that nobody answered the command', async () => {
    await send('command', { userId: 'U0LEAD', channelId: 'C0AUDIT', text: '/thanos status' });
    const messages = stage.slack.control.messages('C0AUDIT');
    expect(messages).toMatchObject([{ ephemeralFor: 'U0LEAD', text: '/thanos failed with the error "dispatch_failed"' }]);
  });

  it('serves the page with its scripts without types', async () => {
    expect(await (await fetch(stage.slack.url)).text()).toContain('<title>Local Slack</title>');
    const script = await fetch(`${stage.slack.url}/page/mrkdwn.ts`);
    expect(script.headers.get('content-type')).toContain('text/javascript');
    expect(await script.text()).not.toContain('interface MrkdwnOptions');
    expect((await fetch(`${stage.slack.url}/page/..%2Fserver.ts`)).status).toBe(404);
  });
});
