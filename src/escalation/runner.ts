import { days, hours, seconds } from '../model/time.ts';
import type { Clock, Logger } from '../ports.ts';
import type { Auditor } from './auditor.ts';
import type { Delivery } from './delivery.ts';
import type { Engine } from './engine.ts';
import type { Folding } from './folding.ts';
import { type Loop, startLoop } from './loop.ts';
import type { OutboxStore } from './outbox.ts';
import type { Reconciler } from './reconcile.ts';
import type { WatchdogWatch } from './watchdog.ts';

/** How often timers are looked at, in the time of incidents. */
const TICK_EVERY_MS = seconds(1);

/** Incidents of one cause are looked for soon after every change, once for many together, and now and then without one. */
const FOLD_EVERY_MS = seconds(10);
const FOLD_AFTER_MS = seconds(1) / 2;

const RECONCILE_EVERY_MS = seconds(60);

const WATCH_EVERY_MS = seconds(15);

const AUDIT_EVERY_MS = seconds(30);

const PRUNE_EVERY_MS = hours(1);

/** Settled messages are kept this long, for whoever asks what was said. */
const KEPT_MS = days(30);

export interface RunnerDependencies {
  readonly engine: Engine;
  readonly delivery: Delivery;
  readonly reconciler: Reconciler;
  readonly folding: Folding;
  readonly auditor: Auditor;
  readonly watchdogs: WatchdogWatch;
  readonly outbox: OutboxStore;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly logger: Logger;
}

/** Everything of the escalation that goes on by itself. */
export interface Runner {
  /** There is something new to say. */
  wake(): void;
  /** Begins no further work; resolves when what is under way has ended. */
  stop(): Promise<void>;
}

export function startRunner({
  engine,
  delivery,
  reconciler,
  folding,
  auditor,
  watchdogs,
  outbox,
  clock,
  realClock,
  logger,
}: RunnerDependencies): Runner {
  const sending = startLoop(
    { clock: realClock, logger, everyMs: () => delivery.restMs(), name: 'delivery' },
    async () => (await delivery.pass()) > 0,
  );
  const timers = startLoop({ clock, logger, everyMs: TICK_EVERY_MS, name: 'timers' }, async () => (await engine.tick(clock.now())) > 0);
  const grouping = startLoop({ clock, logger, everyMs: FOLD_EVERY_MS, name: 'folding' }, async () => (await folding.run()) > 0);
  grouping.wake(FOLD_AFTER_MS);
  const others: readonly Loop[] = [
    grouping,
    startLoop({ clock, logger, everyMs: RECONCILE_EVERY_MS, name: 'reconcile' }, async () => {
      await reconciler.run();
      return false;
    }),
    startLoop({ clock, logger, everyMs: WATCH_EVERY_MS, name: 'watchdog' }, async () => {
      await watchdogs.run();
      return false;
    }),
    startLoop({ clock, logger, everyMs: AUDIT_EVERY_MS, name: 'audit' }, async () => {
      await auditor.run();
      return false;
    }),
    startLoop({ clock, logger, everyMs: PRUNE_EVERY_MS, name: 'prune' }, async () => {
      await outbox.prune(clock.now() - KEPT_MS);
      return false;
    }),
  ];
  return {
    wake: () => {
      grouping.wake(FOLD_AFTER_MS);
      sending.wake();
    },
    stop: async () => {
      await Promise.all([timers, ...others].map((loop) => loop.stop()));
      await sending.stop();
      await delivery.idle();
    },
  };
}
