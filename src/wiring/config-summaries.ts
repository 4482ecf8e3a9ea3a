import { z } from 'zod';
import type { ConfigSummaries } from '../digest/document-review.ts';
import type { Clock } from '../ports.ts';
import type { Store } from './store.ts';

const shape = z.record(z.string(), z.string());

/** Keeps each quarter's configuration in the settings. */
export function createConfigSummaries(settings: Store['settings'], clock: Clock): ConfigSummaries {
  return {
    of: (quarter) => settings.get(`config-summary/${quarter}`, shape),
    keep: (quarter, summary) => settings.set(`config-summary/${quarter}`, summary, clock.now()),
  };
}
