import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { documents, text } from './documents.ts';
import { theObject } from './objects.ts';

const container = z.looseObject({
  image: z.string(),
  env: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })).optional(),
  envFrom: z.array(z.unknown()).optional(),
  securityContext: z.looseObject({}),
  livenessProbe: z.looseObject({ httpGet: z.looseObject({ path: z.string() }) }),
  readinessProbe: z.looseObject({ httpGet: z.looseObject({ path: z.string() }) }),
  startupProbe: z.unknown().optional(),
  volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })).optional(),
  resources: z.looseObject({ requests: z.looseObject({}), limits: z.looseObject({ memory: z.string() }) }),
});
const deployment = z.looseObject({
  spec: z.looseObject({
    replicas: z.number(),
    strategy: z.looseObject({ type: z.string() }).optional(),
    template: z.looseObject({
      spec: z.looseObject({
        securityContext: z.looseObject({}),
        containers: z.tuple([container]),
        volumes: z.array(z.looseObject({ name: z.string() })).optional(),
      }),
    }),
  }),
});
const deploymentIn = (folder: string) => deployment.parse(theObject(folder, 'Deployment')).spec;

describe.each(['manifests/base', 'manifests/query-frontend'])('%s/deployment.yaml', (folder) => {
  const pod = deploymentIn(folder).template.spec;
  const [only] = pod.containers;

  it('runs without root, privileges or a writable root file system', () => {
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(only.securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  it('pins its image to a version', () => {
    expect(only.image).toMatch(/:v?\d+\.\d+\.\d+$/);
  });
});

describe('manifests/base/deployment.yaml', () => {
  const spec = deploymentIn('manifests/base');
  const pod = spec.template.spec;
  const [bot] = pod.containers;

  it('never runs two pods on one SQLite file', () => {
    expect([spec.replicas, spec.strategy?.type]).toEqual([1, 'Recreate']);
  });

  it('runs as the user that the image is made for', () => {
    expect(pod.securityContext).toMatchObject({ runAsUser: 10001, fsGroup: 10001 });
    expect(text('Dockerfile')).toContain('USER 10001:10001');
  });

  it('is judged alive by /healthz and ready by /readyz', () => {
    expect(bot.livenessProbe.httpGet.path).toBe('/healthz');
    expect(bot.readinessProbe.httpGet.path).toBe('/readyz');
    expect(bot.startupProbe).toMatchObject({ httpGet: { path: '/healthz' } });
  });

  it('mounts what it writes, and everything it mounts exists', () => {
    const mounted = bot.volumeMounts ?? [];
    expect(mounted.map((mount) => mount.name).sort()).toEqual((pod.volumes ?? []).map((volume) => volume.name).sort());
    expect(mounted.map((mount) => mount.mountPath)).toEqual(expect.arrayContaining(['/data', '/tmp', '/etc/thanos-chatops/kube']));
  });

  it('holds no secret in its environment', () => {
    const names = (bot.env ?? []).map((variable) => variable.name);
    expect(names.filter((name) => /TOKEN|SECRET|KEY|PASSWORD|DATABASE_URL/.test(name))).toEqual([]);
    expect(bot.envFrom).toEqual([{ secretRef: { name: 'thanos-chatops' } }]);
  });
});

describe('manifests/overlays/postgres', () => {
  it('runs two replicas that roll, on a shared database', () => {
    const [patch] = documents('manifests/overlays/postgres/deployment.patch.yaml');
    expect(patch).toMatchObject({
      spec: {
        replicas: 2,
        strategy: { type: 'RollingUpdate' },
        template: { spec: { containers: [{ env: [{ name: 'DATABASE_URL', valueFrom: { secretKeyRef: { key: 'url' } } }] }] } },
      },
    });
  });

  it('keeps one replica while a node is drained', () => {
    expect(theObject('manifests/overlays/postgres', 'PodDisruptionBudget')).toMatchObject({ spec: { minAvailable: 1 } });
  });
});
