import { once } from 'node:events';
import { request } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { createWebhook } from '../../src/handlers/alertmanager-webhook.ts';
import { createHttpServer, WEBHOOK_LIMIT_BYTES } from '../../src/handlers/http-server.ts';
import { Secret } from '../../src/model/secret.ts';
import { createQuarantine, type Quarantine } from '../../src/store/quarantine.ts';
import { alert, notification } from '../scenarios/payloads.ts';
import { refuse } from '../scenarios/poison.ts';
import { Stage } from '../scenarios/stage.ts';
import { quietLogger } from '../store/databases.ts';

interface Edge {
  readonly stage: Stage;
  readonly server: FastifyInstance;
  readonly quarantine: Quarantine;
  readonly oversized: (string | null)[];
  readonly unreadable: string[];
  readonly codes: number[];
}

const opened: Edge[] = [];

async function open(): Promise<Edge> {
  const stage = await Stage.open();
  const quarantine = createQuarantine(stage.database.db);
  const oversized: (string | null)[] = [];
  const unreadable: string[] = [];
  const codes: number[] = [];
  const server = createHttpServer({
    tokens: [new Secret('first-token'), new Secret('second-token')],
    webhook: createWebhook({
      intake: stage.process.intake,
      quarantine,
      config: stage.config,
      clock: stage.clock,
      logger: quietLogger,
      onUnreadable: async (source) => void unreadable.push(source),
      onCommitted: () => undefined,
      stopwatch: () => 0,
    }),
    onWebhookAnswered: (code) => codes.push(code),
    onOversize: async (cluster) => void oversized.push(cluster),
    readiness: async () => ({ isReady: true, states: { store: 'reachable' } }),
    metrics: async () => ({ contentType: 'text/plain', text: '' }),
    logger: quietLogger,
  });
  const edge = { stage, server, quarantine, oversized, unreadable, codes };
  opened.push(edge);
  return edge;
}

afterEach(async () => {
  for (const { server, stage } of opened.splice(0)) {
    await server.close();
    await stage[Symbol.asyncDispose]();
  }
});

function post(
  { server }: Edge,
  payload: string | Buffer,
  options: { readonly token?: string; readonly path?: string; readonly type?: string } = {},
) {
  return server.inject({
    method: 'POST',
    url: options.path ?? '/webhooks/alertmanager',
    headers: { authorization: `Bearer ${options.token ?? 'first-token'}`, 'content-type': options.type ?? 'application/json' },
    payload,
  });
}

const firing = JSON.stringify(notification([alert()]));

describe('handlers/http-server', () => {
  it('answers with the incidents after they are stored', async () => {
    const edge = await open();
    const answer = await post(edge, firing);

    expect(answer.statusCode).toBe(200);
    const { incidents } = answer.json<{ incidents: string[] }>();
    expect(incidents).toHaveLength(1);
    expect(await edge.stage.store.get(incidents[0] ?? '')).toMatchObject({ title: 'PrometheusTargetDown', source: 'default' });
    expect(edge.codes).toEqual([200]);
  });

  it('names the source after the cluster in the path', async () => {
    const edge = await open();
    const answer = await post(edge, firing, { path: '/webhooks/alertmanager/cluster-02' });

    const { incidents } = answer.json<{ incidents: string[] }>();
    expect(await edge.stage.store.get(incidents[0] ?? '')).toMatchObject({ source: 'cluster-02' });
  });

  it.each([
    ['%00%0a%1b', 'default'],
    ['..%2f%00etc', '../etc'],
  ])('takes notifications for the path %s, cleaned as labels are', async (path, source) => {
    const edge = await open();
    const answer = await post(edge, firing, { path: `/webhooks/alertmanager/${path}` });

    const { incidents } = answer.json<{ incidents: string[] }>();
    expect(await edge.stage.store.get(incidents[0] ?? '')).toMatchObject({ source });
  });

  it('holds no more bodies at once than fit its memory when they do not say their size', async () => {
    const edge = await open();
    const address = await edge.server.listen({ host: '127.0.0.1', port: 0 });
    const begun = Array.from({ length: 4 }, () =>
      request(`${address}/webhooks/alertmanager`, { method: 'POST', headers: { authorization: 'Bearer first-token' } }),
    );
    const refused = Promise.race(begun.map((each) => once(each, 'response')));
    for (const each of begun) {
      each.on('error', () => undefined).write('{');
    }

    const [answer] = await refused;
    expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '5' } });
    for (const each of begun) {
      each.destroy();
    }
  });

  it('takes either token and no other', async () => {
    const edge = await open();

    expect((await post(edge, firing, { token: 'second-token' })).statusCode).toBe(200);
    expect((await post(edge, firing, { token: 'third-token' })).statusCode).toBe(401);
    expect((await edge.server.inject({ method: 'POST', url: '/webhooks/alertmanager', payload: firing })).statusCode).toBe(401);
  });

  it('takes JSON whatever type it claims to have', async () => {
    expect((await post(await open(), firing, { type: 'text/plain' })).statusCode).toBe(200);
  });

  it.each([
    ['no JSON', '{"version":'],
    ['an empty body', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['another version', firing.replace('"version":"4"', '"version":"5"')],
    ['no alerts', JSON.stringify(notification([], { alerts: undefined }))],
    ['deep nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ])('refuses %s with one sentence and keeps it for a person', async (_name, body) => {
    const edge = await open();
    const answer = await post(edge, body);

    expect(answer.statusCode).toBe(400);
    expect(answer.json<{ error: string }>().error).toMatch(/\.$/);
    expect(await edge.quarantine.count()).toBe(1);
    expect(edge.unreadable).toEqual(['default']);
  });

  it('calls somebody about what the store refuses, keeps it, and does not let Alertmanager come again for ever', async () => {
    const edge = await open();
    await refuse(edge.stage.database, 'alerts', 'labels', 'poison');
    const fingerprint = '8f3c1a2b4d5e6f70';
    const poison = { ...alert({ name: 'S3<!channel>Down', labels: { secret: 'poison', class: 's3-down' } }), fingerprint };
    const answer = await post(edge, JSON.stringify(notification([poison])), { path: '/webhooks/alertmanager/a%00b' });

    expect(answer.statusCode).toBe(200);
    const [id = ''] = answer.json<{ incidents: string[] }>().incidents;
    expect(await edge.stage.store.get(id)).toMatchObject({
      title: 'S3??channel?Down',
      source: 'ab',
      classId: 's3-down',
      labels: { alertname: 'S3??channel?Down', severity: 'critical' },
    });
    expect(await edge.quarantine.count()).toBe(1);
    await edge.stage.deliver();
    expect(edge.stage.slack.inChannel('U0SECOND')).toHaveLength(1);

    const again = await post(edge, JSON.stringify(notification([poison])), { path: '/webhooks/alertmanager/a%00b' });
    expect(again.statusCode).toBe(200);
    expect(await edge.stage.store.listOpen({ limit: 10 })).toHaveLength(1);
    const over = { ...alert({ name: 'S3<!channel>Down', labels: { class: 's3-down' }, status: 'resolved' }), fingerprint };
    await post(edge, JSON.stringify(notification([over])), { path: '/webhooks/alertmanager/a%00b' });
    expect((await edge.stage.store.get(id))?.escalation.status).toBe('resolved');
  });

  it('calls somebody about a notification whose open incident cannot be read any more', async () => {
    const edge = await open();
    const [id = ''] = (await post(edge, firing)).json<{ incidents: string[] }>().incidents;
    await edge.stage.database.db.updateTable('incidents').set({ escalation: '{"status":"unheard of"}' }).where('id', '=', id).execute();
    const more = notification([alert(), alert({ instance: 'b' })]);
    const answer = await post(edge, JSON.stringify(more));

    expect(answer.statusCode).toBe(200);
    const [standIn = ''] = answer.json<{ incidents: string[] }>().incidents;
    expect(standIn).not.toBe(id);
    expect(await edge.stage.store.get(standIn)).toMatchObject({ title: 'PrometheusTargetDown' });
  });

  it('asks Alertmanager to come again when the store refuses everything', async () => {
    const edge = await open();
    await refuse(edge.stage.database, 'incidents', 'severity', 'critical');

    expect((await post(edge, firing)).statusCode).toBe(503);
    expect(await edge.quarantine.count()).toBe(0);
  });

  it('keeps fields that it does not know and survives keys of objects', async () => {
    const body = firing.replace('"version"', '"__proto__":{"polluted":true},"routeLabels":{"a":"b"},"version"');

    expect((await post(await open(), body)).statusCode).toBe(200);
    expect(Object.keys({})).toEqual([]);
  });

  it('takes a label that no database likes', async () => {
    const edge = await open();
    const answer = await post(edge, JSON.stringify(notification([alert({ labels: { instance: 'a\u0000b\ud800', team: '\u202eevil' } })])));

    expect(answer.statusCode).toBe(200);
    const [id = ''] = answer.json<{ incidents: string[] }>().incidents;
    const [stored] = await edge.stage.store.alertsOf(id, 10);
    expect(stored?.labels).toMatchObject({ instance: 'ab\ufffd', team: 'evil' });
  });

  it('counts and announces a body that is too large', async () => {
    const edge = await open();
    const answer = await post(edge, Buffer.alloc(WEBHOOK_LIMIT_BYTES + 1, 32), { path: '/webhooks/alertmanager/cluster-03' });

    expect(answer.statusCode).toBe(413);
    expect(edge.oversized).toEqual(['cluster-03']);
    expect(edge.codes).toEqual([413]);
  });

  it('asks Alertmanager to come again while the store is away', async () => {
    const edge = await open();
    await edge.stage.database.db.destroy();
    const answer = await post(edge, firing);

    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
  });

  it('tells apart that it works and that it is ready', async () => {
    const edge = await open();

    expect((await edge.server.inject('/healthz')).statusCode).toBe(200);
    expect((await edge.server.inject('/readyz')).json()).toEqual({ status: 'ready', store: 'reachable' });
  });
});
