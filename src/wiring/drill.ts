import type { Config } from '../config/config.ts';
import type { DrillWorld } from '../drill/drill-world.ts';
import { createDrills } from '../drill/drills.ts';
import { startLoop } from '../escalation/loop.ts';
import type { Override } from '../escalation/roster.ts';
import { seconds } from '../model/time.ts';
import type { Clock, Logger, NewId } from '../ports.ts';
import type { Store } from './store.ts';

/** How often a running drill is looked at. */
const CHECK_EVERY_MS = seconds(5);

/** Drills over the product's store and ladder. Nothing runs until `start`. */
export function createDrillParts(parts: {
  readonly config: Config;
  readonly store: Pick<Store, 'drills'>;
  readonly world: DrillWorld;
  readonly escalation: { readonly overrides: () => Promise<readonly Override[]>; readonly onCommit: () => void };
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
}) {
  const { config, store, world, escalation, clock, newId, logger } = parts;
  const { overrides, onCommit } = escalation;
  const drills = createDrills({ store: store.drills, config, world, overrides, clock, newId, logger, onCommit });
  let stop = async (): Promise<void> => {};
  return {
    drills,
    start: () => {
      const loop = startLoop({ clock, logger, everyMs: CHECK_EVERY_MS, name: 'drill' }, async () => {
        await drills.check();
        return false;
      });
      stop = () => loop.stop();
    },
    stop: () => stop(),
  };
}
