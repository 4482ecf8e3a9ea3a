import { z } from 'zod';
import { systemClock } from '../src/clients/clock.ts';
import { newId } from '../src/clients/ids.ts';
import { createLogger } from '../src/clients/logger.ts';
import { createEngine } from '../src/escalation/engine.ts';
import { advance } from '../src/escalation/machine.ts';
import { levelsOf } from '../src/escalation/policy.ts';
import type { Incident } from '../src/model/incident.ts';
import { startLocalSlack } from '../src/sandbox/slack/server.ts';
import { defaultWorkspace } from '../src/sandbox/slack/workspace.ts';
import { openStore } from '../src/wiring/store.ts';
import { startChild } from './child.ts';
import { mebibytes, percentile, printCase, printHeading } from './figures.ts';
import { loadResult } from './load/generator-result.ts';
import { processUse } from './process-use.ts';
import { kubeconfig, WEBHOOK_TOKEN, writeSetting } from './setting/product.ts';

/** What the escalation costs when much is open, much is due, or much arrives. SQLite. */
const HOUR_MS = 3_600_000;
const IDLE_TICKS = 100;
const ROUNDS = 3;
const ROWS_PER_COMMIT = 2_000;

printHeading('timers on SQLite');
await idleTicks();
await drains();
printHeading('10,000 notifications, one new alert each, as fast as one process takes them (a minute has 60 s)');
await oneMinute();

/** A store with so many open incidents and the engine over it; the first step of all of them falls due at the same instant. */
async function openEngine(incidents: number, dueAt: number) {
  const setting = writeSetting({ kubeconfigs: { 'cluster-01': kubeconfig('http://127.0.0.1:9') } });
  const { config } = setting;
  const logger = createLogger('error');
  const store = await openStore(config, systemClock, logger);
  const levels = levelsOf(config.escalation);
  const policy = { levels, reminderMs: config.escalation.reminder, handBackMs: config.escalation.handBack };
  const openedAt = dueAt - (levels[0]?.ackTimeoutMs ?? 0);
  const { state } = advance(policy, null, { kind: 'opened', at: openedAt, startLevel: 1, pages: true });
  for (let first = 0; first < incidents; first += ROWS_PER_COMMIT) {
    await store.incidents.transaction(async (tx) => {
      for (let index = first; index < Math.min(incidents, first + ROWS_PER_COMMIT); index += 1) {
        await tx.insert({ ...blankIncident(index), levels, escalation: state, openedAt, updatedAt: openedAt });
      }
    });
  }
  return {
    engine: createEngine({ store: store.incidents, config, overrides: async () => [], clock: systemClock, logger }),
    close: async () => {
      await store.close();
      setting.remove();
    },
  };
}

function blankIncident(index: number): Omit<Incident, 'levels' | 'escalation' | 'openedAt' | 'updatedAt'> {
  return {
    id: newId('inc'),
    revision: 1,
    source: 'cluster-02',
    groupKey: `{}:{alertname="PrometheusTargetDown", instance="${index}"}`,
    title: 'PrometheusTargetDown',
    summary: 'Target 10.0.2.17 has been down for 5 minutes.',
    severity: 'critical',
    cluster: 'cluster-02',
    classId: null,
    labels: { alertname: 'PrometheusTargetDown', cluster: 'cluster-02', severity: 'critical' },
    annotations: { summary: 'Target 10.0.2.17 has been down for 5 minutes.' },
    message: null,
    parentId: null,
  };
}

async function idleTicks(): Promise<void> {
  const now = systemClock.now();
  const sizes = [1_000, 100_000];
  const engines = await Promise.all(sizes.map((size) => openEngine(size, now + HOUR_MS)));
  const ticksMs: number[][] = sizes.map(() => []);
  for (let round = 0; round < IDLE_TICKS; round += 1) {
    for (const [index, { engine }] of engines.entries()) {
      const startedMs = performance.now();
      await engine.tick(now);
      ticksMs[index]?.push(performance.now() - startedMs);
    }
  }
  for (const [index, size] of sizes.entries()) {
    const samples = ticksMs[index] ?? [];
    const control = index === 0 ? {} : { control: ticksMs[0] ?? [] };
    const note = `${IDLE_TICKS} ticks, p99 ${percentile(samples, 0.99).toFixed(2)} ms`;
    printCase({ name: `a tick with nothing due, ${size} open`, unit: 'ms', samples, note, ...control });
  }
  await Promise.all(engines.map((each) => each.close()));
}

async function drains(): Promise<void> {
  for (const size of [1_000, 10_000]) {
    const samples: number[] = [];
    for (let round = 0; round < (size === 1_000 ? ROUNDS : 1); round += 1) {
      const now = systemClock.now();
      const { engine, close } = await openEngine(size, now);
      const startedMs = performance.now();
      while ((await engine.tick(now)) > 0) {}
      samples.push(performance.now() - startedMs);
      await close();
    }
    printCase({ name: `${size} levels due at once, all committed`, unit: 'ms', samples });
  }
}

async function oneMinute(): Promise<void> {
  const slack = await startLocalSlack({ clock: systemClock, workspace: defaultWorkspace, signingSecret: 'bench' });
  const server = await startChild('servers/webhook.ts', { kind: 'product', databaseUrl: null, slackApiUrl: slack.apiUrl });
  const generator = await startChild('load/generator.ts');
  const { url } = z.object({ url: z.string() }).parse(server.ready);
  const before = processUse(server.pid);
  const startedMs = performance.now();
  const load = { url, token: WEBHOOK_TOKEN, firstNumber: 0, connections: 16, durationMs: 60_000, groups: null, total: 10_000 };
  const result = await generator.ask('closed', load, loadResult);
  const wallMs = performance.now() - startedMs;
  const after = processUse(server.pid);
  const note = `${result.answered} answered 200, ${result.refused} refused, RSS at most +${mebibytes(after.peakBytes - before.rssBytes)}, Slack paced as usual`;
  printCase({ name: 'whole product', unit: 's', samples: [wallMs / 1_000], note });
  printCase({ name: 'answer, p50', unit: 'ms', samples: [result.p50Ms] });
  printCase({ name: 'answer, p99', unit: 'ms', samples: [result.p99Ms] });
  await Promise.all([server.stop(), generator.stop(), slack.close()]);
}
