import { PatchStrategy } from '@kubernetes/client-node';
import { z } from 'zod';
import type { WorkloadRef } from '../model/cluster.ts';
import type { KubernetesWriter } from '../ports.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';
import { readJson } from './json-answer.ts';
import type { ClusterConnection } from './kube-config.ts';
import { readWorkload, workloadPath, workloadSchema } from './kubernetes-workload.ts';
import type { Upstream } from './upstream.ts';

/** Name under which the API server records the fields that we own. */
export const FIELD_MANAGER = 'thanos-chatops';

type ReplicaOptions = Parameters<KubernetesWriter['setReplicas']>[2];

/** Changes one cluster through its API server. */
export function createKubernetesWriter(connection: ClusterConnection): KubernetesWriter {
  const upstream: Upstream = { system: 'kubernetes', cluster: connection.name };
  return {
    async setReplicas(workload, replicas, options, signal) {
      const send = (isForced: boolean) => connection.call(replicasRequest(workload, replicas, options, isForced), signal);
      const answer = await send(false);
      const isTakenOver = options.force === true && isManagerConflict(answer);
      return readWorkload(workload, readJson(isTakenOver ? await send(true) : answer, workloadSchema, upstream));
    },
  };
}

function replicasRequest(workload: WorkloadRef, replicas: number, options: ReplicaOptions, isForced: boolean): HttpRequest {
  const query = new URLSearchParams({
    fieldManager: FIELD_MANAGER,
    ...(options.dryRun === true ? { dryRun: 'All' } : {}),
    ...(isForced ? { force: 'true' } : {}),
  });
  const isPrometheus = workload.kind === 'prometheus';
  return {
    method: 'PATCH',
    path: `${workloadPath(workload)}?${query}`,
    headers: { 'content-type': isPrometheus ? PatchStrategy.MergePatch : PatchStrategy.ServerSideApply },
    body: JSON.stringify(isPrometheus ? prometheusPatch(replicas, options) : appliedReplicas(workload, replicas, options)),
  };
}

/** Not the scale subresource: the operator maps that to shards, which would redistribute all targets. */
function prometheusPatch(replicas: number, options: ReplicaOptions): object {
  return { ...precondition(options), spec: { replicas } };
}

function appliedReplicas(workload: WorkloadRef, replicas: number, options: ReplicaOptions): object {
  return {
    apiVersion: 'apps/v1',
    kind: workload.kind === 'deployment' ? 'Deployment' : 'StatefulSet',
    metadata: { name: workload.name, namespace: workload.namespace, ...precondition(options).metadata },
    spec: { replicas },
  };
}

function precondition(options: ReplicaOptions): { readonly metadata?: { readonly resourceVersion: string } } {
  return options.resourceVersion === undefined ? {} : { metadata: { resourceVersion: options.resourceVersion } };
}

const managerConflict = z.looseObject({
  details: z.looseObject({ causes: z.array(z.looseObject({ reason: z.literal('FieldManagerConflict') })).min(1) }),
});

/** Another manager owns `spec.replicas`; a 409 over a changed object has no such cause and is never forced. */
function isManagerConflict(answer: HttpAnswer): boolean {
  if (answer.status !== 409) {
    return false;
  }
  try {
    return managerConflict.safeParse(JSON.parse(answer.body)).success;
  } catch {
    return false;
  }
}
