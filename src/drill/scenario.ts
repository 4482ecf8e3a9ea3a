import type { Config } from '../config/config.ts';
import type { DrillScenario } from '../model/drill.ts';
import type { Severity } from '../model/incident.ts';

/** One prompt of a story. Its words are in the catalogue under its id. */
export interface ScenarioStep {
  readonly id: string;
  /** Commands that show what to look at; `{cluster}` stands for the cluster of the story. */
  readonly look: readonly string[];
  /** The outage is over when this step begins: a simulated estate is mended then. */
  readonly mends: boolean;
}

/** An outage to practise. */
export interface Scenario {
  readonly severity: Severity;
  /** Class by which the configuration decides where the ladder starts, as it would for the real outage. */
  readonly classId: string;
  /** Alert that a real outage of this kind fires. Used to classify only: the incident itself does not carry it. */
  readonly alertname: string;
  readonly steps: readonly ScenarioStep[];
}

const step = (id: string, look: readonly string[], options: { readonly mends?: boolean } = {}): ScenarioStep => ({
  id,
  look,
  mends: options.mends ?? false,
});

/** The two outages of the manual's quarterly disaster test, with its three steps each. */
export const SCENARIOS: Readonly<Record<DrillScenario, Scenario>> = {
  prometheus: {
    severity: 'critical',
    classId: 'pod-crashloop',
    alertname: 'PrometheusTargetDown',
    steps: [
      step('deleted', ['pods {cluster}', 'stores']),
      step('recovery', ['pods {cluster}', 'stores'], { mends: true }),
      step('data', ['check s3-upload {cluster}', 'check bucket-integrity']),
    ],
  },
  s3: {
    severity: 'critical',
    classId: 's3-down',
    alertname: 'S3ConnectionDown',
    steps: [
      step('outage', ['bucket', 'check s3-upload']),
      step('sidecar', ['check s3-upload', 'logs sidecar', 'stores']),
      step('catch-up', ['check s3-upload', 'check bucket-freshness'], { mends: true }),
    ],
  },
};

/** The cluster of the story: the first edge cluster, because its only Prometheus makes the loss visible. */
export function clusterOf({ clusters }: Pick<Config, 'clusters'>): string {
  return (clusters.find(({ role }) => role === 'edge') ?? clusters[0])?.name ?? '*';
}

/** A step's commands as people type them. */
export function lookCommands({ look }: ScenarioStep, cluster: string): readonly string[] {
  return look.map((command) => `/thanos ${command.replace('{cluster}', cluster)}`);
}
