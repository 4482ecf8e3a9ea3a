import { alertmanagerResource, alertmanagerSet, namespace, prometheusResource, prometheusSet, release, thanosImage } from '../identity.ts';
import { type JsonObject, listAt, numberAt, objectAt, textAt, textsAt } from '../json.ts';
import { container, podTemplate, relabelled, type SeedObject, seeded } from './build.ts';

export function prometheusObject(cluster: string, replicas: number): SeedObject {
  return seeded('monitoring.coreos.com/prometheuses', 'monitoring.coreos.com/v1', 'Prometheus', prometheusResource, {
    spec: {
      replicas,
      shards: 1,
      image: 'quay.io/prometheus/prometheus:v3.6.0',
      version: 'v3.6.0',
      retention: '6h',
      scrapeInterval: '30s',
      evaluationInterval: '30s',
      externalLabels: { cluster },
      ruleSelector: { matchLabels: { release } },
      serviceMonitorSelector: { matchLabels: { release } },
      podMonitorSelector: { matchLabels: { release } },
      serviceAccountName: prometheusResource,
      resources: { limits: { cpu: '1', memory: '2Gi' }, requests: { cpu: '500m', memory: '1Gi' } },
      storage: {
        volumeClaimTemplate: { spec: { storageClassName: 'longhorn', resources: { requests: { storage: '50Gi' } } } },
      },
      thanos: {
        image: thanosImage,
        version: 'v0.37.2',
        objectStorageConfig: { name: 'thanos-objstore-config', key: 'objstore.yml' },
        resources: { limits: { cpu: '500m', memory: '512Mi' }, requests: { cpu: '100m', memory: '256Mi' } },
      },
    },
  });
}

export const prometheusLabels = (version: string): Record<string, string> => ({
  'app.kubernetes.io/name': 'prometheus',
  'app.kubernetes.io/instance': prometheusResource,
  'app.kubernetes.io/managed-by': 'prometheus-operator',
  'app.kubernetes.io/version': version.replace(/^v/, ''),
  'operator.prometheus.io/name': prometheusResource,
  'operator.prometheus.io/shard': '0',
  prometheus: prometheusResource,
});

/** The StatefulSet the operator wants for a Prometheus resource. Restart annotations on the present one stay. */
export function prometheusStatefulSet(resource: JsonObject, present: JsonObject | undefined): SeedObject {
  const spec = objectAt(resource, 'spec');
  const labels = prometheusLabels(textAt(spec, 'version'));
  const kept = textsAt(present, 'spec', 'template', 'metadata', 'annotations');
  const template = podTemplate(labels, containersFor(spec), textAt(spec, 'serviceAccountName') || prometheusResource, {
    ...kept,
    'kubectl.kubernetes.io/default-container': 'prometheus',
  });
  const seed = seeded('apps/statefulsets', 'apps/v1', 'StatefulSet', prometheusSet, {
    spec: {
      replicas: numberAt(spec, 1, 'replicas'),
      revisionHistoryLimit: 10,
      serviceName: 'prometheus-operated',
      podManagementPolicy: 'Parallel',
      updateStrategy: { type: 'RollingUpdate' },
      selector: { matchLabels: { 'operator.prometheus.io/name': prometheusResource, prometheus: prometheusResource } },
      template,
      volumeClaimTemplates: [{ metadata: { name: `${prometheusSet}-db` }, spec: objectAt(spec, 'storage', 'volumeClaimTemplate', 'spec') }],
    },
  });
  return relabelled(seed, { 'operator.prometheus.io/name': prometheusResource });
}

function containersFor(spec: JsonObject): JsonObject[] {
  const thanos = objectAt(spec, 'thanos');
  const prometheus = container({
    name: 'prometheus',
    image: textAt(spec, 'image'),
    args: [
      '--config.file=/etc/prometheus/config_out/prometheus.env.yaml',
      `--storage.tsdb.retention.time=${textAt(spec, 'retention') || '24h'}`,
      '--storage.tsdb.min-block-duration=2h',
      '--storage.tsdb.max-block-duration=2h',
      '--web.enable-lifecycle',
    ],
    ports: { 'http-web': 9090 },
    mounts: { [`${prometheusSet}-db`]: '/prometheus' },
  });
  const sidecar = container({
    name: 'thanos-sidecar',
    image: textAt(thanos, 'image') || `quay.io/thanos/thanos:${textAt(thanos, 'version')}`,
    args: ['sidecar', '--prometheus.url=http://127.0.0.1:9090/', '--tsdb.path=/prometheus', '--objstore.config=$(OBJSTORE_CONFIG)'],
    ports: { http: 10902, grpc: 10901 },
  });
  const reloader = container({
    name: 'config-reloader',
    image: 'quay.io/prometheus-operator/prometheus-config-reloader:v0.86.0',
    ports: { 'reloader-web': 8080 },
  });
  const containers = [{ ...prometheus, resources: objectAt(spec, 'resources') }, reloader];
  if (Object.keys(thanos).length > 0) containers.push({ ...sidecar, resources: objectAt(thanos, 'resources') });
  return [...containers, ...listAt(spec, 'containers').filter((extra): extra is JsonObject => !('name' in objectAt(extra)))];
}

export function alertmanagerObject(): SeedObject {
  return seeded('monitoring.coreos.com/alertmanagers', 'monitoring.coreos.com/v1', 'Alertmanager', alertmanagerResource, {
    spec: { replicas: 1, image: 'quay.io/prometheus/alertmanager:v0.28.1', version: 'v0.28.1', retention: '120h' },
  });
}

export function alertmanagerStatefulSet(resource: JsonObject): SeedObject {
  const labels = { 'app.kubernetes.io/name': 'alertmanager', alertmanager: alertmanagerResource };
  const main = container({
    name: 'alertmanager',
    image: textAt(resource, 'spec', 'image'),
    ports: { 'http-web': 9093 },
    args: ['--storage.path=/alertmanager', '--data.retention=120h'],
  });
  const reloader = container({
    name: 'config-reloader',
    image: 'quay.io/prometheus-operator/prometheus-config-reloader:v0.86.0',
    ports: { 'reloader-web': 8080 },
  });
  return relabelled(
    seeded('apps/statefulsets', 'apps/v1', 'StatefulSet', alertmanagerSet, {
      spec: {
        replicas: numberAt(resource, 1, 'spec', 'replicas'),
        serviceName: 'alertmanager-operated',
        podManagementPolicy: 'Parallel',
        updateStrategy: { type: 'RollingUpdate' },
        selector: { matchLabels: labels },
        template: podTemplate(labels, [main, reloader], alertmanagerResource),
      },
    }),
    labels,
  );
}

/** The namespace and name Prometheus puts on everything it sends away. */
export const prometheusExternalName = `${namespace}/${prometheusResource}`;
