import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from './peers/process.ts';
import { measured } from './support/figures.ts';
import { incidentsOf, notification, notify, post } from './support/notifications.ts';
import { type ProductProcess, prepareProduct } from './support/product.ts';
import { WEBHOOK_TOKEN } from './support/settings.ts';
import { type Slack, startSlack } from './support/slack.ts';

const BEARER = { authorization: `Bearer ${WEBHOOK_TOKEN}`, 'content-type': 'application/json' };
const MEBIBYTE = 1_024 * 1_024;

describe('the product, sent what it should not be sent', () => {
  const directory = mkdtempSync(join(tmpdir(), 'thanos-chatops-input-'));
  let slack: Slack;
  let product: ProductProcess;
  /** Requests that stay open beside everything else: one says nothing more, the other a byte now and then. */
  let unfinished: readonly Awaited<ReturnType<typeof half>>[];
  let unfinishedSince: number;
  let trickle: NodeJS.Timeout;

  beforeAll(async () => {
    slack = await startSlack();
    product = await prepareProduct({ directory, slackApiUrl: slack.apiUrl });
    await product.start();
    unfinished = await Promise.all([half(product.url), half(product.url)]);
    unfinishedSince = performance.now();
    trickle = setInterval(() => unfinished[1]?.socket.write('x'), 500);
  });
  afterAll(async () => {
    clearInterval(trickle);
    await product?.kill();
    await slack?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it.each([
    ['no token', {}],
    ['a wrong token', { authorization: 'Bearer wrong' }],
    ['another scheme', { authorization: `Basic ${WEBHOOK_TOKEN}` }],
    ['the token and more', { authorization: `Bearer ${WEBHOOK_TOKEN}x` }],
  ])('answers 401 to %s, and says nothing of the token', async (_, headers: Record<string, string>) => {
    const answered = await post(product.webhookUrl, JSON.stringify(notification('Intruder')), headers);

    expect(answered).toMatchObject({ status: 401, body: { error: 'A valid bearer token is required.' } });
    expect(JSON.stringify(answered)).not.toContain(WEBHOOK_TOKEN);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'firing!'],
    ['half a body', JSON.stringify(notification('Half')).slice(0, 200)],
    ['null', 'null'],
    ['a list', '[]'],
    ['version 5', JSON.stringify({ ...notification('Future'), version: '5' })],
    ['no alerts', JSON.stringify({ ...notification('Bare'), alerts: undefined })],
    ['an alert without labels', JSON.stringify({ ...notification('Bare'), alerts: [{}] })],
    ['gzip', gzipSync(JSON.stringify(notification('Zipped')))],
    ['ten thousand brackets', '['.repeat(10_000)],
  ])('answers 400 with one sentence to %s', async (_, body) => {
    const answered = await post(product.webhookUrl, body, BEARER);

    expect(answered?.status).toBe(400);
    expect(answered?.body['error']).toMatch(/^[^\n]{10,200}\.$/);
  });

  it('answers 413 to 33 MiB, and tells the channel that alerts were not taken', async () => {
    const answered = await post(product.webhookUrl, 'x'.repeat(33 * MEBIBYTE), BEARER);

    expect(answered).toMatchObject({ status: 413, body: { error: 'The body is larger than 32 MiB.' } });
    await until(() => slack.control.messages('C0INCIDENT').some((message) => /32 MiB|too large|larger/.test(slack.words(message))));
    expect(await metric(`thanos_chatops_webhook_requests_total{code="413"}`)).toBe(1);
  });

  it('takes ten thousand alerts in one body, and says so in one message', async () => {
    const alerts = Array.from({ length: 10_000 }, (_, index) => ({ labels: { instance: `host-${index}`, pod: `pod-${index}` } }));
    const body = JSON.stringify(notification('TenThousand', alerts));
    const startedAt = performance.now();
    const answered = await post(product.webhookUrl, body, BEARER);
    const tookMs = performance.now() - startedAt;
    const [incident = ''] = incidentsOf(answered);
    await until(() => slack.parents(incident).length === 1 && slack.calls('U0PRIMARY', incident).length === 1);

    expect(answered?.status).toBe(200);
    expect(slack.words(slack.parents(incident)[0] ?? fail())).toMatch(/10,?000/);
    measured('10,000 alerts in one webhook', { MiB: body.length / MEBIBYTE, 'answered ms': tookMs, 'RSS MiB': residentMiB() });
  });

  it.each([
    ['U+0000', 'a\u0000b'],
    ['a lone surrogate', 'a\ud800b'],
    ['text that runs backwards', 'a\u202eb\u2066c'],
    ['100 kB', 'long'.repeat(25_600)],
    ['a mention of everybody', '<!channel> <!here> <@U0ADMIN> <#C0GENERAL> <https://evil.example|harmless>'],
    ['mark-up', '*bold* `code` ```block``` ~gone~ &lt;!channel&gt;'],
    ['prototype names', '__proto__'],
  ])('calls for an alert whose labels hold %s, and lets nothing of it act', async (what, text) => {
    const group = `Hostile${what.replaceAll(/[^a-z0-9]/gi, '')}`;
    const alert = { labels: { pod: text, __proto__value: text }, annotations: { summary: text, runbook_url: 'javascript:alert(1)' } };
    const hostile = { ...notification(group, [alert]), commonLabels: { alertname: group, severity: 'critical', cluster: text } };
    const [incident = ''] = incidentsOf(await notify(product.webhookUrl, hostile));
    await until(() => slack.parents(incident).length === 1 && slack.calls('U0PRIMARY', incident).length === 1);

    for (const message of [...slack.parents(incident), ...slack.calls('U0PRIMARY', incident)]) {
      const live = slack.liveText(message);
      expect(live).toContain(group);
      expect(live).not.toMatch(/<!(channel|here|everyone)/);
      expect(live).not.toContain('<@U0ADMIN>');
      expect(live).not.toContain('<https://evil.example');
      expect(slack.words(message)).not.toContain('"url":"javascript:');
      expect(slack.words(message)).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    }
  });

  it('goes on serving while a body never ends and another trickles, and cuts them off', async () => {
    expect(unfinished.filter(({ isClosed }) => isClosed())).toEqual([]);
    const startedAt = performance.now();
    const answered = await notify(product.webhookUrl, notification('MeanwhileNormal'));
    const normalMs = performance.now() - startedAt;
    await until(() => unfinished.every(({ isClosed }) => isClosed()), 40_000);

    expect(answered?.status).toBe(200);
    measured('unfinished bodies', { 'a normal webhook meanwhile ms': normalMs, 'cut off after ms': performance.now() - unfinishedSince });
  });

  it('is alive after all this', async () => {
    expect(product.isRunning()).toBe(true);
    expect((await fetch(`${product.url}/readyz`)).status).toBe(200);
    expect(product.output()).not.toContain(WEBHOOK_TOKEN);
    expect(product.output()).not.toContain('xoxb-');
  });

  async function metric(name: string): Promise<number> {
    const text = await (await fetch(`${product.url}/metrics`)).text();
    const line = text.split('\n').find((each) => each.startsWith(`${name} `));
    return Number(line?.slice(name.length + 1) ?? Number.NaN);
  }

  function residentMiB(): number {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${product.pid()}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1_024;
  }
});

/** A request whose body is announced and never finished. */
async function half(url: string): Promise<{ readonly socket: Socket; isClosed(): boolean }> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let isClosed = false;
  socket.on('close', () => {
    isClosed = true;
  });
  socket.on('error', () => undefined);
  socket.resume();
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  socket.write(
    [
      'POST /webhooks/alertmanager HTTP/1.1',
      `Host: ${hostname}`,
      `Authorization: ${BEARER.authorization}`,
      'Content-Type: application/json',
      'Content-Length: 1000000',
      '',
      '{"version":',
    ].join('\r\n'),
  );
  return { socket, isClosed: () => isClosed };
}

function fail(): never {
  throw new Error('Slack does not have the message');
}
