import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** What the product must know to find the sandbox's servers. */
export interface SandboxServers {
  readonly slack: { readonly apiUrl: string; readonly botToken: string; readonly appToken: string };
  readonly estate: {
    readonly s3: string;
    readonly grafana: string;
    readonly clusters: readonly string[];
    kubeconfigFor(cluster: string): string;
  };
  readonly keys: {
    readonly s3: { readonly id: string; readonly secret: string };
    readonly webhook: string;
    readonly grafana: string;
    readonly backupRecipient: string;
  };
}

const CENTRAL = 'cluster-01';
const NODES: Readonly<Record<string, string>> = {
  'cluster-01': '192.168.101.194',
  'cluster-02': '192.168.101.196',
  'cluster-03': '192.168.101.197',
  'cluster-04': '192.168.101.198',
};

/** Environment of the product as an operator would set it, pointed at the sandbox. */
export function productEnvironment({ slack, keys }: SandboxServers, dataDirectory: string): Record<string, string> {
  return {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    CONFIG_FILE: join(dataDirectory, 'thanos-chatops.yaml'),
    DATA_DIR: join(dataDirectory, 'state'),
    ALERT_WEBHOOK_TOKEN: keys.webhook,
    AWS_ACCESS_KEY_ID: keys.s3.id,
    AWS_SECRET_ACCESS_KEY: keys.s3.secret,
    GRAFANA_TOKEN: keys.grafana,
    BACKUP_RECIPIENT: keys.backupRecipient,
    HTTP_HOST: '127.0.0.1',
    HTTP_PORT: '0',
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error',
  };
}

/** Writes one kubeconfig for each cluster and the configuration file; returns the file's text. */
export function writeProductFiles({ estate }: SandboxServers, dataDirectory: string): string {
  const directory = join(dataDirectory, 'kube');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  for (const cluster of estate.clusters) {
    writeFileSync(join(directory, `${cluster}.conf`), estate.kubeconfigFor(cluster), { mode: 0o600 });
  }
  const text = stringify(configuration(estate, directory));
  writeFileSync(join(dataDirectory, 'thanos-chatops.yaml'), text);
  return text;
}

function configuration({ clusters, s3, grafana }: SandboxServers['estate'], kubeDirectory: string): unknown {
  return {
    timezone: 'Asia/Seoul',
    locale: 'ko',
    slack: { channels: { digest: 'C0DIGEST', incidents: 'C0INCIDENT', audit: 'C0AUDIT' }, newBlocks: true },
    access: { responders: ['U0PRIMARY', 'U0SECOND'], operators: ['U0LEAD'], approvers: ['U0LEAD', 'U0ADMIN'] },
    clusters: clusters.map((name) => ({
      name,
      role: name === CENTRAL ? 'central' : 'edge',
      kubeconfig: join(kubeDirectory, `${name}.conf`),
      nodes: NODES[name] === undefined ? [] : [{ address: NODES[name] }],
      expectedStores: name === CENTRAL ? [{ type: 'sidecar', replicas: 2 }, { type: 'store' }, { type: 'rule' }] : [{ type: 'sidecar' }],
    })),
    thanos: {
      cluster: CENTRAL,
      query: { service: 'thanos-query:9090' },
      bucket: { endpoint: s3, name: 'thanos-bucket', capacity: '200GiB' },
    },
    // No token gets through the proxy of an API server, so it is an address, as an Ingress would be.
    grafana: { url: grafana, cluster: CENTRAL },
    escalation: {
      team: {
        primary: { schedule: 'primary' },
        secondary: { schedule: 'secondary' },
        lead: { users: ['U0LEAD'], hours: 'Mon-Fri 09:00-18:00' },
        everyone: { users: ['U0PRIMARY', 'U0SECOND', 'U0LEAD', 'U0ADMIN'] },
      },
      schedules: {
        primary: { rotation: 'weekly', start: '2026-01-05T09:00', users: ['U0PRIMARY'] },
        secondary: { rotation: 'weekly', start: '2026-01-05T09:00', users: ['U0SECOND'] },
      },
      levels: [
        { level: 1, notify: ['primary'], ackTimeout: '5m' },
        { level: 2, notify: ['secondary', 'lead'], ackTimeout: '10m' },
        { level: 3, notify: ['everyone'], ackTimeout: '15m', repeat: true },
      ],
      classes: [
        {
          match: { alertname: 'KubePodCrashLooping|MonitoringPodCrashLooping|PrometheusTargetDown' },
          class: 'pod-crashloop',
          startLevel: 1,
        },
        { match: { class: 's3-down|cluster-down' }, startLevel: 2 },
        { match: { class: 'data-loss|security-breach' }, startLevel: 3 },
        { match: { alertname: 'ThanosSidecarNoUpload|ThanosQueryStoreUnhealthy' }, startLevel: 1 },
        { match: { class: 'storm' }, startLevel: 1 },
        { match: { severity: 'warning' }, highestLevel: 1 },
      ],
    },
    schedules: { digest: '0 9 * * *', backup: '0 3 * * *', weekly: '0 9 * * 1', monthly: '0 10 1 * *', quarterly: '0 10 1 1,4,7,10 *' },
    backup: { destination: { s3: { bucket: 'thanos-backup', prefix: 'backup/' } } },
  };
}
