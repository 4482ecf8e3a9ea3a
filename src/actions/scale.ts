import { z } from 'zod';
import { say } from '../messages/say.ts';
import type { WorkloadRef } from '../model/cluster.ts';
import { UserError } from '../model/errors.ts';
import type { WorkloadState } from '../model/kubernetes.ts';
import type { Phrase } from '../model/phrase.ts';
import type { Plan } from '../model/plan.ts';
import { minutes } from '../model/time.ts';
import type { ActionWorld, PlanContext } from './action.ts';
import { defineAction } from './action.ts';
import { clusterOf, writerOf } from './cluster-of.ts';
import { replicasPatch } from './git-patch.ts';
import { refuseComponent, refuseReplicas } from './scale-rules.ts';
import { healthyStores, verifyScale } from './scale-verify.ts';
import { objectName } from './workload-object.ts';

const scaleParams = z.strictObject({
  component: z.string().min(1),
  replicas: z.number(),
  cluster: z.string().min(1).optional(),
});

type ScaleParams = z.output<typeof scaleParams>;

/** Changes the replicas of Thanos Query or of a cluster's Prometheus. */
export const scale = defineAction<ScaleParams>({
  id: 'scale',
  risk: 'reversible',
  access: 'operator',
  params: scaleParams,
  deadlineMs: minutes(5),

  async plan(params, ctx) {
    refuse(refuseComponent(params.component) ?? refuseReplicas(params.replicas));
    const workload = workloadToScale(ctx.world, params);
    const state = await clusterOf(ctx.world, workload.cluster).kubernetes.workload(workload, ctx.signal);
    refuse(refuseState(state, params.replicas));
    await writerOf(ctx.world, workload.cluster).setReplicas(
      workload,
      params.replicas,
      { resourceVersion: state.resourceVersion, dryRun: true, force: true },
      ctx.signal,
    );
    return planOf(params, state, await storesNow(ctx));
  },

  steps: (params) => [
    { id: 'set', title: say('scale.stepSet', { replicas: params.replicas }) },
    { id: 'pods', title: say('scale.stepPods') },
    { id: 'stores', title: say('scale.stepStores') },
  ],

  async execute(params, ctx, progress) {
    const workload = workloadToScale(ctx.world, params);
    progress({ id: 'set', status: 'running', detail: null });
    await writerOf(ctx.world, workload.cluster).setReplicas(
      workload,
      params.replicas,
      { resourceVersion: String(ctx.plan.precondition['resourceVersion']), force: true },
      ctx.signal,
    );
    progress({ id: 'set', status: 'done', detail: null });
  },

  verify: (params, ctx, progress) => verifyScale(workloadToScale(ctx.world, params), params.replicas, ctx, progress),
});

/** The workload that the parameters mean. @throws UserError: writes never guess a cluster. */
function workloadToScale(world: ActionWorld, { component, cluster }: ScaleParams): WorkloadRef {
  if (component === 'query') {
    return world.config.thanos.components.query;
  }
  const name = cluster ?? (world.clusters.length === 1 ? world.clusters[0]?.name : undefined);
  const target = world.config.clusters.find((candidate) => candidate.name === name);
  if (target === undefined) {
    throw new UserError(say('action.noSuchCluster', { cluster: name ?? '', known: world.clusters.map((known) => known.name) }));
  }
  return { cluster: target.name, namespace: target.namespace, kind: 'prometheus', name: target.prometheus.name };
}

function refuse(reason: Phrase | null): void {
  if (reason !== null) {
    throw new UserError(reason);
  }
}

function refuseState({ workload, replicas, autoscaler }: WorkloadState, wanted: number): Phrase | null {
  if (autoscaler !== null) {
    return say('scale.autoscaled', { object: objectName(workload), autoscaler });
  }
  return replicas === wanted ? say('scale.nothingToDo', { object: objectName(workload), replicas }) : null;
}

function planOf(params: ScaleParams, state: WorkloadState, stores: readonly string[] | null): Plan {
  const { workload } = state;
  const back = { ...params, replicas: state.replicas };
  const isUndoable = refuseReplicas(state.replicas) === null;
  return {
    actionId: 'scale',
    title: say('scale.title', { name: workload.name, from: state.replicas, to: params.replicas, cluster: workload.cluster }),
    confirm: say('scale.confirm', { to: params.replicas, cluster: workload.cluster }),
    risk: 'reversible',
    changes: [{ object: objectName(workload), field: 'spec.replicas', from: String(state.replicas), to: String(params.replicas) }],
    notes: notesOf(params, state, stores),
    undo: isUndoable
      ? { actionId: 'scale', params: back, command: commandOf(back), label: say('scale.undo', { to: state.replicas }) }
      : null,
    gitPatch: replicasPatch(workload, params.replicas),
    precondition: { resourceVersion: state.resourceVersion, replicas: state.replicas },
    baseline: stores === null ? {} : { stores },
  };
}

function notesOf(params: ScaleParams, { workload, replicas, readyReplicas, managedBy }: WorkloadState, stores: readonly string[] | null) {
  return [
    say('scale.readyNow', { ready: readyReplicas, replicas }),
    workload.kind === 'prometheus'
      ? say('scale.notePrometheus')
      : say(params.replicas > replicas ? 'scale.noteNoRestart' : 'scale.noteFewerQueries'),
    ...(managedBy === null ? [] : [say('action.noteManaged', { managedBy })]),
    stores === null ? say('scale.noteStoresUnknown') : say('scale.noteStores', { count: stores.length }),
  ];
}

function commandOf({ component, replicas, cluster }: ScaleParams): string {
  return ['scale', component, String(replicas), ...(cluster === undefined ? [] : [cluster])].join(' ');
}

/** Addresses that Thanos Query can use now, or `null`: scaling Query may be the cure for a Query that does not answer. */
async function storesNow({ world, signal }: PlanContext): Promise<readonly string[] | null> {
  try {
    return healthyStores(await world.thanos.stores(signal));
  } catch {
    return null;
  }
}
