import { createAlertmanager } from '../clients/alertmanager.ts';
import { type ClusterReach, createClusterReach } from '../clients/cluster-reach.ts';
import { createEncryptor } from '../clients/encryption.ts';
import { createGrafana } from '../clients/grafana.ts';
import { type ClusterConnection, connectCluster } from '../clients/kube-config.ts';
import { createKubernetesReader } from '../clients/kubernetes.ts';
import { createKubernetesWriter } from '../clients/kubernetes-writer.ts';
import { createNodeShell } from '../clients/node-shell.ts';
import { openBucket } from '../clients/object-store.ts';
import { createMetricsReader } from '../clients/prometheus.ts';
import { openEndpoint } from '../clients/service-proxy.ts';
import { createThanosQuery } from '../clients/thanos-query.ts';
import { createTrivy } from '../clients/trivy.ts';
import type { ClusterConfig, Config } from '../config/config.ts';
import type { ClusterAccess, Encryptor, Grafana, ImageScanner, KubernetesWriter, NodeShell, ObjectStore, ThanosQuery } from '../ports.ts';

/** Every system that the product reads or changes, besides Slack and the store. */
export interface Upstreams {
  readonly clusters: readonly ClusterAccess[];
  readonly reach: ClusterReach;
  readonly writers: ReadonlyMap<string, KubernetesWriter>;
  readonly thanos: ThanosQuery;
  readonly bucket: ObjectStore | null;
  readonly backups: ObjectStore | null;
  readonly grafana: Grafana | null;
  readonly scanner: ImageScanner;
  readonly encryptor: Encryptor | null;
  close(): Promise<void>;
}

/** Opens the clients of everything configured. Nothing is reached yet: a system that is away costs nothing here. */
export function openUpstreams(config: Config): Upstreams {
  const reach = createClusterReach();
  const connections = new Map(config.clusters.map((cluster) => [cluster.name, reach.watch(connectCluster(cluster))]));
  const scanner = createTrivy({ binary: config.trivy.binary, timeoutMs: config.trivy.timeout, variables: process.env });
  const bucket = config.thanos.bucket === undefined ? null : openBucket(bucketLogin(config, config.thanos.bucket));
  const destination = config.backup?.destination.s3;
  const backups =
    destination === undefined
      ? null
      : openBucket(bucketLogin(config, { ...config.thanos.bucket, ...destination, name: destination.bucket }));
  return {
    clusters: config.clusters.map((cluster) => clusterAccess(cluster, connections)),
    reach,
    writers: new Map([...connections].map(([name, connection]) => [name, createKubernetesWriter(connection)])),
    thanos: createThanosQuery(openEndpoint(config.thanos.query, { upstream: { system: 'thanos-query' }, connections })),
    bucket,
    backups,
    grafana:
      config.grafana === null
        ? null
        : createGrafana(openEndpoint(config.grafana, { upstream: { system: 'grafana' }, connections }), config.environment.grafanaToken),
    scanner,
    encryptor: config.environment.backupRecipient === null ? null : createEncryptor(config.environment.backupRecipient),
    close: async () => {
      bucket?.close();
      backups?.close();
      scanner.close();
      await Promise.all([...connections.values()].map((connection) => connection.close()));
    },
  };
}

function clusterAccess(cluster: ClusterConfig, connections: ReadonlyMap<string, ClusterConnection>): ClusterAccess {
  const connection = connections.get(cluster.name);
  if (connection === undefined) {
    throw new RangeError(`no connection to ${cluster.name}`);
  }
  const upstream = (system: string) => ({ upstream: { system, cluster: cluster.name }, connections });
  return {
    name: cluster.name,
    kubernetes: createKubernetesReader(connection),
    metrics: createMetricsReader(openEndpoint(cluster.prometheus.endpoint, upstream('prometheus'))),
    alertmanager: createAlertmanager(openEndpoint(cluster.alertmanager, upstream('alertmanager'))),
    nodes: cluster.nodes.map((node) => ({ address: node.address, shell: nodeShell(cluster.name, node) })),
  };
}

/** A shell needs user, key and pinned host key; with less, the node is looked at through metrics alone. */
function nodeShell(cluster: string, { address, ssh, hostKey, privateKeyFile }: ClusterConfig['nodes'][number]): NodeShell | null {
  return ssh === undefined || hostKey === undefined || privateKeyFile === undefined
    ? null
    : createNodeShell({ cluster, address, user: ssh, hostKey, privateKeyFile });
}

interface BucketConfig {
  readonly name: string;
  readonly endpoint?: string | undefined;
  readonly region?: string | undefined;
  readonly forcePathStyle?: boolean | undefined;
}

function bucketLogin({ environment }: Config, { name, endpoint, region, forcePathStyle }: BucketConfig): Parameters<typeof openBucket>[0] {
  const { awsAccessKeyId: accessKeyId, awsSecretAccessKey: secretAccessKey, awsRegion } = environment;
  return {
    bucket: name,
    endpoint,
    region: region ?? awsRegion,
    forcePathStyle: forcePathStyle ?? true,
    credentials: accessKeyId === null || secretAccessKey === null ? null : { accessKeyId, secretAccessKey },
  };
}
