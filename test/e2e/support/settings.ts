import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultWorkspace } from '../../../src/sandbox/slack/workspace.ts';

/** A port that nobody listens on: systems that a story does not need are away. */
export const NOWHERE = 'http://127.0.0.1:1';

export const WEBHOOK_TOKEN = 'e2e-webhook-token';

export interface Settings {
  /** Holds configuration, kubeconfig and, without `databaseUrl`, the store. */
  readonly directory: string;
  readonly slackApiUrl: string;
  /** For programs that must know where it will serve before it does. */
  readonly port?: number;
  readonly databaseUrl?: string | null;
  readonly kubeconfig?: string;
  readonly alertmanagerUrl?: string;
  readonly prometheusUrl?: string;
  readonly ackTimeouts?: readonly [string, string];
  /** Replaces whole sections of the configuration file. */
  readonly sections?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Writes what an operator would write and returns the environment that names it. */
export function productFiles(settings: Settings): Record<string, string> {
  const { directory, databaseUrl } = settings;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeFileSync(join(directory, 'kubeconfig'), settings.kubeconfig ?? KUBECONFIG, { mode: 0o600 });
  // JSON is YAML.
  writeFileSync(join(directory, 'thanos-chatops.yaml'), JSON.stringify(configuration(settings), null, 2));
  return {
    SLACK_BOT_TOKEN: defaultWorkspace.tokens.bot,
    SLACK_APP_TOKEN: defaultWorkspace.tokens.app,
    SLACK_API_URL: settings.slackApiUrl,
    CONFIG_FILE: join(directory, 'thanos-chatops.yaml'),
    DATA_DIR: join(directory, 'state'),
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
    ALERT_WEBHOOK_TOKEN: WEBHOOK_TOKEN,
    LOG_LEVEL: process.env['E2E_LOG_LEVEL'] ?? 'info',
    ...settings.environment,
  };
}

const KUBECONFIG = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [{ name: 'away', cluster: { server: 'https://127.0.0.1:1' } }],
  users: [{ name: 'bot', user: { token: 'none' } }],
  contexts: [{ name: 'away', context: { cluster: 'away', user: 'bot' } }],
  'current-context': 'away',
});

/** One level of one person after the other, so that every call in a test has one addressee. */
function configuration({ directory, alertmanagerUrl, prometheusUrl, ackTimeouts = ['5m', '10m'], sections }: Settings): unknown {
  const [first, second] = ackTimeouts;
  return {
    timezone: 'Asia/Seoul',
    locale: 'en',
    slack: { channels: { digest: 'C0DIGEST', incidents: 'C0INCIDENT', audit: 'C0AUDIT' } },
    access: { responders: ['U0PRIMARY', 'U0SECOND'], operators: ['U0LEAD'], approvers: ['U0LEAD', 'U0ADMIN'] },
    clusters: [
      {
        name: 'cluster-01',
        role: 'central',
        kubeconfig: join(directory, 'kubeconfig'),
        prometheus: { url: prometheusUrl ?? NOWHERE },
        alertmanager: { url: alertmanagerUrl ?? NOWHERE },
      },
    ],
    thanos: { query: { url: NOWHERE } },
    escalation: {
      team: { primary: { users: ['U0PRIMARY'] }, secondary: { users: ['U0SECOND'] } },
      levels: [
        { level: 1, notify: ['primary'], ackTimeout: first },
        { level: 2, notify: ['secondary'], ackTimeout: second },
      ],
      // Many incidents at once are the point of some stories; each is looked at by itself.
      storm: { incidents: 100_000, within: '1m' },
    },
    // Far away, so that no digest mixes with what a story says.
    schedules: { digest: '0 0 29 2 *' },
    ...sections,
  };
}
