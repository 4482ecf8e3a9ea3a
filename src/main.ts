import { systemClock } from './clients/clock.ts';
import { createLogger } from './clients/logger.ts';
import { startProduct } from './wiring/product.ts';
import { readWholeConfig, startFailure } from './wiring/start.ts';

/** Time that a stop may take before the process ends anyway; Kubernetes kills after 30 s. */
const STOP_WITHIN_MS = 20_000;

try {
  const config = readWholeConfig();
  const logger = createLogger(config.environment.logLevel);
  const product = await startProduct({ config, logger, clock: systemClock, realClock: systemClock });
  stopOnSignal(() => product.stop());
} catch (error) {
  console.error(startFailure(error));
  process.exit(1);
}

/** The first signal stops in order, the second at once. */
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
