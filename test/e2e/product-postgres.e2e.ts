import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PostgresServer, startPostgres } from './peers/postgres.ts';
import { freePort, type Peer, until } from './peers/process.ts';
import { startAlertmanager } from './peers/prometheus.ts';
import { measured } from './support/figures.ts';
import { fire } from './support/monitoring.ts';
import { incidentsOf, notification, notify } from './support/notifications.ts';
import { type ProductProcess, prepareProduct } from './support/product.ts';
import { WEBHOOK_TOKEN } from './support/settings.ts';
import { type Slack, startSlack } from './support/slack.ts';
import { count, postgresRows, type ReadRows } from './support/store.ts';

const { POSTGRES_BIN: bin, ALERTMANAGER: alertmanagerBinary } = process.env;

describe.skipIf(!bin || !alertmanagerBinary)('the product whose PostgreSQL goes away (needs POSTGRES_BIN and ALERTMANAGER)', () => {
  const directory = mkdtempSync(join(tmpdir(), 'thanos-chatops-away-'));
  let postgres: PostgresServer;
  let slack: Slack;
  let product: ProductProcess;
  let alertmanager: Peer;

  beforeAll(async () => {
    postgres = await startPostgres(bin ?? '');
    slack = await startSlack();
    const port = await freePort();
    alertmanager = await startAlertmanager(alertmanagerBinary ?? '', {
      url: `http://127.0.0.1:${port}/webhooks/alertmanager/cluster-01`,
      token: WEBHOOK_TOKEN,
    });
    product = await prepareProduct({
      directory,
      port,
      slackApiUrl: slack.apiUrl,
      databaseUrl: postgres.url,
      alertmanagerUrl: alertmanager.url,
    });
    await product.start();
  });
  afterAll(async () => {
    await alertmanager?.stop();
    await product?.kill();
    await slack?.close();
    await postgres?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it('asks Alertmanager to come again, and has everything once the store is back', async () => {
    const names = ['BeforeOutage', 'InOutage1', 'InOutage2', 'InOutage3'];
    await fire(alertmanager, 'BeforeOutage');
    await until(() => called('BeforeOutage'));

    await postgres.kill();
    const refused = await notify(product.webhookUrl, notification('Direct'));
    await Promise.all(names.slice(1).map((name) => fire(alertmanager, name)));
    await until(async () => (await webhookAnswers(alertmanager)) > 0);

    expect(refused).toMatchObject({ status: 503, retryAfter: '5' });
    expect((await fetch(`${product.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${product.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${product.url}/metrics`)).status).toBe(200);
    const backAt = performance.now();
    await postgres.restart();
    await until(() => names.every(called), 90_000);

    measured('store away: back → everybody called, ms', { total: performance.now() - backAt });
    expect(product.isRunning()).toBe(true);
    expect(await count(postgresRows(postgres.url), 'select count(*) from incidents')).toBe(names.length);
  });

  const called = (name: string): boolean =>
    slack.control.messages('U0PRIMARY').filter((message) => slack.words(message).includes(name)).length === 1;
});

/** How many notifications Alertmanager could not deliver so far. */
async function webhookAnswers(alertmanager: Peer): Promise<number> {
  const text = await (await fetch(`${alertmanager.url}/metrics`)).text();
  const failed = /^alertmanager_notification_requests_failed_total\{integration="webhook"[^}]*\} (\d+)$/m.exec(text);
  return Number(failed?.[1] ?? 0);
}

/** Who has something under way, the one with the oldest of it first. */
async function holderOf(rows: ReadRows): Promise<string | null> {
  const [row] = await rows(`select lease_owner from outbox where status = 'sending' and lease_owner is not null order by id limit 1`);
  return typeof row?.['lease_owner'] === 'string' ? row['lease_owner'] : null;
}

const INCIDENTS = 200;
/** With the one that told whose name is whose. */
const ALL_INCIDENTS = INCIDENTS + 1;
const LEASE_MS = 20_000;

describe.skipIf(!bin)('two processes of the product on one PostgreSQL (needs POSTGRES_BIN)', () => {
  const directories = [1, 2].map((index) => mkdtempSync(join(tmpdir(), `thanos-chatops-pair${index}-`)));
  const incidents: string[] = [];
  let postgres: PostgresServer;
  let slack: Slack;
  let pair: ProductProcess[];
  /** Under which name the first of them holds work. */
  let firstOwner: string;

  beforeAll(async () => {
    postgres = await startPostgres(bin ?? '');
    // Its own limits are met elsewhere; 200 incidents would take minutes under them.
    slack = await startSlack({ rateLimits: false });
    pair = await Promise.all(
      directories.map((directory) =>
        prepareProduct({ directory, slackApiUrl: slack.apiUrl, databaseUrl: postgres.url, ackTimeouts: ['40s', '1h'] }),
      ),
    );
    await first().start();
    firstOwner = await ownerOfNextPost();
    await second().start();
  });
  afterAll(async () => {
    await Promise.all((pair ?? []).map((product) => product.kill()));
    await slack?.close();
    await postgres?.stop();
    for (const directory of directories) {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  const first = (): ProductProcess => member(0);
  const second = (): ProductProcess => member(1);
  function member(index: number): ProductProcess {
    const product = pair[index];
    if (product === undefined) {
      throw new Error('the pair was not started');
    }
    return product;
  }

  it('take the same webhooks twice, as a pair of Alertmanagers sends them, and open one incident for each', async () => {
    const startedAt = performance.now();
    const ids = await Promise.all(
      Array.from({ length: INCIDENTS }, async (_, index) => {
        const body = notification(`Pair${index}`);
        const answers = await Promise.all([notify(first().webhookUrl, body), notify(second().webhookUrl, body)]);
        return answers.map((answer) => incidentsOf(answer)[0]);
      }),
    );
    measured('two processes: webhooks taken', { webhooks: INCIDENTS * 2, 'total ms': performance.now() - startedAt });

    expect(ids.filter(([one, other]) => one === undefined || one !== other)).toEqual([]);
    incidents.push(...ids.flatMap(([one]) => one ?? []));
    expect(new Set(incidents).size).toBe(INCIDENTS);
  });

  it('take over from the other when it is killed, within its lease', async () => {
    // An answer that never comes holds the channel until somebody else may use it.
    slack.control.clearCalls();
    slack.control.orderFault({ method: 'chat.postMessage', effect: { kind: 'hang' } });
    const rows = postgresRows(postgres.url);
    await until(() => slack.control.calls('chat.postMessage').some(({ result }) => result.includes('hang')));
    const owner = (await holderOf(rows)) ?? '';
    const killed = owner === firstOwner ? 0 : 1;
    await member(killed).kill();
    const killedAt = performance.now();
    const left = await rows(`select id from outbox where status = 'sending' and lease_owner = '${owner}'`);
    slack.control.clearFaults();
    const ids = left.map(({ id }) => Number(id));
    expect(ids.length).toBeGreaterThan(0);

    await until(
      async () => (await count(rows, `select count(*) from outbox where status = 'sending' and id in (${ids.join(',')})`)) === 0,
      LEASE_MS + 20_000,
    );

    const tookMs = performance.now() - killedAt;
    measured('two processes: killed → its work taken over, ms', { total: tookMs, messages: ids.length });
    expect(tookMs).toBeLessThan(LEASE_MS + 10_000);
    await member(killed).start();
  });

  it('call each level of each incident once', async () => {
    const rows = postgresRows(postgres.url);
    const pages = `select incident_id, details::json->>'level' as level, count(*) as n from timeline where kind = 'paged' group by 1, 2`;
    await until(async () => (await rows(pages)).length >= ALL_INCIDENTS * 2, 60_000);
    // A message a second and process is all that the channel takes, so half of them stand for all.
    await until(() => shown() >= INCIDENTS / 2, 100_000);

    expect((await rows(pages)).filter(({ n }) => Number(n) !== 1)).toEqual([]);
    expect(await rows(pages)).toHaveLength(ALL_INCIDENTS * 2);
    const twice = incidents.filter((incident) => slack.parents(incident).length > 1);
    measured('two processes: incidents shown more than once', { shown: shown(), twice: twice.length });
    expect(twice.length).toBeLessThanOrEqual(1);
  });

  const shown = (): number => incidents.filter((incident) => slack.parents(incident).length > 0).length;

  async function ownerOfNextPost(): Promise<string> {
    const rows = postgresRows(postgres.url);
    slack.control.orderFault({ method: 'chat.postMessage', effect: { kind: 'hang' }, count: 1 });
    await notify(first().webhookUrl, notification('Probe'));
    await until(async () => (await holderOf(rows)) !== null);
    return (await holderOf(rows)) ?? '';
  }
});
