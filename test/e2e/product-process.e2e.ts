import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from './peers/process.ts';
import { measured } from './support/figures.ts';
import { incidentsOf, notification, notify } from './support/notifications.ts';
import { type ProductProcess, prepareProduct, runToEnd } from './support/product.ts';
import { productFiles, WEBHOOK_TOKEN } from './support/settings.ts';
import { type Slack, startSlack } from './support/slack.ts';
import { count, sqliteRows } from './support/store.ts';

const STOP_WITHIN_MS = 20_000;

describe('the product as a process', () => {
  const root = mkdtempSync(join(tmpdir(), 'thanos-chatops-process-'));
  let slack: Slack;

  beforeAll(async () => {
    slack = await startSlack();
  });
  afterAll(async () => {
    await slack?.close();
    rmSync(root, { recursive: true, force: true });
  });

  const fresh = (name: string): string => {
    const directory = join(root, name);
    mkdirSync(directory, { recursive: true });
    return directory;
  };

  describe('that cannot start', () => {
    it.concurrent.each([
      ['no configuration', { CONFIG_FILE: 'missing.yaml' }, /^There is no configuration file at missing\.yaml\./],
      ['configuration that is no YAML', { CONFIG_FILE: 'broken.yaml' }, /broken\.yaml/],
      ['configuration that lacks what is required', { CONFIG_FILE: 'bare.yaml' }, /clusters: found nothing/],
      ['a bot token of another kind', { SLACK_BOT_TOKEN: 'xoxp-1234' }, /SLACK_BOT_TOKEN: found a value, expected a bot token/],
      ['a database that is not PostgreSQL', { DATABASE_URL: 'mysql://root:secret@db/x' }, /DATABASE_URL: found a value, expected postgres/],
      ['a database that is away', { DATABASE_URL: 'postgres://thanos:secret@127.0.0.1:1/x' }, /127\.0\.0\.1:1/],
      ['a data directory that is a file', { DATA_DIR: 'bare.yaml' }, /bare\.yaml/],
    ])('for %s it ends with 1 and a sentence', async (name, changes, expected) => {
      const directory = fresh(name.replaceAll(' ', '-'));
      writeFileSync(join(directory, 'broken.yaml'), 'clusters: [\n');
      writeFileSync(join(directory, 'bare.yaml'), 'locale: ko\n');

      const { code, output } = await runToEnd(directory, {
        ...productFiles({ directory, slackApiUrl: slack.apiUrl }),
        HTTP_PORT: '0',
        LOG_LEVEL: 'error',
        ...changes,
      });

      expect(output).toMatch(expected);
      expect(output).not.toMatch(/^\s+at /m);
      expect(output).not.toContain('secret');
      expect(output).not.toContain('xoxp-1234');
      expect(code).toBe(1);
    });

    it('because another process has its data directory it says so, and the other goes on', async () => {
      const directory = fresh('shared');
      const product = await prepareProduct({ directory, slackApiUrl: slack.apiUrl });
      await product.start();

      const { code, output } = await runToEnd(directory, {
        ...productFiles({ directory, slackApiUrl: slack.apiUrl }),
        HTTP_PORT: '0',
      });
      const answered = await notify(product.webhookUrl, notification('StillMine'));
      await product.kill();

      expect(output).toMatch(/Another process already uses the data directory/);
      expect(code).toBe(1);
      expect(answered?.status).toBe(200);
    });
  });

  describe('that is asked to stop', () => {
    const start = async (name: string): Promise<ProductProcess> => {
      const product = await prepareProduct({ directory: fresh(name), slackApiUrl: slack.apiUrl });
      await product.start();
      return product;
    };

    it('ends with 0 at once when nothing is under way', async () => {
      const { code, tookMs } = await (await start('idle')).terminate();

      measured('SIGTERM while idle, ms', { total: tookMs });
      expect(code).toBe(0);
      expect(tookMs).toBeLessThan(STOP_WITHIN_MS);
    });

    it('finishes the webhook and the message that are under way', async () => {
      const product = await start('busy');
      slack.control.clearCalls();
      slack.control.orderFault({ method: 'chat.postMessage', effect: { kind: 'slow', delayMs: 2_000 }, count: 2 });
      const [incident = ''] = incidentsOf(await notify(product.webhookUrl, notification('InFlight')));
      const openedAt = performance.now();
      const late = startWebhook(product.webhookUrl, JSON.stringify(notification('HalfSent')));
      await until(async () => (await metric(product, 'thanos_chatops_outbox_pending')) >= 2 && performance.now() - openedAt > 300);

      const stopped = product.terminate();
      late.finish();
      const { code, tookMs, output } = await stopped;

      measured('SIGTERM with a webhook and two messages under way, ms', { total: tookMs });
      expect(code).toBe(0);
      expect(tookMs).toBeLessThan(STOP_WITHIN_MS);
      expect(await late.status()).toBe(200);
      expect(output).toContain('stopped');
      expect(slack.parents(incident)).toHaveLength(1);
      const rows = sqliteRows(join(root, 'busy'));
      expect(await count(rows, `select count(*) from outbox where status = 'sending'`)).toBe(0);
      expect(await count(rows, 'select count(*) from incidents')).toBe(2);
      slack.control.clearFaults();
    });

    it('does not wait for a body that never ends', async () => {
      const product = await start('stuck');
      const late = startWebhook(product.webhookUrl, JSON.stringify(notification('NeverSent')));
      await late.isConnected();

      const { code, tookMs } = await product.terminate();

      measured('SIGTERM with a body that never ends, ms', { total: tookMs });
      expect(code).toBe(0);
      expect(tookMs).toBeLessThan(STOP_WITHIN_MS);
    });

    it('ends although Slack does not answer, and says later what it could not say', async () => {
      const product = await start('hung');
      slack.control.clearCalls();
      slack.control.orderFault({ method: '*', effect: { kind: 'hang' } });
      const [incident = ''] = incidentsOf(await notify(product.webhookUrl, notification('HangingSlack')));
      await until(() => slack.posts() > 0);

      const { code, tookMs } = await product.terminate();
      slack.control.clearFaults();
      await product.start();
      await until(() => slack.parents(incident).length === 1 && slack.calls('U0PRIMARY', incident).length === 1);
      await product.kill();

      measured('SIGTERM while Slack hangs, ms', { total: tookMs });
      expect(code).toBe(0);
      expect(tookMs).toBeLessThan(STOP_WITHIN_MS);
    });
  });
});

async function metric(product: ProductProcess, name: string): Promise<number> {
  const text = await (await fetch(`${product.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
}

/** A request of which all but the last byte is sent. */
function startWebhook(url: string, body: string) {
  const { hostname, port, pathname } = new URL(url);
  const socket = connect(Number(port), hostname);
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString();
  });
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const connected = new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  const head = [
    `POST ${pathname} HTTP/1.1`,
    `Host: ${hostname}`,
    `Authorization: Bearer ${WEBHOOK_TOKEN}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    '',
  ];
  socket.write(head.join('\r\n') + body.slice(0, -1));
  return {
    isConnected: () => connected,
    finish: () => socket.write(body.slice(-1)),
    status: async () => {
      await closed;
      return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? Number.NaN);
    },
  };
}
