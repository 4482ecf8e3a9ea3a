import { z } from 'zod';
import { CHECKS } from '../src/checks/registry.ts';
import { systemClock } from '../src/clients/clock.ts';
import { newId } from '../src/clients/ids.ts';
import { createLogger } from '../src/clients/logger.ts';
import { measure } from '../src/digest/job.ts';
import { createCheckRunner } from '../src/digest/run.ts';
import type { HealthReport } from '../src/model/health.ts';
import { openStore } from '../src/wiring/store.ts';
import { openUpstreams } from '../src/wiring/upstreams.ts';
import { startChild } from './child.ts';
import { mebibytes, printCase, printHeading } from './figures.ts';
import { measured, processUse } from './process-use.ts';
import { estateReady } from './servers/estate-ready.ts';
import { kubectl, runManual, writeManualSetting } from './setting/manual.ts';
import { kubeconfig, type World, writeSetting } from './setting/product.ts';

/** The daily digest against ever more clusters, beside the manual's own morning script. The other side runs in processes of its own. */
const ROUNDS = 3;
/** With more clusters, one round must do. */
const FEW_CLUSTERS = 16;
/** With more, the manual is left out, whose time grows by the same amount with each cluster, and so is the round that warms up. */
const MANUAL_CLUSTERS = 64;
const MANUAL_LIMIT_MS = 60_000;

printHeading(`daily digest, all checks, simulated estate; control: manual-daily-check.sh with ${kubectl === null ? 'curl' : 'kubectl'}`);
await estateOf(4);
await estateOf(16);
await estateOf(64);
await estateOf(200);
printHeading('pods alone, generated API servers; control: the same of manual-daily-check.sh');
await podsOf(4, 2_000);
await podsOf(200, 2_000);

/** The product's own digest against a world, without posting it. */
async function openDigest(world: World, checkIds: readonly string[] | null) {
  const setting = writeSetting(world);
  const logger = createLogger('silent');
  const store = await openStore(setting.config, systemClock, logger);
  const upstreams = openUpstreams(setting.config);
  const runner = createCheckRunner({
    ...upstreams,
    config: setting.config,
    memory: store.checkMemory,
    history: store.reports,
    clock: systemClock,
    logger,
    newId,
  });
  const checks = CHECKS.filter(({ id }) => checkIds === null || checkIds.includes(id));
  return {
    run: async () => (await measure({ checks, runner, reports: store.reports }, 'daily', systemClock.now())).report,
    close: async () => {
      await upstreams.close();
      await store.close();
      setting.remove();
    },
  };
}

async function estateOf(clusters: number): Promise<void> {
  const estate = await startChild('servers/estate.ts', { clusters });
  const world = estateReady.parse(estate.ready);
  const digest = await openDigest(world, null);
  const manual = writeManualSetting(world.kubeconfigs);
  if (clusters <= MANUAL_CLUSTERS) {
    await digest.run();
  }
  const manualMs: number[] = [];
  const runs: (Awaited<ReturnType<typeof measured<HealthReport>>> & { readonly otherCpuMs: number })[] = [];
  for (let round = 0; round < (clusters > FEW_CLUSTERS ? 1 : ROUNDS); round += 1) {
    const other = processUse(estate.pid).cpuMs;
    const run = await measured(digest.run);
    runs.push({ ...run, otherCpuMs: processUse(estate.pid).cpuMs - other });
    if (clusters <= MANUAL_CLUSTERS) {
      manualMs.push((await runManual(manual, { podsOnly: false, limitMs: MANUAL_LIMIT_MS })) ?? MANUAL_LIMIT_MS);
    }
  }
  const note = `${summary(runs)}, estate itself ${Math.round(Math.min(...runs.map(({ otherCpuMs }) => otherCpuMs)))} ms of processor`;
  printCase({ name: `${clusters} clusters`, unit: 'ms', samples: runs.map(({ wallMs }) => wallMs), note, ...controlOf(manualMs) });
  if (manualMs.length > 0) {
    printCase({ name: `${clusters} clusters, by the manual`, unit: 'ms', samples: manualMs });
  }
  if (clusters === 4) {
    await estate.ask('hang', Object.keys(world.kubeconfigs)[2], z.unknown());
    const hung = await measured(digest.run);
    printCase({ name: '4 clusters, one hangs', unit: 'ms', samples: [hung.wallMs], note: `${summary([hung])}; deadline 45,000 ms` });
    const limitMs = 10_000;
    const byHand = await runManual(manual, { podsOnly: false, limitMs });
    printCase({
      name: '4 clusters, one hangs, by the manual',
      unit: 'ms',
      samples: [byHand ?? limitMs],
      note: byHand === null ? 'cut off, still waiting' : '',
    });
  }
  await digest.close();
  manual.remove();
  await estate.stop();
}

async function podsOf(clusters: number, pods: number): Promise<void> {
  const child = await startChild('servers/api-server.ts', { clusters, pods, configMaps: 0 });
  const { urls } = z.object({ urls: z.array(z.string()) }).parse(child.ready);
  const kubeconfigs = Object.fromEntries(urls.map((url, index) => [`cluster-${String(index + 1).padStart(3, '0')}`, kubeconfig(url)]));
  const digest = await openDigest({ kubeconfigs }, ['pods']);
  const manual = writeManualSetting(kubeconfigs);
  const rounds = clusters > FEW_CLUSTERS ? 1 : ROUNDS;
  if (clusters <= MANUAL_CLUSTERS) {
    await digest.run();
  }
  const runs: Awaited<ReturnType<typeof measured<HealthReport>>>[] = [];
  const manualMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    runs.push(await measured(digest.run));
    if (clusters <= 4) {
      manualMs.push((await runManual(manual, { podsOnly: true, limitMs: MANUAL_LIMIT_MS })) ?? MANUAL_LIMIT_MS);
    }
  }
  const samples = runs.map(({ wallMs }) => wallMs);
  printCase({ name: `${clusters} clusters × ${pods} pods`, unit: 'ms', samples, ...controlOf(manualMs), note: summary(runs) });
  await digest.close();
  manual.remove();
  await child.stop();
}

function controlOf(samples: readonly number[]): { readonly control?: readonly number[] } {
  return samples.length === 0 ? {} : { control: samples };
}

function summary(runs: readonly { readonly result: HealthReport; readonly cpuMs: number; readonly growthBytes: number }[]): string {
  const reports = runs.at(-1)?.result.reports ?? [];
  const count = (status: string): number => reports.filter((report) => report.status === status).length;
  const tally = ['ok', 'warning', 'critical', 'unknown'].map((status) => `${count(status)} ${status}`).join(', ');
  const cpuMs = Math.round(Math.min(...runs.map((run) => run.cpuMs)));
  return `${tally}; ${cpuMs} ms of processor, RSS at most +${mebibytes(Math.max(...runs.map(({ growthBytes }) => growthBytes)))}`;
}
