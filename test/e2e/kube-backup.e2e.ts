import { gunzipSync } from 'node:zlib';
import { Decrypter, generateIdentity, identityToRecipient } from 'age-encryption';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { backUpCluster } from '../../src/actions/backup-cluster.ts';
import { createEncryptor } from '../../src/clients/encryption.ts';
import type { Encryptor } from '../../src/ports.ts';
import { FakeBucket } from '../actions/world.ts';
import { clusterAccess } from '../checks/context.ts';
import { objectsUnder } from '../manifests/objects.ts';
import { type KubeAdmin, openKubeAdmin, tokenOf } from './peers/kube-admin.ts';
import { type ApiServer, startApiServer, TOKENS } from './peers/kube-apiserver.ts';
import { type Bot, signIn } from './peers/kube-bot.ts';
import { createStack } from './peers/kube-stack.ts';

const { KUBE_APISERVER: binary, ETCD: etcd } = process.env;
const signal = AbortSignal.timeout(150_000);
const CONFIG_MAPS = 510;

const listed = z.looseObject({ items: z.array(z.unknown()) });
const saved = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
});

describe.skipIf(!binary || !etcd)('actions/backup-cluster on a real API server (needs KUBE_APISERVER and ETCD)', () => {
  let server: ApiServer;
  let admin: KubeAdmin;
  const bots: Bot[] = [];

  beforeAll(async () => {
    server = await startApiServer(binary ?? '', etcd ?? '');
    admin = openKubeAdmin(server.url);
    await createStack(admin);
    await admin.create(objectsUnder('manifests/rbac/reader').filter(({ apiVersion }) => !apiVersion.startsWith('kustomize')));
    for (let index = 0; index < CONFIG_MAPS; index += 1) {
      await admin.call('POST', '/api/v1/namespaces/monitoring/configmaps', {
        metadata: { name: `rules-${index}` },
        data: { 'a.yml': 'groups: []' },
      });
    }
  });
  afterAll(async () => {
    await Promise.all(bots.map(({ connection }) => connection.close()));
    await admin?.close();
    await server?.stop();
  });

  async function backUp(token: string, encryptor: Encryptor | null) {
    const bot = signIn(server, token);
    bots.push(bot);
    const bucket = new FakeBucket();
    const cluster = clusterAccess('cluster-02', { kubernetes: bot.reader });
    const part = await backUpCluster({ cluster, namespace: 'monitoring', destination: bucket, folder: 'b/', encryptor, signal });
    return { part, objects: (key: string) => linesOf(bucket.objects.get(`b/cluster-02/${key}`) ?? new Uint8Array()), bucket };
  }

  const held = async (path: string): Promise<number> => listed.parse(await admin.call('GET', path)).items.length;

  it('saves as many objects of each kind as the server holds', async () => {
    const { part, objects } = await backUp(TOKENS.admin, null);

    expect(part).toMatchObject({ failure: null, leftOut: ['secrets'] });
    const namespace = (root: string) => `${root}/namespaces/monitoring`;
    expect(part.artefacts[0]?.kinds).toMatchObject({
      configmaps: await held(`${namespace('/api/v1')}/configmaps`),
      pods: await held(`${namespace('/api/v1')}/pods`),
      serviceaccounts: await held(`${namespace('/api/v1')}/serviceaccounts`),
      'deployments.apps': await held(`${namespace('/apis/apps/v1')}/deployments`),
      'statefulsets.apps': await held(`${namespace('/apis/apps/v1')}/statefulsets`),
      'prometheuses.monitoring.coreos.com': await held(`${namespace('/apis/monitoring.coreos.com/v1')}/prometheuses`),
      'roles.rbac.authorization.k8s.io': await held(`${namespace('/apis/rbac.authorization.k8s.io/v1')}/roles`),
      'customresourcedefinitions.apiextensions.k8s.io': 1,
      'clusterrolebindings.rbac.authorization.k8s.io': 1,
      'clusterroles.rbac.authorization.k8s.io': 1,
    });
    expect(part.artefacts[0]?.kinds).toMatchObject({ configmaps: CONFIG_MAPS, 'deployments.apps': 2 });
    expect(objects('resources.json.gz')).toHaveLength(part.artefacts[0]?.objects ?? 0);
  });

  it('saves objects that the server takes back', async () => {
    const { objects } = await backUp(TOKENS.admin, null);
    await admin.create([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'restored' } }]);
    const kept = objects('resources.json.gz').filter(
      ({ metadata, kind }) => metadata.namespace === 'monitoring' && (kind !== 'ConfigMap' || metadata.name === 'rules-0'),
    );

    await admin.create(
      kept.map((object) => ({ ...object, metadata: { ...object.metadata, namespace: 'restored' } })),
      'restored',
    );

    expect(kept.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['Deployment', 'StatefulSet', 'Prometheus', 'Role', 'RoleBinding']),
    );
    expect(await admin.call('GET', '/apis/apps/v1/namespaces/restored/deployments/thanos-query')).toMatchObject({ spec: { replicas: 2 } });
  });

  it('encrypts Secrets so that only the holder of the key reads them', async () => {
    const identity = await generateIdentity();
    const { part, bucket } = await backUp(TOKENS.admin, createEncryptor(await identityToRecipient(identity)));
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);

    const bytes = await decrypter.decrypt(bucket.objects.get('b/cluster-02/secrets.json.gz.age') ?? new Uint8Array());

    expect(part.artefacts[1]?.objects).toBe(await held('/api/v1/namespaces/monitoring/secrets'));
    expect(linesOf(bytes).find(({ metadata }) => metadata.name === 'objstore')).toMatchObject({
      data: { 'objstore.yml': Buffer.from('type: S3').toString('base64') },
    });
  });

  it('makes a whole backup with the rights of the reader manifests and names what it had to leave out', async () => {
    const { part } = await backUp(await tokenOf(admin, 'thanos-chatops'), null);

    expect(part.failure).toBeNull();
    expect(part.leftOut).toEqual(expect.arrayContaining(['secrets', 'clusterroles.rbac.authorization.k8s.io']));
    expect(part.leftOut).not.toContain('deployments.apps');
    expect(part.artefacts[0]?.kinds).toMatchObject({ configmaps: CONFIG_MAPS, 'prometheuses.monitoring.coreos.com': 1 });
  });

  it('fails and says why when it may not read what matters', async () => {
    const { part } = await backUp(TOKENS.nobody, null);

    expect(part).toMatchObject({ artefacts: [], failure: expect.stringContaining('forbidden') });
  });
});

function linesOf(gzipped: Uint8Array): readonly z.output<typeof saved>[] {
  return gunzipSync(gzipped)
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => saved.parse(JSON.parse(line)));
}
