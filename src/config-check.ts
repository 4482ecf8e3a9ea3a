import { systemClock } from './clients/clock.ts';
import { createLogger } from './clients/logger.ts';
import { probeTable, runProbes } from './wiring/probes.ts';
import { readWholeConfig, startFailure } from './wiring/start.ts';
import { openUpstreams } from './wiring/upstreams.ts';

/** Validates the configuration, reaches every system once and prints what works. Exit 1 when something does not. */
try {
  const config = readWholeConfig();
  const upstreams = openUpstreams(config);
  const results = await runProbes(config, upstreams, systemClock, createLogger('silent'));
  await upstreams.close();
  console.log(probeTable(results));
  for (const sentence of config.switchedOff) {
    console.log(`off     ${sentence}`);
  }
  process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
} catch (error) {
  console.error(startFailure(error));
  process.exitCode = 1;
}
