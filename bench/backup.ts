import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';
import { runScheduledBackup } from '../src/actions/backup-job.ts';
import { systemClock } from '../src/clients/clock.ts';
import { createLogger } from '../src/clients/logger.ts';
import { openUpstreams } from '../src/wiring/upstreams.ts';
import { startChild } from './child.ts';
import { mebibytes, printCase, printHeading } from './figures.ts';
import { measured, processUse } from './process-use.ts';
import { estateReady } from './servers/estate-ready.ts';
import { kubectl, type ManualSetting, writeManualSetting } from './setting/manual.ts';
import { kubeconfig, writeSetting } from './setting/product.ts';

/** The scheduled backup of four clusters: read, compressed, put into object storage, read back and checked. */
const CLUSTERS = 4;
const ROUNDS = 3;

// Object storage is the estate's; the objects come from servers that give each page as it is.
const estate = await startChild('servers/estate.ts', { clusters: 1 });
const { s3 } = estateReady.parse(estate.ready);
printHeading(`backup of ${CLUSTERS} clusters; control: kubectl get -o yaml | gzip, one cluster after the other`);
await backUp(1_000);
await backUp(10_000);
await estate.stop();

async function backUp(objects: number): Promise<void> {
  const server = await startChild('servers/api-server.ts', { clusters: CLUSTERS, pods: 0, configMaps: objects / CLUSTERS });
  const { urls } = z.object({ urls: z.array(z.string()) }).parse(server.ready);
  const kubeconfigs = Object.fromEntries(urls.map((url, index) => [`cluster-0${index + 1}`, kubeconfig(url)]));
  const setting = writeSetting({ kubeconfigs, s3 });
  const upstreams = openUpstreams(setting.config);
  const manual = writeManualSetting(kubeconfigs);
  const world = { ...upstreams, config: setting.config, clock: systemClock };
  const deps = {
    world,
    audit: { append: async () => undefined, recent: async () => [] },
    clock: systemClock,
    logger: createLogger('silent'),
  };
  const runs: { readonly wallMs: number; readonly cpuMs: number; readonly growthBytes: number }[] = [];
  const manualMs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const run = await measured(() => runScheduledBackup(deps, systemClock.now() + round));
    if (!run.result.isGood) {
      throw new Error(`backup failed: ${JSON.stringify(run.result.phrases)}`);
    }
    runs.push(run);
    // Ten thousand objects take kubectl long enough that one round must do.
    if (kubectl !== null && (round === 0 || objects < 10_000)) {
      manualMs.push(await byHand(manual, Object.keys(kubeconfigs)));
    }
  }
  const growth = mebibytes(Math.max(...runs.map(({ growthBytes }) => growthBytes)));
  const note = `RSS at most +${growth} to ${mebibytes(processUse().peakBytes)}, ${Math.round(Math.min(...runs.map(({ cpuMs }) => cpuMs)))} ms of processor`;
  const control = manualMs.length === 0 ? {} : { control: manualMs };
  printCase({ name: `${objects} objects`, unit: 'ms', samples: runs.map(({ wallMs }) => wallMs), note, ...control });
  if (manualMs.length > 0) {
    printCase({ name: `${objects} objects, kubectl`, unit: 'ms', samples: manualMs });
  }
  await upstreams.close();
  setting.remove();
  manual.remove();
  await server.stop();
}

async function byHand({ directory }: ManualSetting, clusters: readonly string[]): Promise<number> {
  const startedMs = performance.now();
  for (const cluster of clusters) {
    const command = `"$1" --kubeconfig "$2" get configmaps,pods --namespace monitoring -o yaml | gzip > "$2.gz"`;
    const shell = spawn('bash', ['-c', command, 'bash', kubectl ?? '', join(directory, `${cluster}.conf`)], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const [code] = await once(shell, 'exit');
    if (code !== 0) {
      throw new Error(`kubectl ended with ${code}`);
    }
  }
  return performance.now() - startedMs;
}
