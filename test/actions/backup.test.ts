import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listBackups } from '../../src/actions/backup-catalogue.ts';
import { runScheduledBackup } from '../../src/actions/backup-job.ts';
import { readManifest } from '../../src/actions/backup-manifest.ts';
import { plain } from '../../src/messages/wording.ts';
import type { ResourceKind } from '../../src/model/kubernetes.ts';
import type { Operation } from '../../src/model/plan.ts';
import { days } from '../../src/model/time.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { openTemporarySqlite, quietLogger } from '../store/databases.ts';
import { type FakeBucket, type FakeCluster, LEAD, openStage, START, type Stage } from './world.ts';

const signal = new AbortController().signal;

const kindOf = (resource: string, kind: string, group = '', isNamespaced = true): ResourceKind => ({
  group,
  version: 'v1',
  resource,
  kind,
  isNamespaced,
});

const object = (name: string, rest: Record<string, unknown> = {}) => ({
  metadata: { name, namespace: 'monitoring', uid: 'u-1', resourceVersion: '7', managedFields: [{}], labels: { app: name } },
  status: { ready: true },
  ...rest,
});

function fill(cluster: FakeCluster): void {
  cluster.add(
    kindOf('deployments', 'Deployment', 'apps'),
    object('thanos-query', { spec: { replicas: 1 } }),
    object('grafana'),
    object('c'),
  );
  cluster.add(kindOf('prometheuses', 'Prometheus', 'monitoring.coreos.com'), object('kube-prometheus-stack-prometheus'));
  cluster.add(kindOf('configmaps', 'ConfigMap'), object('rules', { data: { a: 'b' } }));
  cluster.add(kindOf('secrets', 'Secret'), object('s3', { data: { key: 'c2VjcmV0' } }));
  cluster.add(kindOf('events', 'Event'), object('noise'));
  cluster.add(kindOf('leases', 'Lease', 'coordination.k8s.io'), object('leader'));
  cluster.add(
    kindOf('pods', 'Pod'),
    { metadata: { name: 'owned', ownerReferences: [{ kind: 'ReplicaSet', controller: true }] } },
    { metadata: { name: 'debug' } },
  );
  cluster.add(
    kindOf('clusterrolebindings', 'ClusterRoleBinding', 'rbac.authorization.k8s.io', false),
    { metadata: { name: 'ours' }, roleRef: { name: 'operator' }, subjects: [{ kind: 'ServiceAccount', namespace: 'monitoring' }] },
    { metadata: { name: 'theirs' }, roleRef: { name: 'other' }, subjects: [{ kind: 'ServiceAccount', namespace: 'kube-system' }] },
  );
  cluster.add(
    kindOf('clusterroles', 'ClusterRole', 'rbac.authorization.k8s.io', false),
    { metadata: { name: 'operator' } },
    { metadata: { name: 'other' } },
  );
  cluster.add(
    kindOf('customresourcedefinitions', 'CustomResourceDefinition', 'apiextensions.k8s.io', false),
    { metadata: { name: 'prometheuses.monitoring.coreos.com' }, spec: { group: 'monitoring.coreos.com' } },
    { metadata: { name: 'others.example.com' }, spec: { group: 'example.com' } },
  );
}

function saved(bucket: FakeBucket, key: string): readonly Record<string, unknown>[] {
  const bytes = bucket.objects.get(key) ?? new Uint8Array();
  return gunzipSync(bytes)
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line): Record<string, unknown> => JSON.parse(line));
}

const nameOf = (item: Record<string, unknown>): string => {
  const { metadata } = item;
  return typeof metadata === 'object' && metadata !== null && 'name' in metadata ? `${item['kind']}/${metadata.name}` : '';
};

describe('actions/backup', () => {
  let database: OpenDatabase;
  let stage: Stage;

  beforeEach(async () => {
    database = await openTemporarySqlite();
    stage = openStage(database);
    fill(stage.central);
    fill(stage.edge);
  });

  afterEach(() => database.close());

  const run = async (on: Stage = stage): Promise<Operation | null> => {
    const operation = await on.runner.propose({ actionId: 'backup', params: {}, userId: LEAD, channel: 'C0OPS' }, signal);
    await on.runner.confirm({ operationId: operation.id, revision: operation.revision, userId: LEAD, signal });
    await on.settle();
    return on.runner.byId(operation.id);
  };

  const schedule = (slot: number, on: Stage = stage) =>
    runScheduledBackup({ world: on.world, audit: on.audit, clock: on.clock, logger: quietLogger }, slot);

  const folder = (): string => stage.bucket.written[0]?.split('/').slice(0, 2).join('/') ?? '';

  it('saves every cluster, its custom resources and what the stack needs of the cluster', async () => {
    expect(await run()).toMatchObject({ status: 'succeeded', result: { id: 'backup.done', args: { clusters: 2 } } });

    const names = saved(stage.bucket, `${folder()}/cluster-02/resources.json.gz`).map(nameOf).toSorted();
    expect(names).toEqual([
      'ClusterRole/operator',
      'ClusterRoleBinding/ours',
      'ConfigMap/rules',
      'CustomResourceDefinition/prometheuses.monitoring.coreos.com',
      'Deployment/c',
      'Deployment/grafana',
      'Deployment/thanos-query',
      'Pod/debug',
      'Prometheus/kube-prometheus-stack-prometheus',
    ]);
  });

  it('saves objects as they can be applied again', async () => {
    await run();

    const [query] = saved(stage.bucket, `${folder()}/cluster-01/resources.json.gz`).filter(
      (item) => nameOf(item) === 'Deployment/thanos-query',
    );
    expect(query).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'thanos-query', namespace: 'monitoring', labels: { app: 'thanos-query' } },
      spec: { replicas: 1 },
    });
  });

  it('writes the manifest last, with counts that match', async () => {
    await run();

    expect(stage.bucket.written.at(-1)).toBe(`${folder()}/manifest.json`);
    const manifest = readManifest(stage.bucket.objects.get(`${folder()}/manifest.json`) ?? new Uint8Array());
    expect(manifest).toMatchObject({ isComplete: true, startedAt: START });
    expect(manifest?.parts[0]?.artefacts[0]).toMatchObject({ objects: 9, kinds: { 'deployments.apps': 3, configmaps: 1, pods: 1 } });
  });

  it('leaves Secrets out without a key, and says so', async () => {
    expect(await run()).toMatchObject({ result: { args: { leftOut: ['secrets'] } } });
    expect([...stage.bucket.objects.keys()].filter((key) => key.includes('secrets'))).toEqual([]);
    expect([...stage.bucket.objects.values()].some((bytes) => Buffer.from(bytes).includes('c2VjcmV0'))).toBe(false);
  });

  it('saves Secrets only encrypted', async () => {
    const encryptor = { encrypt: async (bytes: Uint8Array) => bytes.map((byte) => byte ^ 0xff) };
    const encrypting = openStage(database, { encryptor, backups: stage.bucket });
    fill(encrypting.central);
    fill(encrypting.edge);

    expect(await run(encrypting)).toMatchObject({ status: 'succeeded', result: { args: { leftOut: [] } } });
    const bytes = stage.bucket.objects.get(`${folder()}/cluster-01/secrets.json.gz.age`) ?? new Uint8Array();
    expect(gunzipSync(bytes.map((byte) => byte ^ 0xff)).toString()).toContain('c2VjcmV0');
  });

  it('fails and names the cluster that could not be read', async () => {
    stage.edge.isDown = true;

    expect(await run()).toMatchObject({
      status: 'failed',
      result: { id: 'backup.failedParts', args: { parts: ['cluster-02: connection refused'] } },
    });
    expect(await listBackups(stage.bucket, 'backup/', 9, signal)).toMatchObject([{ state: 'failed' }]);
  });

  it('says which kinds the bot may not read, and fails when the stack cannot do without one', async () => {
    stage.edge.forbidden.add('pods');
    expect(await run()).toMatchObject({ status: 'succeeded', result: { args: { leftOut: ['pods (cluster-02)', 'secrets'] } } });

    stage.edge.forbidden.add('deployments');
    expect(await run()).toMatchObject({ status: 'failed', result: { args: { parts: ['cluster-02: deployments.apps: not allowed'] } } });
  });

  it('is no backup when the manifest could not be written', async () => {
    stage.bucket.failsOn = (key) => key.endsWith('manifest.json');

    const { status, result = null } = (await run()) ?? {};

    expect(status).toBe('failed');
    expect(result === null ? '' : plain('en', result)).toContain('manifest: no space left on device');
    expect(await listBackups(stage.bucket, 'backup/', 9, signal)).toMatchObject([{ state: 'incomplete' }]);
  });

  it('finds a backup damaged whose artefact differs', async () => {
    await run();
    stage.bucket.objects.set(`${folder()}/cluster-01/resources.json.gz`, new Uint8Array([1, 2, 3]));

    expect(await listBackups(stage.bucket, 'backup/', 9, signal)).toMatchObject([
      { state: 'damaged', broken: ['cluster-01/resources.json.gz'] },
    ]);
  });

  it('marks a backup that a dead process left half done as failed', async () => {
    const operation = await stage.runner.propose({ actionId: 'backup', params: {}, userId: LEAD, channel: 'C0OPS' }, signal);
    const lease = { owner: 'dead', until: 0 };
    await stage.deps.store.begin(operation.id, operation.revision, { confirmedBy: LEAD, at: START, steps: [], lease });
    await stage.runner.sweep();
    await stage.settle();

    expect(await stage.runner.byId(operation.id)).toMatchObject({ status: 'failed', result: { id: 'backup.notThere' } });
    expect(stage.bucket.written).toEqual([]);
  });

  it('removes complete backups after their time, once there is a newer good one', async () => {
    await schedule(START);
    stage.clock.advance(days(31));

    const result = await schedule(START + days(31));

    expect(result).toMatchObject({
      isGood: true,
      phrases: [{ id: 'backup.done' }, { id: 'backup.expired', args: { ids: ['20261122T000000Z-scheduled'] } }],
    });
    expect((await listBackups(stage.bucket, 'backup/', 9, signal)).map(({ id }) => id)).toEqual(['20261223T000000Z-scheduled']);
  });

  it('removes nothing after a failed backup', async () => {
    await schedule(START);
    stage.clock.advance(days(31));
    stage.edge.isDown = true;

    expect(await schedule(START + days(31))).toMatchObject({ isGood: false, phrases: [{ id: 'backup.failedParts' }] });
    expect(await listBackups(stage.bucket, 'backup/', 9, signal)).toMatchObject([{ state: 'failed' }, { state: 'verified' }]);
  });

  it('never removes folders that are not its own', async () => {
    stage.bucket.objects.set('backup/grafana/dashboards.json', new Uint8Array([1]));
    stage.bucket.objects.set('other/file', new Uint8Array([1]));
    await schedule(START);
    stage.clock.advance(days(400));
    await schedule(START + days(400));

    expect([...stage.bucket.objects.keys()]).toEqual(expect.arrayContaining(['backup/grafana/dashboards.json', 'other/file']));
  });

  it.each([1, 2, 3])('stands as no backup when it is cut off before write %i, and leaves the older one whole', async (cutAt) => {
    await schedule(START);
    let writes = 0;
    stage.bucket.failsOn = () => {
      writes += 1;
      return writes >= cutAt;
    };
    stage.clock.advance(days(31));
    await schedule(START + days(31));

    const states = (await listBackups(stage.bucket, 'backup/', 9, signal)).map(({ id, state }) => [id, state]);
    expect(states.at(-1)).toEqual(['20261122T000000Z-scheduled', 'verified']);
    expect(states.filter(([id]) => id !== '20261122T000000Z-scheduled').every(([, state]) => state !== 'verified')).toBe(true);
  });

  it('writes a repeated run over its own parts and nothing else', async () => {
    await schedule(START);
    await schedule(START);

    expect(await listBackups(stage.bucket, 'backup/', 9, signal)).toMatchObject([{ state: 'verified', id: '20261122T000000Z-scheduled' }]);
  });
});
