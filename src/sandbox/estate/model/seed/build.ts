import { namespace, release } from '../identity.ts';
import type { Json, JsonObject } from '../json.ts';

export interface SeedObject {
  readonly resource: string;
  readonly object: JsonObject;
}

const chartLabels = {
  'app.kubernetes.io/instance': release,
  'app.kubernetes.io/part-of': release,
  'app.kubernetes.io/version': '78.2.1',
  chart: 'kube-prometheus-stack-78.2.1',
  heritage: 'Helm',
  release,
};

/** An object of the monitoring namespace with the chart's labels. */
export function seeded(resource: string, apiVersion: string, kind: string, name: string, body: JsonObject = {}): SeedObject {
  return { resource, object: { apiVersion, kind, metadata: { name, namespace, labels: { ...chartLabels } }, ...body } };
}

export function clusterWide(resource: string, apiVersion: string, kind: string, name: string, body: JsonObject = {}): SeedObject {
  return { resource, object: { apiVersion, kind, metadata: { name, labels: {} }, ...body } };
}

export interface ContainerSeed {
  readonly name: string;
  readonly image: string;
  readonly args?: readonly string[];
  readonly ports?: Readonly<Record<string, number>>;
  readonly cpu?: readonly [string, string];
  readonly memory?: readonly [string, string];
  readonly probe?: string;
  readonly mounts?: Readonly<Record<string, string>>;
}

export function container(seed: ContainerSeed): JsonObject {
  const [cpuRequest, cpuLimit] = seed.cpu ?? ['100m', '500m'];
  const [memoryRequest, memoryLimit] = seed.memory ?? ['128Mi', '512Mi'];
  const probe = seed.probe === undefined ? {} : { readinessProbe: { httpGet: { path: seed.probe, port: 'http' }, periodSeconds: 5 } };
  return {
    name: seed.name,
    image: seed.image,
    imagePullPolicy: 'IfNotPresent',
    args: [...(seed.args ?? [])],
    ports: Object.entries(seed.ports ?? {}).map(([name, containerPort]) => ({ name, containerPort, protocol: 'TCP' })),
    resources: { limits: { cpu: cpuLimit, memory: memoryLimit }, requests: { cpu: cpuRequest, memory: memoryRequest } },
    volumeMounts: Object.entries(seed.mounts ?? {}).map(([name, mountPath]) => ({ name, mountPath })),
    ...probe,
  };
}

export function podTemplate(
  labels: JsonObject,
  containers: readonly JsonObject[],
  serviceAccountName: string,
  annotations: JsonObject = {},
): JsonObject {
  return {
    metadata: { labels, annotations },
    spec: {
      serviceAccountName,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, fsGroup: 2000 },
      terminationGracePeriodSeconds: 30,
      containers: [...containers],
    },
  };
}

export function deployment(name: string, labels: Record<string, string>, template: JsonObject, replicas = 1): SeedObject {
  const seed = seeded('apps/deployments', 'apps/v1', 'Deployment', name, {
    spec: {
      replicas,
      revisionHistoryLimit: 10,
      selector: { matchLabels: labels },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
      template,
    },
  });
  return relabelled(seed, labels);
}

export function statefulSet(
  name: string,
  labels: Record<string, string>,
  template: JsonObject,
  claim: readonly [string, string],
): SeedObject {
  const seed = seeded('apps/statefulsets', 'apps/v1', 'StatefulSet', name, {
    spec: {
      replicas: 1,
      revisionHistoryLimit: 10,
      serviceName: name,
      podManagementPolicy: 'OrderedReady',
      updateStrategy: { type: 'RollingUpdate' },
      selector: { matchLabels: labels },
      template,
      volumeClaimTemplates: [
        {
          metadata: { name: claim[0] },
          spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'longhorn', resources: { requests: { storage: claim[1] } } },
        },
      ],
    },
  });
  return relabelled(seed, labels);
}

export function relabelled(seed: SeedObject, labels: Record<string, Json>): SeedObject {
  const metadata = typeof seed.object['metadata'] === 'object' && !Array.isArray(seed.object['metadata']) ? seed.object['metadata'] : {};
  const before = metadata?.['labels'];
  const known = typeof before === 'object' && before !== null && !Array.isArray(before) ? before : {};
  return { resource: seed.resource, object: { ...seed.object, metadata: { ...metadata, labels: { ...known, ...labels } } } };
}

export function service(
  name: string,
  selector: Record<string, string>,
  ports: Readonly<Record<string, number>>,
  extra: JsonObject = {},
): SeedObject {
  const seed = seeded('/services', 'v1', 'Service', name, {
    spec: {
      type: 'ClusterIP',
      selector,
      ports: Object.entries(ports).map(([portName, port]) => ({ name: portName, port, targetPort: port, protocol: 'TCP' })),
      ...extra,
    },
    status: { loadBalancer: {} },
  });
  return relabelled(seed, selector);
}

export function claim(name: string, storage: string, labels: Record<string, string>): SeedObject {
  const seed = seeded('/persistentvolumeclaims', 'v1', 'PersistentVolumeClaim', name, {
    spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'longhorn', resources: { requests: { storage } }, volumeName: `pvc-${name}` },
    status: { phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage } },
  });
  return relabelled(seed, labels);
}
