import { parseArgs } from 'node:util';
import { CHECKS } from './checks/registry.ts';
import { systemClock } from './clients/clock.ts';
import { newId } from './clients/ids.ts';
import { createLogger } from './clients/logger.ts';
import { composeDigest } from './digest/compose.ts';
import { createCheckRunner } from './digest/run.ts';
import { digestMessage } from './messages/digest.ts';
import { digestThread } from './messages/digest-thread.ts';
import { memoryStore } from './wiring/memory-store.ts';
import { printMessage } from './wiring/print-message.ts';
import { readWholeConfig, startFailure } from './wiring/start.ts';
import { openUpstreams } from './wiring/upstreams.ts';

const USAGE = 'npm run digest -- --dry-run   prints the digest and posts nothing. To post it now, press "run again" below the last one.';

/** Runs the daily checks beside a running bot and prints what the digest would say. Nothing is stored and nothing posted. */
try {
  const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean', default: false } } });
  if (!values['dry-run']) {
    throw new Error(USAGE);
  }
  const config = readWholeConfig();
  const upstreams = openUpstreams(config);
  const runner = createCheckRunner({ ...upstreams, ...memoryStore(), config, clock: systemClock, logger: createLogger('silent'), newId });
  const report = await runner.run({ checks: CHECKS.filter(({ cadence }) => cadence === 'daily') });
  await upstreams.close();
  const digest = composeDigest('daily', report, null);
  const view = { locale: config.slack.locales[config.slack.channels.digest] ?? config.locale, timeZone: config.timezone };
  console.log(
    [digestMessage(digest, view), ...digestThread(digest, view)].map((message) => printMessage(message, config.timezone)).join('\n\n'),
  );
} catch (error) {
  console.error(startFailure(error));
  process.exitCode = 1;
}
