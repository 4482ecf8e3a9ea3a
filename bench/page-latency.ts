import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../src/clients/clock.ts';
import { createLogger } from '../src/clients/logger.ts';
import { type LocalSlack, startLocalSlack } from '../src/sandbox/slack/server.ts';
import { defaultWorkspace } from '../src/sandbox/slack/workspace.ts';
import { startProduct } from '../src/wiring/product.ts';
import { percentile, printCase, printHeading } from './figures.ts';
import { singleAlert } from './load/notification.ts';
import { kubeconfig, WEBHOOK_TOKEN, writeSetting } from './setting/product.ts';

/**
 * From the notification's first byte until the page stands in the channel. Slack takes a message a second in a channel, so three
 * products with a channel each take turns; otherwise the figure would be Slack's own pace.
 */
const SINGLES = 102;
const CHANNELS = ['C0INCIDENT', 'C0DIGEST', 'C0AUDIT'];
const TURN_MS = 1_150 / CHANNELS.length;
const GIVE_UP_MS = 10_000;

// The product's direct messages to one person would also be held to Slack's pace, three times over.
const slack = await startLocalSlack({ clock: systemClock, workspace: defaultWorkspace, signingSecret: 'bench', rateLimits: false });
const products = await Promise.all(CHANNELS.map((channel) => start(channel)));
const committedMs: number[] = [];
const visibleMs: number[] = [];

for (let index = 0; index < SINGLES; index += 1) {
  const turn = sleep(TURN_MS);
  const product = products[index % products.length];
  if (product !== undefined) {
    await measureOne(product, index);
  }
  await turn;
}
printHeading(`${SINGLES} single notifications, one after the other, whole product on SQLite`);
for (const [name, samples] of [
  ['answered after the commit', committedMs],
  ['page visible in the channel', visibleMs],
] as const) {
  printCase({ name: `${name}, p50`, unit: 'ms', samples: [percentile(samples, 0.5)] });
  printCase({
    name: `${name}, p99`,
    unit: 'ms',
    samples: [percentile(samples, 0.99)],
    note: `slowest ${Math.max(...samples).toFixed(1)} ms`,
  });
}
await Promise.all(products.map((each) => each.stop()));
await slack.close();

interface Running {
  readonly channel: string;
  readonly webhook: string;
  stop(): Promise<void>;
}

async function start(incidentChannel: string): Promise<Running> {
  const setting = writeSetting({
    kubeconfigs: { 'cluster-01': kubeconfig('http://127.0.0.1:9') },
    slackApiUrl: slack.apiUrl,
    incidentChannel,
  });
  const product = await startProduct({
    config: setting.config,
    logger: createLogger('silent'),
    clock: systemClock,
    realClock: systemClock,
  });
  return {
    channel: incidentChannel,
    webhook: `${product.url}/webhooks/alertmanager/cluster-02`,
    stop: async () => {
      await product.stop();
      setting.remove();
    },
  };
}

async function measureOne({ channel, webhook }: Running, index: number): Promise<void> {
  const before = countIn(slack, channel);
  const startedMs = performance.now();
  const response = await fetch(webhook, {
    method: 'POST',
    body: singleAlert(index),
    headers: { authorization: `Bearer ${WEBHOOK_TOKEN}` },
  });
  await response.text();
  committedMs.push(performance.now() - startedMs);
  while (countIn(slack, channel) === before) {
    if (performance.now() - startedMs > GIVE_UP_MS) {
      throw new Error(`no page in ${channel} within ${GIVE_UP_MS / 1_000} s`);
    }
    await sleep(1);
  }
  visibleMs.push(performance.now() - startedMs);
}

/** Messages of the channel itself, without the replies in threads. */
function countIn({ control }: LocalSlack, channel: string): number {
  return control
    .calls('chat.postMessage')
    .filter(({ args, result }) => args['channel'] === channel && args['thread_ts'] === undefined && result === 'ok').length;
}
