import { z } from 'zod';
import type { WorkloadKind, WorkloadRef } from '../model/cluster.ts';
import type { WorkloadState } from '../model/kubernetes.ts';

const COLLECTIONS: Readonly<Record<WorkloadKind, { readonly api: string; readonly resource: string }>> = {
  deployment: { api: '/apis/apps/v1', resource: 'deployments' },
  statefulset: { api: '/apis/apps/v1', resource: 'statefulsets' },
  prometheus: { api: '/apis/monitoring.coreos.com/v1', resource: 'prometheuses' },
};

/** Path of a workload's object in the Kubernetes API. */
export function workloadPath(workload: WorkloadRef): string {
  const { api, resource } = COLLECTIONS[workload.kind];
  return `${api}/namespaces/${encodeURIComponent(workload.namespace)}/${resource}/${encodeURIComponent(workload.name)}`;
}

const count = z.int().min(0);
const texts = z.record(z.string(), z.string());

/** The parts that Deployment, StatefulSet and Prometheus have in common, and the few in which they differ. */
export const workloadSchema = z.looseObject({
  metadata: z.looseObject({
    generation: z.number().default(0),
    resourceVersion: z.string(),
    labels: texts.default({}),
    annotations: texts.default({}),
    ownerReferences: z.array(z.looseObject({ kind: z.string(), controller: z.boolean().optional() })).default([]),
    managedFields: z
      .array(z.looseObject({ manager: z.string().optional(), subresource: z.string().optional(), fieldsV1: z.unknown().optional() }))
      .default([]),
  }),
  spec: z.looseObject({
    replicas: count.default(1),
    image: z.string().optional(),
    template: z
      .looseObject({ spec: z.looseObject({ containers: z.array(z.looseObject({ image: z.string().optional() })).default([]) }) })
      .optional(),
  }),
  status: z
    .looseObject({
      observedGeneration: z.number().optional(),
      replicas: count.default(0),
      readyReplicas: count.default(0),
      updatedReplicas: count.default(0),
      availableReplicas: count.default(0),
      shardStatuses: z.array(z.looseObject({ availableReplicas: count, updatedReplicas: count })).default([]),
      conditions: z.array(z.looseObject({ type: z.string(), status: z.string(), observedGeneration: z.number().optional() })).default([]),
    })
    .prefault({}),
});

type RawWorkload = z.output<typeof workloadSchema>;

export function readWorkload(workload: WorkloadRef, raw: RawWorkload): WorkloadState {
  const { metadata, spec } = raw;
  return {
    workload,
    replicas: spec.replicas,
    ...(workload.kind === 'prometheus' ? prometheusProgress(raw) : appProgress(raw)),
    resourceVersion: metadata.resourceVersion,
    image: spec.image ?? spec.template?.spec.containers[0]?.image ?? null,
    managedBy: managerOf(raw),
    autoscaler: autoscalerOf(raw),
    annotations: metadata.annotations,
  };
}

type Progress = Pick<WorkloadState, 'readyReplicas' | 'updatedReplicas' | 'observed'>;

function appProgress({ metadata, status }: RawWorkload): Progress {
  return {
    readyReplicas: status.readyReplicas,
    updatedReplicas: status.updatedReplicas,
    observed: (status.observedGeneration ?? 0) >= metadata.generation,
  };
}

/** `spec.replicas` of a Prometheus is per shard while its status adds the shards up; the shard that lags counts. */
function prometheusProgress({ metadata, spec, status }: RawWorkload): Progress {
  const shards = status.shardStatuses;
  const reconciled = status.conditions.find(({ type }) => type === 'Reconciled');
  return {
    readyReplicas: shards.length > 0 ? Math.min(...shards.map((shard) => shard.availableReplicas)) : status.availableReplicas,
    updatedReplicas: shards.length > 0 ? Math.min(...shards.map((shard) => shard.updatedReplicas)) : status.updatedReplicas,
    observed:
      reconciled?.observedGeneration === undefined
        ? status.replicas >= spec.replicas
        : reconciled.status === 'True' && reconciled.observedGeneration >= metadata.generation,
  };
}

function managerOf({ metadata }: RawWorkload): string | null {
  const { labels, annotations } = metadata;
  if (metadata.ownerReferences.some(({ kind, controller }) => controller === true && kind === 'Prometheus')) {
    return 'prometheus-operator';
  }
  if (annotations['argocd.argoproj.io/tracking-id'] !== undefined) {
    return 'Argo CD';
  }
  if (labels['kustomize.toolkit.fluxcd.io/name'] !== undefined || labels['helm.toolkit.fluxcd.io/name'] !== undefined) {
    return 'Flux';
  }
  if (labels['app.kubernetes.io/managed-by'] !== undefined) {
    return labels['app.kubernetes.io/managed-by'];
  }
  if (annotations['meta.helm.sh/release-name'] !== undefined || labels['heritage'] === 'Helm') {
    return 'Helm';
  }
  return annotations['kubectl.kubernetes.io/last-applied-configuration'] === undefined ? null : 'kubectl';
}

/** A HorizontalPodAutoscaler writes through the scale subresource as the controller manager; KEDA makes such an autoscaler. */
function autoscalerOf({ metadata }: RawWorkload): string | null {
  const owner = metadata.managedFields.find(
    ({ manager = '', subresource, fieldsV1 }) =>
      ownsReplicas(fieldsV1) && ((subresource === 'scale' && manager === 'kube-controller-manager') || /autoscaler|keda/i.test(manager)),
  );
  return owner?.manager ?? null;
}

const replicasField = z.looseObject({ 'f:spec': z.looseObject({ 'f:replicas': z.unknown() }) });

function ownsReplicas(fields: unknown): boolean {
  const parsed = replicasField.safeParse(fields);
  return parsed.success && parsed.data['f:spec']['f:replicas'] !== undefined;
}
