import { fastify } from 'fastify';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import { createSlackApp, type SlackApp } from '../../src/handlers/slack-app.ts';
import { mountSlackEvents } from '../../src/handlers/slack-events-route.ts';
import { Secret } from '../../src/model/secret.ts';
import type { Clock } from '../../src/ports.ts';
import type { LocalSlack } from '../../src/sandbox/slack/server.ts';
import { defaultWorkspace } from '../../src/sandbox/slack/workspace.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { createSeenRequests } from '../../src/store/seen-requests.ts';
import { openStage as openSlack, SIGNING_SECRET } from '../sandbox/slack/local-slack.ts';
import { openTemporarySqlite, quietLogger } from '../store/databases.ts';
import { type Edge, openEdge, report } from './edge.ts';

const CHANNEL = 'C0INCIDENT';
const LEAD = { userId: 'U0LEAD', channelId: CHANNEL };

/** Timers in real time, instants of the local Slack. */
const clockOf = (now: () => number): Clock => ({
  now,
  after: (durationMs, callback) => {
    const timer = setTimeout(callback, Math.min(durationMs, 50));
    return () => clearTimeout(timer);
  },
});

describe.each(['Socket Mode', 'HTTP'])('handlers/slack-app over %s', (transport) => {
  let slack: LocalSlack;
  let database: OpenDatabase;
  let edge: Edge;
  let app: SlackApp;
  let closers: (() => Promise<unknown>)[];
  const clicked: string[] = [];

  beforeEach(async () => {
    clicked.length = 0;
    const stage = await openSlack();
    slack = stage.slack;
    database = await openTemporarySqlite();
    edge = openEdge(database, {
      clicks: {
        acknowledge: async ({ reference, userId }) => {
          clicked.push(`${userId} ${reference.id} ${reference.revision}`);
        },
      },
    });
    const config: Config = {
      ...edge.world.config,
      slack: { ...edge.world.config.slack, newBlocks: true },
      environment: { ...edge.world.config.environment, slackApiUrl: slack.apiUrl },
    };
    const clock = clockOf(() => stage.clock.now());
    app = createSlackApp({
      config,
      botToken: new Secret(defaultWorkspace.tokens.bot),
      appToken: transport === 'HTTP' ? null : new Secret(defaultWorkspace.tokens.app),
      handlers: edge.handlers,
      seen: createSeenRequests(database.db),
      clock,
      logger: quietLogger,
    });
    closers = [() => app.stop(), () => slack.close(), () => database.close()];
    if (transport === 'HTTP') {
      const server = fastify();
      await mountSlackEvents(server, {
        signingSecret: new Secret(SIGNING_SECRET),
        process: (event) => app.process(event),
        clock: { now: Date.now },
        logger: quietLogger,
      });
      const address = await server.listen({ port: 0, host: '127.0.0.1' });
      slack.control.changeSettings({ requestUrl: `${address}/slack/events` });
      closers.unshift(() => server.close());
    }
  });

  afterEach(async () => {
    for (const close of closers) {
      await close();
    }
  });

  const start = async (): Promise<void> => {
    app.start();
    await vi.waitFor(() => expect(app.state().deafSince).toBeNull(), 5_000);
  };

  const answersFor = (userId: string) => slack.control.messages(CHANNEL).filter(({ ephemeralFor }) => ephemeralFor === userId);

  const answered = (userId: string, count = 1) => vi.waitFor(() => expect(answersFor(userId)).toHaveLength(count), 5_000);

  it('knows who it is, and says when nothing can reach it', async () => {
    expect(app.state()).toMatchObject({ identity: null, openSockets: 0 });
    await start();

    expect(app.state()).toMatchObject({
      identity: { teamId: defaultWorkspace.team.id, botUserId: defaultWorkspace.app.botUserId },
      reason: null,
    });
  });

  it('draws the Home tab of everybody whom the configuration names as soon as it can hear, opened before or not', async () => {
    await slack.control.openHome('U0LEAD');
    expect(slack.control.views('U0LEAD').home).toBeNull();
    await start();
    await vi.waitFor(() => expect(JSON.stringify(slack.control.views('U0LEAD').home)).toContain('Thanos Ops'), 5_000);

    expect(slack.control.views('U0STRANGER').home).toBeNull();
  });

  it('answers a command in private', async () => {
    await start();
    await slack.control.command({ ...LEAD, text: '/thanos help' });
    await answered('U0LEAD');

    expect(answersFor('U0LEAD')[0]?.text).toContain('The bot knows');
  });

  it('answers in plain blocks where Slack does not draw the newer ones', async () => {
    slack.control.changeSettings({ newBlocks: false });
    await start();
    edge.reports.push(report('stores', '*', 'ok'));
    await slack.control.command({ ...LEAD, text: '/thanos stores' });
    await answered('U0LEAD');

    expect(JSON.stringify(answersFor('U0LEAD')[0]?.blocks)).toContain('10.0.0.1:10901');
  });

  it('scales from the command to the result, by buttons only', async () => {
    await start();
    await slack.control.command({ ...LEAD, text: '/thanos scale query 2' });
    await answered('U0LEAD');
    const ts = answersFor('U0LEAD')[0]?.ts ?? '';
    await slack.control.press({ ...LEAD, ts, actionId: 'confirm' });
    await vi.waitFor(() => expect(answersFor('U0LEAD')).toEqual([]), 5_000);
    await edge.settle();

    expect(edge.central.state.replicas).toBe(2);
    expect(edge.slack.inChannel(CHANNEL)).toHaveLength(1);
  });

  it('refuses people of another workspace', async () => {
    await start();
    const event = { type: 'block_actions', team: { id: 'T0OTHER' }, user: { id: 'U0LEAD', team_id: 'T0OTHER' }, trigger_id: 'x.1' };
    const action = { type: 'button', action_id: 'acknowledge', block_id: 'b', action_ts: '1', value: '{"i":"inc-1","v":3}' };
    let acknowledged = 0;
    await app.process({
      body: { ...event, actions: [action], channel: { id: CHANNEL } },
      ack: async () => {
        acknowledged += 1;
      },
    });

    expect(acknowledged).toBe(1);
    expect(clicked).toEqual([]);
  });

  it('applies a click whose acknowledgement fails', async () => {
    await start();
    await app.process({
      body: acknowledgeClick('x.2'),
      ack: async () => {
        throw new Error('socket is gone');
      },
    });

    expect(clicked).toEqual(['U0LEAD inc-1 3']);
  });

  it('does nothing for an exact repetition', async () => {
    await start();
    const ack = async (): Promise<void> => {};
    await app.process({ body: acknowledgeClick('x.3'), ack });
    await app.process({ body: acknowledgeClick('x.3'), ack });
    await app.process({ body: acknowledgeClick('x.4'), ack });

    expect(clicked).toHaveLength(2);
  });

  it('shows the Home tab', async () => {
    await start();
    await slack.control.openHome('U0LEAD');

    await vi.waitFor(() => expect(JSON.stringify(slack.control.views('U0LEAD'))).toContain('There has been no digest yet'), 5_000);
  });

  it('helps who mentions it', async () => {
    await start();
    await slack.control.say({ ...LEAD, text: '@thanos-ops hello' });
    await answered('U0LEAD');

    expect(answersFor('U0LEAD')[0]?.text).toContain('The bot knows');
  });

  it('comes up once Slack answers, however long it was away', async () => {
    slack.control.orderFault({ method: 'auth.test', effect: { kind: 'server-error' } });
    app.start();
    await vi.waitFor(() => expect(slack.control.calls('auth.test').length).toBeGreaterThan(1), 10_000);
    expect(app.state()).toMatchObject({ identity: null });

    slack.control.clearFaults();
    await vi.waitFor(() => expect(app.state().deafSince).toBeNull(), 10_000);
  });
});

function acknowledgeClick(triggerId: string) {
  return {
    type: 'block_actions',
    team: { id: defaultWorkspace.team.id },
    user: { id: 'U0LEAD', team_id: defaultWorkspace.team.id },
    trigger_id: triggerId,
    channel: { id: CHANNEL },
    actions: [{ type: 'button', action_id: 'acknowledge', block_id: 'b', action_ts: '1', value: '{"i":"inc-1","v":3}' }],
  };
}
