import type { App } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import { defaultWorkspace } from '../../../src/sandbox/slack/workspace.ts';
import { openStage, type Stage, socketApp } from './local-slack.ts';

const PRIVATE = { id: 'C0PRIVATE', name: 'war-room', topic: '', isPrivate: true, members: ['U0LEAD', 'U0THANOS'] };
const workspace = { ...defaultWorkspace, channels: [...defaultWorkspace.channels, PRIVATE] };

describe('sandbox/slack/conversation-events', () => {
  let stage: Stage;
  let app: App;

  afterEach(async () => {
    await app.stop();
    await stage.slack.close();
  });

  /** Starts an app that keeps the kinds of channel it hears of. */
  async function listen(events: readonly string[] = workspace.events): Promise<string[]> {
    const heard: string[] = [];
    stage = await openStage({ workspace: { ...workspace, events } });
    app = socketApp(stage.slack);
    app.event('message', async ({ event }) => {
      heard.push(`${event.channel} ${event.channel_type}`);
    });
    await app.start();
    return heard;
  }

  const say = (channelId: string) => stage.slack.control.say({ userId: 'U0LEAD', channelId, text: 'hello' });

  it('tells of a private channel as of a group', async () => {
    const heard = await listen();
    await say('C0PRIVATE');
    await say('C0INCIDENT');

    expect(heard).toEqual(['C0PRIVATE group', 'C0INCIDENT channel']);
  });

  it('tells nothing of private channels to an app that does not subscribe to message.groups', async () => {
    const heard = await listen(['message.channels']);
    await say('C0PRIVATE');
    await say('C0INCIDENT');

    expect(heard).toEqual(['C0INCIDENT channel']);
  });

  it('tells nothing of channels that the bot is not in', async () => {
    const heard = await listen();
    await say('C0GENERAL');

    expect(heard).toEqual([]);
  });
});
