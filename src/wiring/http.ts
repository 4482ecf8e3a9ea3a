import type { Config } from '../config/config.ts';
import type { Intake } from '../escalation/intake.ts';
import { createWebhook } from '../handlers/alertmanager-webhook.ts';
import { createHttpServer } from '../handlers/http-server.ts';
import type { Metrics } from '../handlers/metrics.ts';
import type { SlackApp } from '../handlers/slack-app.ts';
import { mountSlackEvents } from '../handlers/slack-events-route.ts';
import { seconds } from '../model/time.ts';
import type { Clock, Logger } from '../ports.ts';
import { readiness } from './readiness.ts';
import type { Store } from './store.ts';
import type { TroubleNotices } from './trouble-notices.ts';
import type { Upstreams } from './upstreams.ts';

/** How long a stop waits for requests under way. */
const DRAIN_REQUESTS_MS = seconds(5);

interface HttpParts {
  readonly config: Config;
  readonly store: Store;
  readonly upstreams: Upstreams;
  readonly metrics: Metrics;
  readonly trouble: TroubleNotices;
  readonly intake: Intake;
  readonly edge: SlackApp | null;
  readonly clock: Clock;
  /** Slack dates its requests by the world's time, which this machine knows better than a database whose clock is wrong. */
  readonly worldClock: Clock;
  readonly logger: Logger;
}

/** Serves webhook, health, metrics and, where Slack calls us, its events. @throws Error when the port is taken. */
export async function serveHttp(parts: HttpParts): Promise<{ readonly url: string; close(): Promise<void> }> {
  const { config, edge, worldClock, logger } = parts;
  const { httpHost: host, httpPort: port, slackSigningSecret: signingSecret } = config.environment;
  const server = serverOf(parts);
  if (edge?.state().mode === 'http' && signingSecret !== null) {
    await mountSlackEvents(server, { signingSecret, process: edge.process, clock: worldClock, logger });
  }
  const url = await server.listen({ host, port });
  return { url, close: () => closeServer(server) };
}

function serverOf({ config, store, upstreams, metrics, trouble, intake, edge, clock, logger }: HttpParts) {
  const webhook = createWebhook({
    intake,
    quarantine: store.quarantine,
    config,
    clock,
    logger,
    onCommitted: metrics.webhookCommitted,
    onUnreadable: trouble.unreadable,
    stopwatch: () => performance.now(),
  });
  return createHttpServer({
    tokens: config.environment.alertWebhookTokens,
    webhook,
    onWebhookAnswered: metrics.webhookAnswered,
    onOversize: trouble.oversize,
    readiness: () => readiness(store, edge?.state() ?? null, upstreams.reach.states()),
    metrics: async () => ({ contentType: metrics.registry.contentType, text: await metrics.registry.metrics() }),
    logger,
  });
}

/** Lets requests under way end, but not for ever: what was not answered, Alertmanager sends again. */
async function closeServer(server: ReturnType<typeof createHttpServer>): Promise<void> {
  const impatience = setTimeout(() => server.server.closeAllConnections(), DRAIN_REQUESTS_MS);
  await server.close();
  clearTimeout(impatience);
}
