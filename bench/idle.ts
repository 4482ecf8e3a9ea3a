import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../src/clients/clock.ts';
import { startLocalSlack } from '../src/sandbox/slack/server.ts';
import { defaultWorkspace } from '../src/sandbox/slack/workspace.ts';
import { startChild } from './child.ts';
import { printCase, printHeading } from './figures.ts';
import { type ProcessUse, processUse } from './process-use.ts';
import { estateReady } from './servers/estate-ready.ts';
import { writeSetting } from './setting/product.ts';
import { startArguments } from './setting/start-command.ts';

/** What the production process takes while nothing happens: four clusters, object storage and Slack are there, and nothing is broken. */
const SETTLE_MS = 10_000;
const OBSERVE_MS = 10_000;

const estate = await startChild('servers/estate.ts', { clusters: 4 });
const slack = await startLocalSlack({ clock: systemClock, workspace: defaultWorkspace, signingSecret: 'bench' });
const setting = writeSetting({ ...estateReady.parse(estate.ready), slackApiUrl: slack.apiUrl });
const startedMs = performance.now();
const product = spawn(process.execPath, startArguments, {
  cwd: `${import.meta.dirname}/..`,
  env: { PATH: process.env['PATH'], ...setting.environment, LOG_LEVEL: 'info' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
for await (const chunk of product.stdout) {
  if (String(chunk).includes('"started"')) {
    break;
  }
}
const startMs = performance.now() - startedMs;
const atStart = useOfProduct();
await sleep(SETTLE_MS);
const before = useOfProduct();
await sleep(OBSERVE_MS);
const after = useOfProduct();

printHeading('the production process at rest, four clusters');
printCase({ name: 'from start to serving', unit: 'ms', samples: [startMs], note: `${Math.round(atStart.cpuMs)} ms of processor time` });
printCase({
  name: 'resident set',
  unit: 'MB',
  samples: [after.rssBytes / 1e6],
  note: `peak ${(after.peakBytes / 1e6).toFixed(0)} MB since the start`,
});
printCase({ name: 'processor', unit: '%', samples: [((after.cpuMs - before.cpuMs) / OBSERVE_MS) * 100], note: 'of one core' });

const exit = once(product, 'exit');
product.kill('SIGTERM');
await exit;
setting.remove();
await Promise.all([estate.stop(), slack.close()]);

function useOfProduct(): ProcessUse {
  return processUse(product.pid);
}
