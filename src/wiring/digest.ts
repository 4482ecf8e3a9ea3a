import { CHECKS } from '../checks/registry.ts';
import { newId } from '../clients/ids.ts';
import type { Config } from '../config/config.ts';
import type { Announcer } from '../digest/announcer.ts';
import type { DigestDependencies } from '../digest/job.ts';
import { createCheckRunner } from '../digest/run.ts';
import type { Roster } from '../escalation/roster.ts';
import type { Clock, Directory, Logger } from '../ports.ts';
import { createDigestNotes } from './digest-notes.ts';
import { createPostedDigests } from './posted-digests.ts';
import type { Store } from './store.ts';
import type { Upstreams } from './upstreams.ts';

/** Joins the checks' runner with the digest that is made of what it finds. */
export function createDigestParts(parts: {
  readonly config: Config;
  readonly store: Store;
  readonly upstreams: Upstreams;
  readonly announcer: Announcer;
  readonly roster: () => Promise<Roster>;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly logger: Logger;
}) {
  const { config, store, upstreams, announcer, roster, directory, clock, logger } = parts;
  const runner = createCheckRunner({ ...upstreams, config, memory: store.checkMemory, history: store.reports, clock, logger, newId });
  const notes = createDigestNotes({
    config,
    incidents: store.incidents,
    clusters: upstreams.clusters,
    roster,
    directory,
    backups: upstreams.backups,
    runs: store.scheduleRuns,
    logger,
  });
  const digest: DigestDependencies = {
    config,
    checks: CHECKS,
    runner,
    reports: store.reports,
    announcer,
    posted: createPostedDigests(store.settings, clock),
    notes,
  };
  return { runner, digest };
}
