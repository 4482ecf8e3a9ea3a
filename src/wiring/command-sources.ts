import { listBackups } from '../actions/backup-catalogue.ts';
import { checkById } from '../checks/registry.ts';
import type { Config } from '../config/config.ts';
import type { CheckRunner } from '../digest/run.ts';
import type { Override } from '../escalation/roster.ts';
import type { CommandSources } from '../handlers/commands/sources.ts';
import type { Store } from './store.ts';
import type { Upstreams } from './upstreams.ts';

const BACKUPS_SHOWN = 20;

/** Connects what commands read to the parts that know it. */
export function createCommandSources(parts: {
  readonly config: Config;
  readonly store: Store;
  readonly upstreams: Upstreams;
  readonly runner: CheckRunner;
  readonly overrides: () => Promise<readonly Override[]>;
}): CommandSources {
  const { config, store, upstreams, runner, overrides } = parts;
  return {
    runChecks: (checkIds, cluster) =>
      runner.run({ checks: checkIds.flatMap((id) => checkById(id) ?? []), ...(cluster === null ? {} : { clusters: [cluster] }) }),
    storeEndpoints: (signal) => upstreams.thanos.stores(signal),
    openIncidents: (limit) => store.incidents.listOpen({ limit }),
    roster: async () => ({ timezone: config.timezone, escalation: config.escalation, overrides: await overrides() }),
    audit: (limit) => store.audit.recent(limit),
    backups: async (signal) =>
      upstreams.backups === null ? null : listBackups(upstreams.backups, config.backup?.destination.s3.prefix ?? '', BACKUPS_SHOWN, signal),
    lastDigest: () => store.reports.latest('daily'),
  };
}
