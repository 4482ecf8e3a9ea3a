import { probeChannel, probeToken } from '../clients/slack-probe.ts';
import type { Config } from '../config/config.ts';
import { UpstreamError } from '../model/errors.ts';
import { roughDuration } from '../model/time.ts';
import type { Clock, ClusterAccess, Logger, ObjectStore } from '../ports.ts';
import { DataDirectoryInUse } from '../store/database.ts';
import { openStore } from './store.ts';
import type { Upstreams } from './upstreams.ts';

/** What came of reaching one system once. */
export interface ProbeResult {
  readonly system: string;
  readonly place: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly durationMs: number;
}

interface Probe {
  readonly system: string;
  readonly place: string;
  /** One line about what was found. @throws when the system cannot be used. */
  ask(signal: AbortSignal): Promise<string>;
}

const DEADLINE_MS = 10_000;

/** Reaches every configured system once, all at the same time, and changes nothing in any of them. */
export async function runProbes(config: Config, upstreams: Upstreams, clock: Clock, logger: Logger): Promise<readonly ProbeResult[]> {
  const probes = [
    storeProbe(config, clock, logger),
    ...slackProbes(config),
    ...upstreams.clusters.flatMap((cluster) => clusterProbes(config, cluster)),
    {
      system: 'thanos-query',
      place: config.thanos.cluster,
      ask: async (signal: AbortSignal) => `${(await upstreams.thanos.stores(signal)).length} stores`,
    },
    ...grafanaProbes(config, upstreams),
    ...bucketProbes('bucket', config.thanos.bucket?.name, upstreams.bucket, config.thanos.bucket?.prefix ?? ''),
    ...bucketProbes('backups', config.backup?.destination.s3.bucket, upstreams.backups, config.backup?.destination.s3.prefix ?? ''),
  ];
  return await Promise.all(probes.map(run));
}

/** One line for each result, aligned, and the sum. */
export function probeTable(results: readonly ProbeResult[]): string {
  const rows = results.map(({ ok, system, place, durationMs, detail }) => [
    ok ? 'ok' : 'FAILED',
    system,
    place,
    roughDuration(durationMs),
    detail,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const failed = results.filter(({ ok }) => !ok).length;
  return [
    ...lines,
    '',
    failed === 0 ? 'Everything that is configured answers.' : `${failed} of ${results.length} do not answer as they should.`,
  ].join('\n');
}

async function run({ system, place, ask }: Probe): Promise<ProbeResult> {
  const startedAt = performance.now();
  const result = (ok: boolean, detail: string): ProbeResult => ({ system, place, ok, detail, durationMs: performance.now() - startedAt });
  try {
    return result(true, await ask(AbortSignal.timeout(DEADLINE_MS)));
  } catch (error) {
    return result(false, error instanceof UpstreamError ? error.details.reason : error instanceof Error ? error.message : String(error));
  }
}

function storeProbe(config: Config, clock: Clock, logger: Logger): Probe {
  const { databaseUrl, dataDirectory } = config.environment;
  return {
    system: 'store',
    place: databaseUrl === null ? dataDirectory : 'DATABASE_URL',
    ask: async () => {
      try {
        const store = await openStore(config, clock, logger);
        await store.ping();
        await store.close();
        return `${store.dialect}, schema up to date`;
      } catch (error) {
        if (error instanceof DataDirectoryInUse) {
          return 'sqlite, open in the bot that runs beside';
        }
        throw error;
      }
    },
  };
}

function slackProbes({ environment, slack }: Config): readonly Probe[] {
  const { slackBotToken: token, slackApiUrl: apiUrl } = environment;
  if (token === null) {
    return [];
  }
  const expectOk = async (answer: ReturnType<typeof probeToken>): Promise<string> => {
    const { ok, detail } = await answer;
    if (!ok) {
      throw new Error(detail);
    }
    return detail;
  };
  const channels = Object.entries(slack.channels).flatMap(([name, id]) => (id === undefined ? [] : [{ name, id }]));
  return [
    { system: 'slack', place: 'bot token', ask: () => expectOk(probeToken({ token, apiUrl })) },
    ...channels.map(({ name, id }) => ({
      system: 'slack',
      place: `channel ${name} ${id}`,
      ask: () => expectOk(probeChannel({ token, apiUrl }, id)),
    })),
  ];
}

function clusterProbes(config: Config, cluster: ClusterAccess): readonly Probe[] {
  const place = cluster.name;
  const namespace = config.clusters.find(({ name }) => name === place)?.namespace ?? 'monitoring';
  return [
    { system: 'kubernetes', place, ask: (signal) => cluster.kubernetes.version(signal) },
    {
      system: 'pods',
      place: `${place} / ${namespace}`,
      ask: async (signal) => `${(await cluster.kubernetes.listPods(namespace, signal)).length} pods`,
    },
    {
      system: 'prometheus',
      place,
      ask: async (signal) => `${(await cluster.metrics.instant('count(up)', signal)).samples[0]?.value ?? 0} targets`,
    },
    { system: 'alertmanager', place, ask: async (signal) => `${(await cluster.alertmanager.alerts(signal)).length} alerts` },
    ...cluster.nodes.flatMap(({ address, shell }) =>
      shell === null
        ? []
        : [{ system: 'ssh', place: address, ask: async (signal: AbortSignal) => `${(await shell.diskUse(signal)).length} file systems` }],
    ),
  ];
}

/** Users are asked for, because a Grafana that nobody can log in to looks healthy otherwise. */
function grafanaProbes({ grafana: endpoint }: Config, { grafana }: Upstreams): readonly Probe[] {
  if (endpoint === null || grafana === null) {
    return [];
  }
  const place = endpoint.kind === 'url' ? new URL(endpoint.url).host : `${endpoint.cluster} ${endpoint.service}`;
  return [{ system: 'grafana', place, ask: async (signal) => `${(await grafana.users(signal)).length} users` }];
}

function bucketProbes(system: string, name: string | undefined, bucket: ObjectStore | null, prefix: string): readonly Probe[] {
  return bucket === null || name === undefined
    ? []
    : [{ system, place: name, ask: async (signal) => `${(await bucket.listLevel(prefix, signal)).folders.length} folders` }];
}
