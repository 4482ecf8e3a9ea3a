import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from './peers/process.ts';
import { measured } from './support/figures.ts';
import { incidentsOf, notification, notify } from './support/notifications.ts';
import { type ProductProcess, prepareProduct } from './support/product.ts';
import { type Slack, startSlack } from './support/slack.ts';

describe('the product while Slack is away', () => {
  const directory = mkdtempSync(join(tmpdir(), 'thanos-chatops-slackless-'));
  let slack: Slack;
  let product: ProductProcess;

  beforeAll(async () => {
    slack = await startSlack();
    product = await prepareProduct({ directory, slackApiUrl: slack.apiUrl, ackTimeouts: ['2s', '3s'] });
    await product.start();
  });
  afterAll(async () => {
    await product?.kill();
    await slack?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it.each([
    ['answers 503', { kind: 'server-error', status: 503 }],
    ['drops connections', { kind: 'drop-before' }],
  ] as const)('says where each incident stands once, after Slack %s', async (what, effect) => {
    const names = Array.from({ length: 6 }, (_, index) => `Away ${what} ${index}`);
    slack.control.orderFault({ method: '*', effect });
    const ids = await Promise.all(names.map(async (name) => incidentsOf(await notify(product.webhookUrl, notification(name)))[0] ?? ''));
    expect(ids).not.toContain('');
    // Long enough for every level to fall due; half of the incidents end meanwhile.
    await until(async () => (await metric('thanos_chatops_outbox_pending')) >= 24);
    await Promise.all(names.slice(3).map((name) => notify(product.webhookUrl, notification(name, [{ status: 'resolved' }]))));

    expect(ids.flatMap((id) => slack.parents(id))).toEqual([]);
    const backAt = performance.now();
    slack.control.clearFaults();
    await until(() => ids.every((id) => slack.parents(id).length > 0), 60_000);
    const firstMs = performance.now() - backAt;
    await until(async () => (await metric('thanos_chatops_outbox_pending')) === 0, 90_000);

    expect(ids.map((id) => slack.parents(id).length)).toEqual(ids.map(() => 1));
    for (const [index, id] of ids.entries()) {
      const [parent] = slack.parents(id);
      expect(parent === undefined ? '' : slack.words(parent)).toContain(index < 3 ? 'CRITICAL' : 'RESOLVED');
      expect(slack.calls('U0PRIMARY', id).length).toBe(index < 3 ? 1 : 0);
    }
    measured(`Slack ${what}`, {
      incidents: ids.length,
      'messages that show them': ids.flatMap((id) => slack.parents(id)).length,
      'calls in the channel besides': ids.flatMap((id) => slack.channelCalls(id)).length,
      'back → all shown ms': firstMs,
      'queue empty ms': performance.now() - backAt,
    });
    await Promise.all(names.map((name) => notify(product.webhookUrl, notification(name, [{ status: 'resolved' }]))));
    await until(async () => (await metric('thanos_chatops_outbox_pending')) === 0, 60_000);
  });

  async function metric(name: string): Promise<number> {
    const text = await (await fetch(`${product.url}/metrics`)).text();
    return Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  }
});
