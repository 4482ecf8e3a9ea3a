import { createHmac } from 'node:crypto';
import { type FastifyInstance, fastify } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mountSlackEvents } from '../../src/handlers/slack-events-route.ts';
import { Secret } from '../../src/model/secret.ts';
import { minutes, seconds } from '../../src/model/time.ts';
import { ManualClock } from '../scenarios/manual-clock.ts';
import { quietLogger } from '../store/databases.ts';

const SECRET = 'signing-secret';
const NOW = Date.UTC(2026, 10, 22);
const COMMAND = 'command=%2Fthanos&text=help&trigger_id=1.2';

/** Signs as Slack does. Source: docs.slack.dev, verifying requests from Slack. */
const headersFor = (body: string, at = NOW, secret = SECRET) => {
  const timestamp = String(Math.floor(at / 1_000));
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
  };
};

describe('handlers/slack-events-route', () => {
  let server: FastifyInstance;
  let taken: unknown[];
  let isReady: boolean;

  beforeEach(async () => {
    server = fastify();
    taken = [];
    isReady = true;
    server.post('/webhook', async (request) => ({ got: request.body }));
    await mountSlackEvents(server, {
      signingSecret: new Secret(SECRET),
      clock: new ManualClock(NOW),
      logger: quietLogger,
      process: (event) => {
        taken.push(event.body);
        return isReady ? event.ack({ text: 'taken' }) : null;
      },
    });
  });

  afterEach(() => server.close());

  const send = (payload: string, headers: Record<string, string> = headersFor(payload)) =>
    server.inject({ method: 'POST', url: '/slack/events', payload, headers });

  it('hands a signed command on and answers with its acknowledgement', async () => {
    const answer = await send(COMMAND);

    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({ text: 'taken' });
    expect(taken).toEqual([{ command: '/thanos', text: 'help', trigger_id: '1.2' }]);
  });

  it('unpacks an interaction', async () => {
    await send(`payload=${encodeURIComponent(JSON.stringify({ type: 'block_actions', trigger_id: '1.3' }))}`);

    expect(taken).toEqual([{ type: 'block_actions', trigger_id: '1.3' }]);
  });

  it('answers the challenge of a new request address', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'abc' });

    expect((await send(body, { ...headersFor(body), 'content-type': 'application/json' })).json()).toEqual({ challenge: 'abc' });
  });

  it.each([
    ['signed one second ago', headersFor(COMMAND, NOW - seconds(1)), 200],
    ['signed just under five minutes ago', headersFor(COMMAND, NOW - minutes(5) + seconds(1)), 200],
    ['signed just over five minutes ago', headersFor(COMMAND, NOW - minutes(5) - seconds(1)), 401],
    ['dated ten minutes ahead', headersFor(COMMAND, NOW + minutes(10)), 401],
    ['signed with another secret', headersFor(COMMAND, NOW, 'other'), 401],
    ['signed for another body', headersFor('command=%2Fthanos&text=scale'), 401],
    ['without a signature', { 'content-type': 'application/x-www-form-urlencoded' }, 401],
    ['with half a signature', { ...headersFor(COMMAND), 'x-slack-signature': 'v0=' }, 401],
    ['with a date that is none', { ...headersFor(COMMAND), 'x-slack-request-timestamp': 'soon' }, 401],
    ['with the charset named', { ...headersFor(COMMAND), 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }, 200],
  ])('answers a request %s with the right status', async (_name, headers, status) => {
    expect((await send(COMMAND, headers)).statusCode).toBe(status);
    expect(taken).toHaveLength(status === 200 ? 1 : 0);
  });

  it('answers 400 for a body that is neither form nor JSON object', async () => {
    const body = '{"half":';

    expect((await send(body)).statusCode).toBe(400);
  });

  it('asks to come again while nobody can take it', async () => {
    isReady = false;

    expect(await send(COMMAND)).toMatchObject({ statusCode: 503, headers: { 'retry-after': '5' } });
  });

  it('leaves other routes to parse their bodies themselves', async () => {
    const answer = await server.inject({ method: 'POST', url: '/webhook', payload: { version: '4' } });

    expect(answer.json()).toEqual({ got: { version: '4' } });
  });
});
