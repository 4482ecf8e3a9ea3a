import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Config } from '../../src/config/config.ts';
import { readConfig, readEnvironment } from '../../src/config/load.ts';
import { defaultWorkspace } from '../../src/sandbox/slack/workspace.ts';

export const WEBHOOK_TOKEN = 'bench-webhook-token';

/** The systems that the measured product is pointed at; what is left out is not there. */
export interface World {
  /** Kubeconfig text by cluster; the first is the central one. */
  readonly kubeconfigs: Readonly<Record<string, string>>;
  readonly s3?: { readonly url: string; readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly slackApiUrl?: string;
  readonly incidentChannel?: string;
  readonly databaseUrl?: string;
  readonly namespace?: string;
}

/** Configuration of one product in a directory of its own. */
export interface Setting {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly config: Config;
  remove(): void;
}

/** Writes kubeconfigs and the configuration file as an operator would, and reads them back as the product does. */
export function writeSetting(world: World): Setting {
  const directory = mkdtempSync(join(tmpdir(), 'thanos-chatops-bench-'));
  mkdirSync(join(directory, 'kube'));
  for (const [name, text] of Object.entries(world.kubeconfigs)) {
    writeFileSync(join(directory, 'kube', `${name}.conf`), text, { mode: 0o600 });
  }
  const environment = {
    CONFIG_FILE: join(directory, 'thanos-chatops.yaml'),
    DATA_DIR: join(directory, 'state'),
    ALERT_WEBHOOK_TOKEN: WEBHOOK_TOKEN,
    HTTP_HOST: '127.0.0.1',
    HTTP_PORT: '0',
    LOG_LEVEL: 'error',
    ...(world.databaseUrl === undefined ? {} : { DATABASE_URL: world.databaseUrl }),
    ...(world.s3 === undefined ? {} : { AWS_ACCESS_KEY_ID: world.s3.accessKeyId, AWS_SECRET_ACCESS_KEY: world.s3.secretAccessKey }),
    ...(world.slackApiUrl === undefined
      ? {}
      : { SLACK_BOT_TOKEN: defaultWorkspace.tokens.bot, SLACK_APP_TOKEN: defaultWorkspace.tokens.app, SLACK_API_URL: world.slackApiUrl }),
  };
  const text = stringify(fileOf(world, directory));
  writeFileSync(environment.CONFIG_FILE, text);
  return {
    directory,
    environment,
    config: readConfig(text, readEnvironment(environment)),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** A kubeconfig for an API server that speaks plain HTTP on this machine. */
export function kubeconfig(server: string, token = 'bench'): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'bench',
    clusters: [{ name: 'bench', cluster: { server, 'insecure-skip-tls-verify': true } }],
    contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench' } }],
    users: [{ name: 'bench', user: { token } }],
  });
}

function fileOf({ kubeconfigs, s3, incidentChannel = 'C0INCIDENT', namespace = 'monitoring' }: World, directory: string): unknown {
  const names = Object.keys(kubeconfigs);
  return {
    locale: 'en',
    slack: { channels: { digest: 'C0DIGEST', incidents: incidentChannel } },
    clusters: names.map((name, index) => ({
      name,
      namespace,
      role: index === 0 ? 'central' : 'edge',
      kubeconfig: join(directory, 'kube', `${name}.conf`),
    })),
    thanos: {
      cluster: names[0],
      query: { service: 'thanos-query:9090' },
      ...(s3 === undefined ? {} : { bucket: { endpoint: s3.url, name: 'thanos-bucket', capacity: '200GiB' } }),
    },
    escalation: {
      team: { primary: { users: ['U0PRIMARY'] }, everyone: { users: ['U0PRIMARY', 'U0SECOND', 'U0LEAD'] } },
      levels: [
        { level: 1, notify: ['primary'], ackTimeout: '5m' },
        { level: 2, notify: ['everyone'], ackTimeout: '15m', repeat: true },
      ],
      // Every alert shall be a page of its own: folding a storm into one would flatter the figures.
      storm: { incidents: 1_000_000, within: '1m' },
    },
    ...(s3 === undefined ? {} : { backup: { destination: { s3: { bucket: 'thanos-backup', endpoint: s3.url } } } }),
  };
}
