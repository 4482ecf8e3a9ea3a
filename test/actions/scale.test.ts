import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ActionWorld } from '../../src/actions/action.ts';
import { scale } from '../../src/actions/scale.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { openTemporarySqlite } from '../store/databases.ts';
import { openStage, START, type Stage } from './world.ts';

const signal = new AbortController().signal;

describe('actions/scale', () => {
  let database: OpenDatabase;
  let stage: Stage;

  beforeEach(async () => {
    database = await openTemporarySqlite();
    stage = openStage(database);
  });

  afterEach(() => database.close());

  const plan = (params: object, world: ActionWorld = stage.world) => scale.plan(params, { world, now: START, signal });

  it('says what happens, how to undo it and what to commit', async () => {
    expect(await plan({ component: 'query', replicas: 3 })).toMatchObject({
      undo: { command: 'scale query 1', params: { component: 'query', replicas: 1 } },
      gitPatch: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: thanos-query\n  namespace: monitoring\nspec:\n  replicas: 3\n',
      precondition: { resourceVersion: '100', replicas: 1 },
      baseline: { stores: ['10.0.0.1:10901', '10.0.0.2:10901'] },
    });
  });

  it('warns that the next apply reverts it', async () => {
    const { notes } = await plan({ component: 'query', replicas: 2 });

    expect(notes).toContainEqual({ id: 'action.noteManaged', args: { managedBy: 'kustomize' } });
  });

  it('asks the server before it asks the person', async () => {
    stage.central.forbidden.add('deployments');

    await expect(plan({ component: 'query', replicas: 2 })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it.each([
    [{ component: 'query', replicas: 0 }, 'scale.refuseZero'],
    [{ component: 'query', replicas: 21 }, 'scale.refuseReplicas'],
    [{ component: 'query', replicas: 500 }, 'scale.refuseReplicas'],
    [{ component: 'query', replicas: 1.5 }, 'scale.refuseReplicas'],
    [{ component: 'query', replicas: -1 }, 'scale.refuseReplicas'],
    [{ component: 'query', replicas: 1 }, 'scale.nothingToDo'],
    [{ component: 'compactor', replicas: 2 }, 'scale.refuseCompactor'],
    [{ component: 'store', replicas: 2 }, 'scale.refuseStore'],
    [{ component: 'ruler', replicas: 2 }, 'scale.refuseRuler'],
    [{ component: 'frontend', replicas: 2 }, 'scale.refuseFrontend'],
    [{ component: 'grafana', replicas: 2 }, 'scale.refuseUnknown'],
    [{ component: 'prometheus', replicas: 2 }, 'action.noSuchCluster'],
    [{ component: 'prometheus', replicas: 2, cluster: 'cluster-9' }, 'action.noSuchCluster'],
  ])('refuses %j with %s', async (params, id) => {
    await expect(plan(params)).rejects.toMatchObject({ phrase: { id } });
    expect(stage.central).toMatchObject({ writes: 0, dryRuns: 0 });
  });

  it('leaves a workload to its autoscaler', async () => {
    stage.central.change({ autoscaler: 'horizontalpodautoscaler/thanos-query' });

    await expect(plan({ component: 'query', replicas: 2 })).rejects.toMatchObject({ phrase: { id: 'scale.autoscaled' } });
  });

  it('refuses a cluster that it may only read', async () => {
    await expect(plan({ component: 'query', replicas: 2 }, { ...stage.world, writers: new Map() })).rejects.toMatchObject({
      phrase: { id: 'action.readOnlyCluster' },
    });
  });

  it('plans although Query does not answer, and says that stores cannot be compared', async () => {
    const stores = () => Promise.reject(new Error('down'));
    const world = { ...stage.world, thanos: { ...stage.world.thanos, stores } };

    expect(await plan({ component: 'query', replicas: 2 }, world)).toMatchObject({
      baseline: {},
      notes: expect.arrayContaining([{ id: 'scale.noteStoresUnknown', args: {} }]),
    });
  });

  it('says that another Prometheus replica is a copy, and patches the custom resource', async () => {
    stage.edge.change({
      workload: { cluster: 'cluster-02', namespace: 'monitoring', kind: 'prometheus', name: 'kube-prometheus-stack-prometheus' },
    });

    expect(await plan({ component: 'prometheus', replicas: 2, cluster: 'cluster-02' })).toMatchObject({
      undo: { command: 'scale prometheus 1 cluster-02' },
      notes: expect.arrayContaining([{ id: 'scale.notePrometheus', args: {} }]),
      gitPatch: expect.stringContaining('apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\n'),
    });
  });
});
