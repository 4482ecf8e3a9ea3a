import { listBackups } from '../actions/backup-catalogue.ts';
import { surveySilences } from '../actions/silence-survey.ts';
import { checkById } from '../checks/registry.ts';
import type { Config } from '../config/config.ts';
import type { CheckRunner } from '../digest/run.ts';
import type { Drills } from '../drill/drills.ts';
import { groupsOf } from '../escalation/empty-groups.ts';
import type { Override } from '../escalation/roster.ts';
import type { CommandSources } from '../handlers/commands/sources.ts';
import type { HealthDesk } from '../handlers/health-desk.ts';
import type { OncallDesk } from '../handlers/oncall-desk.ts';
import type { Directory } from '../ports.ts';
import type { Store } from './store.ts';
import type { Upstreams } from './upstreams.ts';

const BACKUPS_SHOWN = 20;

/** Connects what commands read to the parts that know it. */
export function createCommandSources(parts: {
  readonly config: Config;
  readonly store: Store;
  readonly upstreams: Upstreams;
  readonly directory: Pick<Directory, 'membersOf'>;
  readonly runner: CheckRunner;
  readonly overrides: () => Promise<readonly Override[]>;
  readonly oncall: OncallDesk;
  readonly health: HealthDesk;
  readonly drills: Drills;
  readonly incident: CommandSources['incident'];
  readonly messageLinks: CommandSources['messageLinks'];
}): CommandSources {
  const { config, store, upstreams, runner, overrides, oncall, incident, messageLinks, health, drills } = parts;
  return {
    runChecks: (checkIds, cluster) =>
      runner.run({ checks: checkIds.flatMap((id) => checkById(id) ?? []), ...(cluster === null ? {} : { clusters: [cluster] }) }),
    storeEndpoints: (signal) => upstreams.thanos.stores(signal),
    openIncidents: (limit) => store.incidents.listOpen({ limit }),
    roster: async () => ({ timezone: config.timezone, escalation: config.escalation, overrides: await overrides() }),
    groupsOf: (roster) => groupsOf(roster, parts.directory),
    oncall,
    health,
    drills,
    incident,
    messageLinks,
    recentIncidents: (window) => store.incidents.listOpened(window),
    silences: (signal) => surveySilences(upstreams.clusters, signal),
    audit: (limit) => store.audit.recent(limit),
    backups: async (signal) =>
      upstreams.backups === null ? null : listBackups(upstreams.backups, config.backup?.destination.s3.prefix ?? '', BACKUPS_SHOWN, signal),
    lastDigest: () => store.reports.latest('daily'),
  };
}
