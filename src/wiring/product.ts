import { createChartRenderer } from '../clients/charts.ts';
import { newId } from '../clients/ids.ts';
import { withFiles } from '../clients/messenger-with-files.ts';
import type { Config } from '../config/config.ts';
import { type DrillWorld, UNTOUCHED_WORLD } from '../drill/drill-world.ts';
import { OVERDUE_AFTER_MS } from '../escalation/auditor.ts';
import type { Loop } from '../escalation/loop.ts';
import { createAccess } from '../handlers/access.ts';
import { registerClusterReach } from '../handlers/cluster-metrics.ts';
import { createHealthDesk } from '../handlers/health-desk.ts';
import { createMetrics } from '../handlers/metrics.ts';
import { createOncallDesk } from '../handlers/oncall-desk.ts';
import { startSchedules } from '../handlers/schedules.ts';
import type { Clock, Logger } from '../ports.ts';
import { createAnnouncer } from './announcer.ts';
import { createCommandSources } from './command-sources.ts';
import { createConfigSummaries } from './config-summaries.ts';
import { createDigestParts } from './digest.ts';
import { createDrillParts } from './drill.ts';
import { createEscalation } from './escalation.ts';
import { startHeartbeat } from './heartbeat.ts';
import { serveHttp } from './http.ts';
import { createIncidentStory } from './incident-story.ts';
import { scheduledJobs } from './jobs.ts';
import { createMessageLinks } from './message-links.ts';
import { createOperations } from './operations.ts';
import { quietAnnouncer } from './quiet.ts';
import { startSilenceNotices } from './silence-notices.ts';
import { openSlackClients } from './slack-clients.ts';
import { createSlackEdge } from './slack-edge.ts';
import { openStore } from './store.ts';
import { createTroubleNotices } from './trouble-notices.ts';
import { openUpstreams } from './upstreams.ts';

export interface ProductOptions {
  readonly config: Config;
  readonly logger: Logger;
  /** Time of incidents and schedules, unless the store has a clock that several processes share. */
  readonly clock: Clock;
  /** Time in which Slack counts its limits; the same clock except where time runs faster. */
  readonly realClock: Clock;
  /** What drills may break; nothing, unless the world is simulated. */
  readonly drillWorld?: DrillWorld;
}

/** The running product. */
export interface Product {
  /** Where webhook, health and metrics are served. */
  readonly url: string;
  /** Takes nothing new, finishes or hands over what is under way, and closes the store last. */
  stop(): Promise<void>;
}

/**
 * Puts everything together and starts it. Serves although clusters, object storage or Slack cannot be reached.
 *
 * @throws Error when the store cannot be opened or the port is taken.
 */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const { config, logger, drillWorld = UNTOUCHED_WORLD } = options;
  for (const sentence of config.switchedOff) {
    logger.warn({ feature: sentence }, 'feature is switched off');
  }
  const owner = newId('process');
  const store = await openStore(config, options.clock, logger);
  const { clock } = store;
  const realClock = options.realClock === options.clock ? clock : options.realClock;
  const upstreams = openUpstreams(config);
  const clients = openSlackClients(config, clock);
  const charts = createChartRenderer(logger);
  const files = { newBlocks: config.slack.newBlocks, timeZone: config.timezone };
  const slack = { ...clients, messenger: withFiles(clients.messenger, charts, logger, files) };
  const metrics = createMetrics({ store: store.incidents, outbox: store.outbox, quarantine: store.quarantine, clock });
  registerClusterReach(metrics.registry, upstreams.reach.states);
  const announcer = createAnnouncer(store.outbox, clock, () => escalation.onCommit());
  const trouble = createTroubleNotices({ announcer, store: store.incidents, config, clock });
  const parts = {
    config,
    store,
    slack,
    clusters: upstreams.clusters,
    thanos: upstreams.thanos,
    metrics,
    clock,
    realClock,
    logger,
    newId,
    owner,
    onParked: trouble.parked,
  };
  const escalation = createEscalation(parts);
  const roster = async () => ({ timezone: config.timezone, escalation: config.escalation, overrides: await escalation.overrides() });
  // The digest and the reviews are read when there is time: they never ring a phone.
  const reading = quietAnnouncer(announcer, slack.directory);
  const { runner, digest } = createDigestParts({
    config,
    store,
    upstreams,
    announcer: reading,
    roster,
    directory: slack.directory,
    clock,
    logger,
  });
  const access = createAccess(config, slack.directory);
  const drill = createDrillParts({ ...parts, world: drillWorld, escalation });
  const world = { ...upstreams, config, clock, drills: drill.drills, roster };
  const operations = createOperations({ ...parts, world, access, escalation });
  const oncall = createOncallDesk({
    config,
    overrides: store.overrides,
    roster,
    access,
    audit: store.audit,
    announcer,
    messenger: slack.messenger,
    readCalendars: () => escalation.calendars.read(),
    clock,
  });
  const sources = createCommandSources({
    config,
    store,
    upstreams,
    directory: slack.directory,
    runner,
    overrides: escalation.overrides,
    oncall,
    drills: drill.drills,
    health: createHealthDesk({ runner, reports: store.reports, memory: store.checkMemory, audit: store.audit, messenger: slack.messenger }),
    messageLinks: createMessageLinks(slack.messenger, realClock),
    incident: createIncidentStory({ ...parts, overrides: escalation.overrides, messenger: slack.messenger, directory: slack.directory }),
  });
  const edge = createSlackEdge({
    ...parts,
    access,
    operations: operations.runner,
    sources,
    digest,
    escalation,
    drills: drill.drills,
    incidentActions: operations.incidentActions,
  });
  const review = {
    incidentsOpened: store.incidents.listOpened,
    operations: store.operations.recent,
    summaries: createConfigSummaries(store.settings, clock),
  };
  const schedules = startSchedules({
    jobs: scheduledJobs({ config, digest, world, audit: store.audit, announcer: reading, history: store.history, clock, logger, review }),
    runs: store.scheduleRuns,
    clock,
    timeZone: config.timezone,
    owner,
    logger,
  });
  const http = await serveHttp({
    config,
    store,
    upstreams,
    metrics,
    trouble,
    intake: escalation.intake,
    edge,
    clock,
    worldClock: options.realClock,
    logger,
  });
  escalation.start();
  operations.start();
  drill.start();
  edge?.start();
  const notices = startSilenceNotices(
    { clusters: upstreams.clusters, book: store.silenceNotices, announcer, config, clock },
    clock,
    logger,
  );
  const heartbeat = heartbeatOf(
    { config, clock: realClock, logger },
    async () => (await store.incidents.countOverdue(clock.now() - OVERDUE_AFTER_MS)) === 0,
  );
  logger.info({ url: http.url, store: store.dialect, clusters: config.clusters.length }, 'started');

  return {
    url: http.url,
    stop: async () => {
      await Promise.all([heartbeat?.stop(), notices.stop()]);
      await http.close();
      await Promise.all([schedules.stop(), edge?.stop(), operations.stop(), drill.stop()]);
      await escalation.stop();
      await Promise.all([upstreams.close(), charts.close()]);
      await store.close();
      logger.info({}, 'stopped');
    },
  };
}

function heartbeatOf(
  { config, clock, logger }: Pick<ProductOptions, 'config' | 'clock' | 'logger'>,
  isHealthy: () => Promise<boolean>,
): Loop | null {
  const { heartbeatUrl } = config.environment;
  return heartbeatUrl === null ? null : startHeartbeat(heartbeatUrl, clock, logger, isHealthy);
}
