import { existsSync } from 'node:fs';
import { z } from 'zod';
import { systemClock } from '../src/clients/clock.ts';
import { startLocalSlack } from '../src/sandbox/slack/server.ts';
import { defaultWorkspace } from '../src/sandbox/slack/workspace.ts';
import { startPostgres } from '../test/e2e/peers/postgres.ts';
import { type Child, startChild } from './child.ts';
import { mebibytes, median, printCase, printHeading } from './figures.ts';
import { type LoadResult, loadResult } from './load/generator-result.ts';
import { manyAlerts } from './load/notification.ts';
import { forgetPeak, processUse } from './process-use.ts';
import { WEBHOOK_TOKEN } from './setting/product.ts';

/** How fast notifications become durable, and what a single huge one costs. Everything but the load runs in one process. */
const ROUNDS = 3;
const CLOSED_MS = 1_200;
const OPEN_MS = 2_000;
const CONNECTIONS = 32;
const ALERTS = 10_000;
const POSTGRES_BIN = '/usr/lib/postgresql/15/bin';

const serving = z.object({ url: z.string() });

interface Subject {
  readonly name: string;
  readonly control: string;
  readonly server: Child;
  readonly url: string;
  readonly throughput: (LoadResult & { readonly cpuMs: number })[];
  readonly steady: LoadResult[];
}

const slack = await startLocalSlack({ clock: systemClock, workspace: defaultWorkspace, signingSecret: 'bench' });
const postgres = existsSync(POSTGRES_BIN) ? await startPostgres(POSTGRES_BIN) : null;
const generator = await startChild('load/generator.ts');
let nextNumber = 1;

async function subject(name: string, kind: string, control: string, databaseUrl: string | null = null): Promise<Subject> {
  const slackApiUrl = kind === 'product' ? slack.apiUrl : null;
  const server = await startChild('servers/webhook.ts', { kind, databaseUrl, slackApiUrl });
  return { name, control, server, url: serving.parse(server.ready).url, throughput: [], steady: [] };
}

const PARSE = 'parse only';
const FSYNC = 'append and fdatasync for each';
const STATEMENT = 'PostgreSQL, one statement for each';
const subjects = [
  await subject(PARSE, 'parse', ''),
  await subject(FSYNC, 'fsync', PARSE),
  await subject('intake on SQLite', 'intake', FSYNC),
  await subject('whole product on SQLite', 'product', FSYNC),
  ...(postgres === null
    ? []
    : [
        await subject(STATEMENT, 'statement', FSYNC, postgres.url),
        await subject('intake on PostgreSQL', 'intake', STATEMENT, postgres.url),
      ]),
];

async function closed({ url }: Subject, options: Readonly<Record<string, unknown>> = {}): Promise<LoadResult> {
  const limits = { connections: CONNECTIONS, durationMs: CLOSED_MS, groups: null, total: null };
  const result = await generator.ask('closed', { url, token: WEBHOOK_TOKEN, firstNumber: nextNumber, ...limits, ...options }, loadResult);
  nextNumber += 1_000_000;
  return result;
}

async function open({ url }: Subject): Promise<LoadResult> {
  const options = { token: WEBHOOK_TOKEN, firstNumber: nextNumber, perSecond: 200, durationMs: OPEN_MS };
  nextNumber += 1_000_000;
  return generator.ask('open', { url, ...options }, loadResult);
}

function samplesOf(name: string, results: 'throughput' | 'steady', pick: (result: LoadResult) => number): readonly number[] | undefined {
  return subjects.find((each) => each.name === name)?.[results].map(pick);
}

for (const each of subjects) {
  await closed(each, { durationMs: 500 });
}
for (let round = 0; round < ROUNDS; round += 1) {
  for (const each of subjects) {
    const before = processUse(each.server.pid).cpuMs;
    const result = await closed(each);
    each.throughput.push({ ...result, cpuMs: processUse(each.server.pid).cpuMs - before });
    each.steady.push(await open(each));
  }
}

printHeading(`${CONNECTIONS} connections, one new alert in each notification, answered after the commit`);
for (const { name, control, server, throughput } of subjects) {
  const reference = samplesOf(control, 'throughput', ({ perSecond }) => perSecond);
  const refused = throughput.reduce((sum, each) => sum + each.refused, 0);
  const cpuUs = median(throughput.map(({ cpuMs, answered }) => (cpuMs * 1_000) / answered));
  const note = `control: ${control || 'none'}; p99 ${Math.round(median(throughput.map(({ p99Ms }) => p99Ms)))} ms, ${cpuUs.toFixed(0)} µs of processor each, ${refused} refused, RSS ${mebibytes(processUse(server.pid).rssBytes)}`;
  const samples = throughput.map(({ perSecond }) => perSecond);
  printCase({ name, unit: 'req/s', samples, note, ...(reference === undefined ? {} : { control: reference }) });
}
printHeading('200 notifications a second, evenly spaced, counted from when each should have left');
for (const { name, control, steady } of subjects) {
  for (const [quantile, pick] of [
    ['p50', ({ p50Ms }: LoadResult) => p50Ms],
    ['p99', ({ p99Ms }: LoadResult) => p99Ms],
  ] as const) {
    const reference = samplesOf(control, 'steady', pick);
    printCase({
      name: `${name}, ${quantile}`,
      unit: 'ms',
      samples: steady.map(pick),
      ...(reference === undefined ? {} : { control: reference }),
    });
  }
}
printHeading(`one notification of ${ALERTS} alerts`);
for (const each of subjects.filter(({ name }) => name !== FSYNC && name !== STATEMENT)) {
  await postLarge(each);
}

async function postLarge({ name, server, url }: Subject): Promise<void> {
  const samples: number[] = [];
  forgetPeak(server.pid);
  const before = processUse(server.pid);
  for (let round = 0; round < ROUNDS; round += 1) {
    samples.push(await timedPost(url, manyAlerts(ALERTS, `large-${round}`)));
  }
  const growth = processUse(server.pid).peakBytes - before.rssBytes;
  const note = `${((median(samples) * 1_000) / ALERTS).toFixed(0)} µs/alert, RSS at most +${mebibytes(growth)}`;
  printCase({ name: `${name}, new alerts`, unit: 'ms', samples, note });
  printCase({ name: `${name}, the same again`, unit: 'ms', samples: [await timedPost(url, manyAlerts(ALERTS, 'large-0'))] });
}

async function timedPost(url: string, body: string): Promise<number> {
  const startedMs = performance.now();
  const response = await fetch(url, { method: 'POST', body, headers: { authorization: `Bearer ${WEBHOOK_TOKEN}` } });
  if (!response.ok) {
    throw new Error(`answered ${response.status}: ${await response.text()}`);
  }
  await response.text();
  return performance.now() - startedMs;
}

await Promise.all([...subjects.map(({ server }) => server.stop()), generator.stop()]);
await postgres?.stop();
await slack.close();
