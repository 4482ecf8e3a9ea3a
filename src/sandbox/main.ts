import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readOptions, USAGE } from './options.ts';
import { startSandbox } from './sandbox.ts';

let options: ReturnType<typeof readOptions>;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  process.exit(2);
}

const directory = options.dataDirectory === null ? mkdtempSync(join(tmpdir(), 'thanos-chatops-sandbox-')) : resolve(options.dataDirectory);
try {
  const sandbox = await startSandbox(options, directory);
  console.log(`
  Local Slack    ${sandbox.slackUrl}
  Estate         ${sandbox.estateUrl}
  The product    ${sandbox.productUrl}/readyz  (also /metrics and the alert webhook)

  It is ${sandbox.startsAt} in the sandbox and time runs ${options.speed} times as fast. The morning digest comes at 09:00.
  Try in the local Slack:  /thanos help   /thanos stores   /thanos scale query 2   /thanos backup
  Break something on the estate's page and watch #thanos-incidents.   Ctrl-C ends everything.
`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      sandbox.stop().finally(() => {
        if (options.dataDirectory === null) {
          rmSync(directory, { recursive: true, force: true });
        }
        process.exit(0);
      });
    });
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
