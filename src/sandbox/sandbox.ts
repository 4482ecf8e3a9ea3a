import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { systemClock } from '../clients/clock.ts';
import { createLogger } from '../clients/logger.ts';
import { readConfig, readEnvironment } from '../config/load.ts';
import { type EpochMs, localTime, seconds } from '../model/time.ts';
import { type Product, startProduct } from '../wiring/product.ts';
import { createSandboxClock, type SandboxClock } from './clock.ts';
import { estateForDrills } from './drill-world.ts';
import type { Estate } from './estate/options.ts';
import { startEstate } from './estate/server.ts';
import type { SandboxOptions } from './options.ts';
import { productEnvironment, type SandboxServers, writeProductFiles } from './product-settings.ts';
import { type LocalSlack, startLocalSlack } from './slack/server.ts';
import { defaultWorkspace } from './slack/workspace.ts';
import { slackTrouble } from './slack-trouble.ts';

const TIME_ZONE = 'Asia/Seoul';

/** The newcomer sees the digest arrive this long after the start. */
const BEFORE_DIGEST_MS = seconds(15);

/** The whole product with a simulated world around it. */
export interface Sandbox {
  readonly slackUrl: string;
  readonly estateUrl: string;
  readonly productUrl: string;
  readonly startsAt: string;
  readonly clock: SandboxClock;
  readonly slack: LocalSlack;
  readonly estate: Estate;
  readonly product: Product;
  /** What the product was started with; the same starts its other commands beside it. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts local Slack, estate and the unchanged product, and introduces them to each other. */
export async function startSandbox(options: SandboxOptions, directory: string): Promise<Sandbox> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const startsAt = shortlyBeforeDigest(systemClock.now());
  const clock = createSandboxClock(startsAt, options.speed);
  // Fast time would pass nine o'clock before anybody is there to look.
  clock.pause();
  const slack = await startLocalSlack({
    port: options.port,
    clock,
    workspace: defaultWorkspace,
    signingSecret: randomBytes(16).toString('hex'),
  });
  const estate = await startEstate({
    clock,
    seed: options.seed,
    slack: slackTrouble(slack.control),
    ports: options.port === 0 ? {} : { page: options.port + 1 },
  });
  const servers = await introduce(slack, estate, directory);
  const variables = productEnvironment(servers, directory);
  const environment = readEnvironment(variables);
  const config = readConfig(writeProductFiles(servers, directory), environment);
  const product = await startProduct({
    config,
    logger: createLogger(environment.logLevel),
    clock,
    realClock: systemClock,
    drillWorld: estateForDrills(estate),
  });
  estate.control.setWebhook({ url: `${product.url}/webhooks/alertmanager`, token: servers.keys.webhook, watchdog: true });
  if (options.scenario !== null && !estate.control.play(options.scenario)) {
    throw new Error(`There is no scenario "${options.scenario}".`);
  }
  clock.resume();
  const local = localTime(startsAt, TIME_ZONE);
  return {
    slackUrl: slack.url,
    estateUrl: estate.urls.page,
    productUrl: product.url,
    startsAt: `${local.date} ${local.time} ${local.zone}`,
    clock,
    slack,
    estate,
    product,
    environment: variables,
    stop: async () => {
      await product.stop();
      await Promise.all([slack.close(), estate.close()]);
    },
  };
}

async function introduce(slack: LocalSlack, estate: Estate, directory: string): Promise<SandboxServers> {
  const identity = await generateX25519Identity();
  // A person who wants to look into a backup of the sandbox decrypts it with this.
  writeFileSync(join(directory, 'backup-identity.txt'), `${identity}\n`, { mode: 0o600 });
  return {
    slack: { apiUrl: slack.apiUrl, botToken: defaultWorkspace.tokens.bot, appToken: defaultWorkspace.tokens.app },
    estate: {
      s3: estate.urls.s3,
      grafana: estate.urls.grafana,
      clusters: Object.keys(estate.urls.kubernetes),
      kubeconfigFor: estate.kubeconfigFor,
    },
    keys: {
      s3: { id: estate.credentials.s3.accessKeyId, secret: estate.credentials.s3.secretAccessKey },
      webhook: randomBytes(16).toString('hex'),
      grafana: estate.credentials.grafanaToken,
      backupRecipient: await identityToRecipient(identity),
    },
  };
}

/** Today at nine in the team's zone, less the wait. */
function shortlyBeforeDigest(now: EpochMs): EpochMs {
  const { date } = localTime(now, TIME_ZONE);
  return Date.parse(`${date}T09:00:00+09:00`) - BEFORE_DIGEST_MS;
}
