import type { App } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HandClock, httpApp, openStage, type Stage, socketApp } from './local-slack.ts';

const button = (actionId: string, value: string) => ({
  type: 'button' as const,
  action_id: actionId,
  value,
  text: { type: 'plain_text' as const, text: 'Acknowledge' },
});

/** Handlers as the product has them: a command, a button that edits its message, a modal with a check, a Home tab. */
function addHandlers(app: App): void {
  app.command('/thanos', async ({ command, ack, client, respond }) => {
    if (command.text === 'modal') {
      await ack();
      await client.views.open({ trigger_id: command.trigger_id, view: NAME_MODAL });
    } else if (command.text === 'later') {
      await ack();
      await respond({ text: 'answer by response address' });
    } else {
      await ack({ text: `you said ${command.text}` });
    }
  });
  app.action('acknowledge', async ({ ack, body, client, action }) => {
    await ack();
    if (body.type !== 'block_actions' || body.message === undefined || body.channel === undefined || action.type !== 'button') {
      throw new Error(`unexpected payload ${body.type}`);
    }
    await client.chat.update({ channel: body.channel.id, ts: body.message.ts, text: `by <@${body.user.id}> ${action.value}`, blocks: [] });
  });
  app.action('dismiss', async ({ ack, respond }) => {
    await ack();
    await respond({ delete_original: true });
  });
  app.view('typed-name', async ({ ack, view }) => {
    const typed = view.state.values['name']?.['typed']?.value;
    await (typed === 'cluster-01' ? ack() : ack({ response_action: 'errors', errors: { name: 'Not the name.' } }));
  });
  app.event('app_home_opened', async ({ event, client }) => {
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'Nothing is open.' } }];
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
  });
}

const LONG_SECTION = { type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'x'.repeat(2_990) } };

const NAME_MODAL = {
  type: 'modal' as const,
  callback_id: 'typed-name',
  title: { type: 'plain_text' as const, text: 'Really?' },
  submit: { type: 'plain_text' as const, text: 'Delete' },
  blocks: [
    {
      type: 'input' as const,
      block_id: 'name',
      label: { type: 'plain_text' as const, text: 'Type the name' },
      element: { type: 'plain_text_input' as const, action_id: 'typed' },
    },
  ],
};

const KIM = { userId: 'U0PRIMARY', channelId: 'C0INCIDENT' };

describe.each(['Socket Mode', 'HTTP'])('sandbox/slack with Bolt over %s', (transport) => {
  let stage: Stage;
  let clock: HandClock;
  let app: App;

  beforeEach(async () => {
    stage = await openStage();
    clock = stage.clock;
    if (transport === 'HTTP') {
      const http = httpApp(stage.slack);
      app = http.app;
      const server = await http.receiver.start(0);
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      stage.slack.control.changeSettings({ requestUrl: `http://127.0.0.1:${port}/slack/events` });
    } else {
      app = socketApp(stage.slack);
      await app.start();
    }
    addHandlers(app);
  });

  afterEach(async () => {
    await app.stop();
    await stage.slack.close();
  });

  const shownTo = (userId: string) => stage.slack.control.messages('C0INCIDENT').filter((message) => message.ephemeralFor === userId);

  it('shows the text of an acknowledged command only to the person who typed it', async () => {
    await stage.slack.control.command({ ...KIM, text: '/thanos hello' });
    expect(shownTo('U0PRIMARY').map((message) => message.text)).toEqual(['you said hello']);
  });

  it('gives mentions of a command as ids', async () => {
    await stage.slack.control.command({ ...KIM, text: '/thanos override @lee #thanos-audit https://x.test/a' });
    expect(shownTo('U0PRIMARY')[0]?.text).toBe('you said override <@U0SECOND|lee> <#C0AUDIT|thanos-audit> <https://x.test/a>');
  });

  it('posts an answer that arrives at the response address', async () => {
    await stage.slack.control.command({ ...KIM, text: '/thanos later' });
    await expect.poll(() => shownTo('U0PRIMARY').map((message) => message.text)).toEqual(['answer by response address']);
  });

  it('lets a button edit its message', async () => {
    const blocks = [{ type: 'actions', elements: [button('acknowledge', 'incident-1')] }];
    const posted = await stage.client.chat.postMessage({ channel: 'C0INCIDENT', text: 'down', blocks });
    const answer = await stage.slack.control.press({ ...KIM, ts: posted.ts ?? '', actionId: 'acknowledge' });
    expect(answer.kind).toBe('acknowledged');
    await expect.poll(() => stage.slack.control.messages('C0INCIDENT')[0]?.text).toBe('by <@U0PRIMARY> incident-1');
    expect(stage.slack.control.messages('C0INCIDENT')[0]).toMatchObject({ editCount: 1, isMarkedEdited: true, blocks: [] });
  });

  it('says in which attachment the button was', async () => {
    const seen: unknown[] = [];
    app.action('look', async ({ ack, body }) => {
      seen.push(body.type === 'block_actions' ? body.container : body.type);
      await ack();
    });
    const attachments = [{ text: 'first' }, { blocks: [{ type: 'actions', elements: [button('look', '1')] }] }];
    const posted = await stage.client.chat.postMessage({ channel: 'C0INCIDENT', text: 'down', attachments });
    await stage.slack.control.press({ ...KIM, ts: posted.ts ?? '', actionId: 'look' });
    expect(seen).toMatchObject([{ type: 'message_attachment', attachment_id: 2, message_ts: posted.ts }]);
  });

  it('lets a button of an ephemeral message delete it through the response address', async () => {
    const blocks = [{ type: 'actions', elements: [button('dismiss', '1')] }];
    const posted = await stage.client.chat.postEphemeral({ channel: 'C0INCIDENT', user: 'U0PRIMARY', text: 'sure?', blocks });
    await stage.slack.control.press({ ...KIM, ts: posted.message_ts ?? '', index: 0 });
    await expect.poll(() => shownTo('U0PRIMARY')).toEqual([]);
  });

  it('opens a modal, shows field errors and closes it when the app accepts', async () => {
    const { control } = stage.slack;
    await control.command({ ...KIM, text: '/thanos modal' });
    await expect.poll(() => control.views('U0PRIMARY').modals.length).toBe(1);
    expect(await control.submitView({ userId: 'U0PRIMARY', values: {} })).toMatchObject({ status: 'refused' });
    const wrong = await control.submitView({ userId: 'U0PRIMARY', values: { name: 'cluster-02' } });
    expect(wrong).toEqual({ status: 'refused', errors: { name: 'Not the name.' } });
    expect(await control.submitView({ userId: 'U0PRIMARY', values: { typed: 'cluster-01' } })).toEqual({
      status: 'accepted',
      action: 'close',
    });
    expect(control.views('U0PRIMARY').modals).toEqual([]);
  });

  it('refuses a second modal of the same external id and one that is too large', async () => {
    const { control } = stage.slack;
    const refused: string[] = [];
    app.command('/thanos', async ({ command, client }) => {
      const view = { ...NAME_MODAL, ...(command.text === 'same' ? { external_id: 'one' } : {}) };
      const blocks = command.text === 'large' ? Array.from({ length: 100 }, () => LONG_SECTION) : view.blocks;
      await client.views
        .open({ trigger_id: command.trigger_id, view: { ...view, blocks } })
        .catch((error: Error) => refused.push(error.message.replace('An API error occurred: ', '')));
    });
    for (const text of ['same', 'same', 'large']) {
      await control.command({ ...KIM, text: `/thanos ${text}` });
    }
    await expect.poll(() => refused).toEqual(['duplicate_external_id', 'view_too_large']);
  });

  it('publishes a Home tab when a person opens it', async () => {
    await stage.slack.control.openHome('U0LEAD');
    await expect.poll(() => stage.slack.control.views('U0LEAD').home?.content['type']).toBe('home');
  });

  it('tells the time of a message in the clock of the workspace', async () => {
    clock.advance(1_500);
    const posted = await stage.client.chat.postMessage({ channel: 'C0DIGEST', text: 'x' });
    expect(posted.ts).toBe(`${clock.now() / 1_000}00000`);
  });
});
