import { parse } from 'yaml';
import { validateEscalation } from '../escalation/policy.ts';
import type { Endpoint, WorkloadKind, WorkloadRef } from '../model/cluster.ts';
import type { ClusterConfig, Config, Environment, ThanosComponent, ThanosConfig } from './config.ts';
import { environmentSchema, toEnvironment, withoutEmpty } from './environment.ts';
import { ConfigError, type ConfigProblem, problemsOf } from './problems.ts';
import { type FileConfig, fileSchema } from './schema.ts';

/** `BACKUP_RECIPIENT` is public, but the secret key is what people paste there by mistake. */
const SECRET_VARIABLES = /TOKEN|SECRET|DATABASE_URL|HEARTBEAT_URL|SMTP_URL|BACKUP_RECIPIENT/;
/** Whoever knows a member's address may write to it. */
const SECRET_LINES = /\.webhook$/;

/**
 * Reads the environment.
 *
 * @throws ConfigError naming every variable that is wrong, without repeating secrets.
 */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const present = withoutEmpty(variables);
  const parsed = environmentSchema.safeParse(present);
  if (!parsed.success) {
    throw new ConfigError(
      'The environment',
      problemsOf(parsed.error, present, (path) => SECRET_VARIABLES.test(path)),
    );
  }
  return toEnvironment(parsed.data);
}

/**
 * Reads the configuration file's text into one frozen configuration.
 *
 * @throws ConfigError with path, found and expected of every problem.
 */
export function readConfig(text: string, environment: Environment): Config {
  const source = environment.configFile;
  const input = readYaml(text, source);
  const parsed = fileSchema.safeParse(input);
  if (!parsed.success) {
    throw new ConfigError(
      source,
      problemsOf(parsed.error, input, (path) => SECRET_LINES.test(path)),
    );
  }
  const problems = crossCheck(parsed.data);
  if (problems.length > 0) {
    throw new ConfigError(source, problems);
  }
  return deepFreeze(assemble(parsed.data, environment));
}

function readYaml(text: string, source: string): unknown {
  try {
    return parse(text, { maxAliasCount: 100, logLevel: 'error' });
  } catch (error) {
    // The first line says what and where; a picture of the place follows.
    const found = (error instanceof Error ? error.message : String(error)).split('\n')[0]?.replace(/:$/, '') ?? 'an error';
    throw new ConfigError(source, [{ path: 'the whole file', found, expected: 'expected YAML' }]);
  }
}

/** References between parts of the file that a schema of single values cannot see. */
function crossCheck(file: FileConfig): ConfigProblem[] {
  const names = file.clusters.map(({ name }) => name);
  const known = `expected one of the clusters: ${names.join(', ')}`;
  const places: readonly [string, string | undefined][] = [
    ['thanos.cluster', file.thanos.cluster],
    ['thanos.query.cluster', file.thanos.query.cluster],
    ['grafana.cluster', file.grafana?.cluster],
  ];
  return [
    ...names.flatMap((name, index) =>
      names.indexOf(name) === index
        ? []
        : [{ path: `clusters[${index}].name`, found: name, expected: 'expected a name that no other cluster has' }],
    ),
    ...places.flatMap(([path, name]) => (name === undefined || names.includes(name) ? [] : [{ path, found: name, expected: known }])),
    ...validateEscalation(file.escalation),
  ];
}

function assemble(file: FileConfig, environment: Environment): Config {
  const { clusters, thanos, grafana, ...rest } = file;
  const central =
    thanos.cluster ?? thanos.query.cluster ?? clusters.find(({ role }) => role === 'central')?.name ?? clusters[0]?.name ?? '';
  const namespaceOf = (cluster: string): string => clusters.find(({ name }) => name === cluster)?.namespace ?? 'monitoring';
  const centre = { cluster: central, namespace: namespaceOf(central) };
  return {
    ...rest,
    clusters: clusters.map((cluster) => clusterConfig(cluster, central)),
    thanos: {
      ...thanos,
      cluster: central,
      query: endpoint(thanos.query, centre),
      components: components(thanos.components, centre),
    } satisfies ThanosConfig,
    grafana:
      grafana === undefined
        ? null
        : endpoint(grafana, { cluster: grafana.cluster ?? central, namespace: namespaceOf(grafana.cluster ?? central) }),
    environment,
    switchedOff: switchedOff(file, environment),
  };
}

interface Place {
  readonly cluster: string;
  readonly namespace: string;
}

function clusterConfig(
  { prometheus, alertmanager, expectedStores, ...cluster }: FileConfig['clusters'][number],
  central: string,
): ClusterConfig {
  const place = { cluster: cluster.name, namespace: cluster.namespace };
  return {
    ...cluster,
    prometheus: {
      name: prometheus.name,
      endpoint: endpoint(
        prometheus.url === undefined ? { service: prometheus.service ?? 'kube-prometheus-stack-prometheus:9090' } : { url: prometheus.url },
        place,
      ),
    },
    alertmanager: endpoint(alertmanager, place),
    expectedStores: expectedStores ?? defaultStores(cluster.name === central),
  };
}

/** The manual's layout: two sidecars, the Store Gateway and the Ruler in the centre, one sidecar at each edge. */
function defaultStores(isCentral: boolean): ClusterConfig['expectedStores'] {
  return isCentral
    ? [
        { type: 'sidecar', replicas: 2 },
        { type: 'store', replicas: 1 },
        { type: 'rule', replicas: 1 },
      ]
    : [{ type: 'sidecar', replicas: 1 }];
}

function endpoint(
  value: { readonly service?: string | undefined; readonly url?: string | undefined; readonly cluster?: string | undefined },
  place: Place,
): Endpoint {
  return value.url === undefined
    ? { kind: 'service', cluster: value.cluster ?? place.cluster, namespace: place.namespace, service: value.service ?? '' }
    : { kind: 'url', url: value.url };
}

function components(names: Readonly<Record<ThanosComponent, string>>, place: Place): Readonly<Record<ThanosComponent, WorkloadRef>> {
  const reference = (text: string): WorkloadRef => {
    const [kind, name] = text.split('/');
    return { ...place, kind: kind as WorkloadKind, name: name ?? '' };
  };
  return {
    query: reference(names.query),
    store: reference(names.store),
    compactor: reference(names.compactor),
    ruler: reference(names.ruler),
    queryFrontend: reference(names.queryFrontend),
  };
}

function switchedOff(file: FileConfig, environment: Environment): string[] {
  const off: readonly [boolean, string][] = [
    [environment.slackBotToken === null, 'SLACK_BOT_TOKEN is not set: nothing is said in Slack, pages wait in the outbox'],
    [
      environment.slackAppToken === null && environment.slackSigningSecret === null,
      'neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set: commands and buttons do not arrive',
    ],
    [environment.alertWebhookTokens.length === 0, 'ALERT_WEBHOOK_TOKEN is not set: the alert webhook refuses every delivery'],
    [file.thanos.bucket === undefined, 'thanos.bucket is not configured: no bucket checks'],
    [
      file.thanos.bucket !== undefined && environment.awsAccessKeyId === null,
      'AWS_ACCESS_KEY_ID is not set: object storage cannot be read',
    ],
    [file.backup === undefined, 'backup is not configured: no backups'],
    [file.backup !== undefined && environment.backupRecipient === null, 'BACKUP_RECIPIENT is not set: backups leave Secrets out'],
    [
      file.grafana?.service !== undefined,
      "grafana.service goes through the API server's proxy, which keeps the Authorization header for itself: no token gets through, set grafana.url",
    ],
    [
      file.grafana?.url !== undefined && environment.grafanaToken === null && new URL(file.grafana.url).username === '',
      'GRAFANA_TOKEN is not set: Grafana cannot be asked about users',
    ],
    [file.grafana === undefined, 'grafana is not configured: no Grafana checks and backups'],
    [
      environment.smtpUrl === null && Object.values(file.escalation.team).some(({ email }) => email !== undefined),
      'SMTP_URL is not set: nobody of escalation.team is called by e-mail',
    ],
    [environment.heartbeatUrl === null, 'HEARTBEAT_URL is not set: nobody outside notices when this bot stops'],
  ];
  return off.filter(([isOff]) => isOff).map(([, sentence]) => sentence);
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
