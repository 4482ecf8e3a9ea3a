import { say } from '../messages/say.ts';
import type { WorkloadRef } from '../model/cluster.ts';
import type { WorkloadState } from '../model/kubernetes.ts';
import type { StoreEndpoint } from '../model/metrics.ts';
import type { Progress, RunContext, Verification } from './action.ts';
import { clusterOf } from './cluster-of.ts';
import { objectName } from './workload-object.ts';

/** Addresses that Thanos Query can use. */
export function healthyStores(stores: readonly StoreEndpoint[]): readonly string[] {
  return stores.filter(({ lastError }) => lastError === null).map(({ address }) => address);
}

/** The replicas are as wanted and ready, and Thanos Query still lists every store it listed before. */
export async function verifyScale(workload: WorkloadRef, wanted: number, ctx: RunContext, progress: Progress): Promise<Verification> {
  const state = await clusterOf(ctx.world, workload.cluster).kubernetes.workload(workload, ctx.signal);
  if (state.replicas !== wanted) {
    progress({ id: 'set', status: 'failed', detail: null });
    return { kind: 'failed', result: say('scale.notApplied', { object: objectName(workload), wanted, found: state.replicas }) };
  }
  progress({ id: 'set', status: 'done', detail: null });
  const ready = say('scale.readyNow', { ready: state.readyReplicas, replicas: wanted });
  if (!hasSettled(state, wanted)) {
    progress({ id: 'pods', status: 'running', detail: ready });
    return { kind: 'pending', result: say('scale.notReady', { object: objectName(workload), ready: state.readyReplicas, wanted }) };
  }
  progress({ id: 'pods', status: 'done', detail: ready });
  return verifyStores(workload, wanted, ctx, progress);
}

function hasSettled({ observed, readyReplicas, updatedReplicas }: WorkloadState, wanted: number): boolean {
  return observed && readyReplicas === wanted && updatedReplicas === wanted;
}

async function verifyStores(workload: WorkloadRef, wanted: number, ctx: RunContext, progress: Progress): Promise<Verification> {
  const before = ctx.plan.baseline['stores'];
  if (before === undefined) {
    progress({ id: 'stores', status: 'done', detail: say('scale.noteStoresUnknown') });
    return { kind: 'reached', result: say('scale.doneWithoutStores', { object: objectName(workload), replicas: wanted }) };
  }
  const after = new Set(healthyStores(await ctx.world.thanos.stores(ctx.signal)));
  const missing = before.filter((address) => !after.has(address));
  const found = before.length - missing.length;
  const count = say('scale.storesFound', { found, expected: before.length });
  if (missing.length > 0) {
    progress({ id: 'stores', status: 'running', detail: count });
    return { kind: 'pending', result: say('scale.storesMissing', { object: objectName(workload), missing }) };
  }
  progress({ id: 'stores', status: 'done', detail: count });
  return { kind: 'reached', result: say('scale.done', { object: objectName(workload), replicas: wanted, found, expected: before.length }) };
}
