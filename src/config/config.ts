import type { Endpoint, WorkloadRef } from '../model/cluster.ts';
import type { Secret } from '../model/secret.ts';
import type { FileConfig } from './schema.ts';

type FileCluster = FileConfig['clusters'][number];

export interface ClusterConfig extends Omit<FileCluster, 'prometheus' | 'alertmanager' | 'expectedStores'> {
  readonly prometheus: { readonly endpoint: Endpoint; readonly name: string };
  readonly alertmanager: Endpoint;
  /** What Thanos Query must list for this cluster; an empty list expects nothing. */
  readonly expectedStores: readonly { readonly type: StoreType; readonly replicas: number; readonly address?: string | undefined }[];
}

export type StoreType = 'sidecar' | 'store' | 'rule' | 'receive' | 'query';

/** Components of Thanos that are one workload each, by their name in configuration. */
export type ThanosComponent = keyof FileConfig['thanos']['components'];

export interface ThanosConfig extends Omit<FileConfig['thanos'], 'cluster' | 'query' | 'components'> {
  /** The cluster in which the central components run. */
  readonly cluster: string;
  readonly query: Endpoint;
  readonly components: Readonly<Record<ThanosComponent, WorkloadRef>>;
}

/** Settings that come from the environment. */
export interface Environment {
  readonly slackBotToken: Secret | null;
  readonly slackAppToken: Secret | null;
  readonly slackSigningSecret: Secret | null;
  readonly slackApiUrl: string;
  readonly configFile: string;
  readonly databaseUrl: Secret | null;
  readonly dataDirectory: string;
  readonly alertWebhookTokens: readonly Secret[];
  readonly httpHost: string;
  readonly httpPort: number;
  readonly awsAccessKeyId: string | null;
  readonly awsSecretAccessKey: Secret | null;
  readonly awsRegion: string;
  readonly grafanaToken: Secret | null;
  readonly backupRecipient: string | null;
  readonly heartbeatUrl: Secret | null;
  readonly smtpUrl: Secret | null;
  readonly logLevel: string;
}

/** Everything that was configured, validated and frozen. */
export interface Config extends Omit<FileConfig, 'clusters' | 'thanos' | 'grafana'> {
  readonly clusters: readonly ClusterConfig[];
  readonly thanos: ThanosConfig;
  readonly grafana: Endpoint | null;
  readonly environment: Environment;
  /** One sentence per feature that is off because nothing was configured for it; said once at start. */
  readonly switchedOff: readonly string[];
}
