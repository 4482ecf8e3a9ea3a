import { readFileSync } from 'node:fs';
import { systemClock } from './clients/clock.ts';
import { createLogger } from './clients/logger.ts';
import { readConfig, readEnvironment } from './config/load.ts';
import { ConfigError } from './config/problems.ts';
import { loadEnvFile } from './wiring/env-file.ts';
import { startProduct } from './wiring/product.ts';

/** Time that a stop may take before the process ends anyway; Kubernetes kills after 30 s. */
const STOP_WITHIN_MS = 20_000;

try {
  loadEnvFile();
  const environment = readEnvironment(process.env);
  const config = readConfig(readFileSync(environment.configFile, 'utf8'), environment);
  const logger = createLogger(environment.logLevel);
  const product = await startProduct({ config, logger, clock: systemClock, realClock: systemClock });
  stopOnSignal(() => product.stop());
} catch (error) {
  console.error(sentence(error));
  process.exitCode = 1;
}

function stopOnSignal(stop: () => Promise<void>): void {
  let isStopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isStopping) {
        process.exit(1);
      }
      isStopping = true;
      setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
      stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}

function sentence(error: unknown): string {
  if (error instanceof ConfigError) {
    return error.message;
  }
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT' && 'path' in error) {
    return `There is no configuration file at ${error.path}. Copy thanos-chatops.example.yaml there, or set CONFIG_FILE.`;
  }
  return error instanceof Error ? error.message : String(error);
}
