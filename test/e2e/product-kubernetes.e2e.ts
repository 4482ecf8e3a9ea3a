import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MANIFEST_KEY, readManifest } from '../../src/actions/backup-manifest.ts';
import { openBucket } from '../../src/clients/object-store.ts';
import { Secret } from '../../src/model/secret.ts';
import type { ObjectStore } from '../../src/ports.ts';
import type { Estate } from '../../src/sandbox/estate/options.ts';
import { startEstate } from '../../src/sandbox/estate/server.ts';
import type { MessageSnapshot } from '../../src/sandbox/slack/snapshots.ts';
import { objectsUnder } from '../manifests/objects.ts';
import { type KubeAdmin, openKubeAdmin, tokenOf } from './peers/kube-admin.ts';
import { type ApiServer, startApiServer } from './peers/kube-apiserver.ts';
import { createStack } from './peers/kube-stack.ts';
import { until } from './peers/process.ts';
import { measured } from './support/figures.ts';
import { type ProductProcess, prepareProduct } from './support/product.ts';
import { type Slack, startSlack } from './support/slack.ts';

const { KUBE_APISERVER: binary, ETCD: etcd } = process.env;
const DEPLOYMENT = '/apis/apps/v1/namespaces/monitoring/deployments/thanos-query';
const signal = AbortSignal.timeout(170_000);

const deployment = z.looseObject({
  metadata: z.looseObject({ resourceVersion: z.string(), generation: z.number() }),
  spec: z.looseObject({ replicas: z.number() }),
});
const list = z.looseObject({ items: z.array(z.unknown()) });

describe.skipIf(!binary || !etcd)('the product with a real API server (needs KUBE_APISERVER and ETCD)', () => {
  const directory = mkdtempSync(join(tmpdir(), 'thanos-chatops-kube-'));
  let server: ApiServer;
  let admin: KubeAdmin;
  let estate: Estate;
  let slack: Slack;
  let product: ProductProcess;

  beforeAll(async () => {
    server = await startApiServer(binary ?? '', etcd ?? '');
    admin = openKubeAdmin(server.url);
    await createStack(admin);
    await grant('reader');
    await grant('backup');
    // Of the estate only the object storage is used.
    estate = await startEstate({ clock: { now: () => Date.now() }, seed: 1 });
    slack = await startSlack();
    const { accessKeyId, secretAccessKey } = estate.credentials.s3;
    product = await prepareProduct({
      directory,
      slackApiUrl: slack.apiUrl,
      kubeconfig: server.kubeconfig(await tokenOf(admin, 'thanos-chatops')),
      sections: { backup: { destination: { s3: { bucket: 'thanos-backup', prefix: 'backup/', endpoint: estate.urls.s3 } } } },
      environment: { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
    });
    await product.start();
    await slack.socketsOpen();
  });
  afterAll(async () => {
    await product?.kill();
    await slack?.close();
    await estate?.close();
    await admin?.close();
    await server?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const grant = (folder: string): Promise<void> =>
    admin.create(objectsUnder(`manifests/rbac/${folder}`).filter(({ apiVersion }) => !apiVersion.startsWith('kustomize')));
  const query = async () => deployment.parse(await admin.call('GET', DEPLOYMENT));

  /** Runs a command and waits for the answer that only its author sees. */
  async function answerTo(text: string): Promise<MessageSnapshot> {
    const before = slack.whispers('C0INCIDENT', 'U0LEAD').length;
    await slack.control.command({ userId: 'U0LEAD', channelId: 'C0INCIDENT', text });
    await until(() => slack.whispers('C0INCIDENT', 'U0LEAD').length > before);
    const answer = slack.whispers('C0INCIDENT', 'U0LEAD').at(-1);
    if (answer === undefined) {
      throw new Error('no answer');
    }
    return answer;
  }

  const press = ({ ts }: MessageSnapshot, actionId: string) =>
    slack.control.press({ userId: 'U0LEAD', channelId: 'C0INCIDENT', ts, actionId });

  /** What now stands where a private plan stood, or was whispered after it. */
  const saidSince = (ts: string): string =>
    slack
      .whispers('C0INCIDENT', 'U0LEAD')
      .filter((message) => Number(message.ts) >= Number(ts))
      .map(slack.words)
      .join('\n');
  const channelSays = (pattern: RegExp): boolean =>
    slack.control.messages('C0INCIDENT').some((message) => message.ephemeralFor === null && pattern.test(slack.words(message)));

  it('says in a sentence that it may not change the cluster, and changes nothing', async () => {
    const before = await query();

    const answer = await answerTo('/thanos scale query 3');

    expect(slack.words(answer)).toMatch(/cluster-01.*(forbidden|may not|not allowed|refused|permission)/i);
    expect(slack.words(answer)).not.toMatch(/\bat .*\.ts:/);
    expect(slack.control.actionIds('C0INCIDENT', answer.ts)).not.toContain('confirm');
    expect(await query()).toEqual(before);
  });

  it('plans with a dry run that leaves the object as it is', async () => {
    await grant('writer');
    await admin.call('PATCH', DEPLOYMENT, { spec: { replicas: 1 } });
    const before = await query();

    const plan = await answerTo('/thanos scale query 2');

    expect(slack.words(plan)).toMatch(/thanos-query/);
    expect(slack.control.actionIds('C0INCIDENT', plan.ts)).toContain('confirm');
    expect(await query()).toEqual(before);
    await press(plan, 'cancel');
    await until(() => saidSince(plan.ts).includes('Cancelled. Nothing was changed.'));
    expect(await query()).toEqual(before);
  });

  it('refuses a plan that somebody has overtaken, and offers a new one', async () => {
    const plan = await answerTo('/thanos scale query 2');
    await admin.call('PATCH', DEPLOYMENT, { spec: { replicas: 4 } });

    await press(plan, 'confirm');
    await until(() => saidSince(plan.ts).includes('The object has changed since your plan was made, so nothing was changed.'));

    expect((await query()).spec.replicas).toBe(4);
  });

  it('carries out a plan once although it is confirmed twice, and says that it is done', async () => {
    await admin.call('PATCH', DEPLOYMENT, { spec: { replicas: 1 } });
    const plan = await answerTo('/thanos scale query 2');
    const startedAt = performance.now();

    await Promise.allSettled([press(plan, 'confirm'), press(plan, 'confirm')]);
    await until(async () => (await query()).spec.replicas === 2);
    const changedAt = performance.now();
    // What the controllers and kubelets would report.
    const { metadata } = await query();
    await admin.call('PATCH', `${DEPLOYMENT}/status`, {
      status: {
        observedGeneration: metadata.generation,
        replicas: 2,
        readyReplicas: 2,
        updatedReplicas: 2,
        availableReplicas: 2,
        unavailableReplicas: 0,
      },
    });
    await until(() => channelSays(/2 of 2 pods ready/), 60_000);

    measured('scale query 2, ms', { 'confirm → changed': changedAt - startedAt, 'confirm → done': performance.now() - startedAt });
    expect((await query()).metadata.generation).toBe(metadata.generation);
  });

  it('backs up the namespace, and every byte of it is what the manifest says', async () => {
    const plan = await answerTo('/thanos backup');
    const startedAt = performance.now();
    await press(plan, 'confirm');
    await until(() => channelSays(/20\d{6}T\d{6}Z-/), 60_000);
    const bucket = openBucket(login());
    const manifestKey = (await keysOf(bucket)).find((key) => key.endsWith(MANIFEST_KEY)) ?? '';
    const manifest = readManifest(await bytesOf(bucket, manifestKey));
    if (manifest === null) {
      throw new Error('no manifest');
    }

    expect(manifest).toMatchObject({ isComplete: true, parts: [{ cluster: 'cluster-01', failure: null }] });
    const folder = `backup/${manifest.id}/`;
    for (const artefact of manifest.parts.flatMap((part) => part.artefacts)) {
      const bytes = await bytesOf(bucket, `${folder}${artefact.key}`);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(artefact.sha256);
      expect(bytes.byteLength).toBe(artefact.sizeBytes);
      expect(gunzipSync(bytes).toString().trim().split('\n')).toHaveLength(artefact.objects);
    }
    const [artefact] = manifest.parts.flatMap((part) => part.artefacts);
    expect(artefact?.kinds).toMatchObject({
      'deployments.apps': await held('/apis/apps/v1/namespaces/monitoring/deployments'),
      'statefulsets.apps': await held('/apis/apps/v1/namespaces/monitoring/statefulsets'),
      configmaps: await held('/api/v1/namespaces/monitoring/configmaps'),
      'prometheuses.monitoring.coreos.com': await held('/apis/monitoring.coreos.com/v1/namespaces/monitoring/prometheuses'),
    });
    expect(slack.words(await answerTo('/thanos backup list'))).toContain('verified');
    measured('backup of a namespace, ms', { total: performance.now() - startedAt, objects: artefact?.objects ?? 0 });
    bucket.close();
  });

  const held = async (path: string): Promise<number> => list.parse(await admin.call('GET', path)).items.length;

  function login(): Parameters<typeof openBucket>[0] {
    const { accessKeyId, secretAccessKey } = estate.credentials.s3;
    return {
      bucket: 'thanos-backup',
      endpoint: estate.urls.s3,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId, secretAccessKey: new Secret(secretAccessKey) },
    };
  }

  async function keysOf(bucket: ObjectStore): Promise<readonly string[]> {
    const keys: string[] = [];
    for await (const page of bucket.list('backup/', signal)) {
      keys.push(...page.map(({ key }) => key));
    }
    return keys;
  }

  async function bytesOf(bucket: ObjectStore, key: string): Promise<Uint8Array> {
    return (await bucket.get(key, signal)) ?? new Uint8Array();
  }
});
