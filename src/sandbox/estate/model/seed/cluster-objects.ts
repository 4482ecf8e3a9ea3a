import { alertmanagerResource, type ClusterIdentity, namespace, prometheusResource, prometheusSet, release } from '../identity.ts';
import type { JsonObject } from '../json.ts';
import { type EpochMs, kubeTime } from '../time.ts';
import { claim, clusterWide, container, deployment, podTemplate, relabelled, type SeedObject, seeded, service } from './build.ts';
import { alertmanagerObject, prometheusLabels, prometheusObject } from './prometheus.ts';
import { clusterRules } from './rules.ts';

const named = (name: string): Record<string, string> => ({ 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': release });
const encoded = (text: string): string => Buffer.from(text).toString('base64');

/** What every cluster has: its node, the operator, Prometheus and Alertmanager resources, exporters and what surrounds them. */
export function clusterObjects(identity: ClusterIdentity, fillerPods: number, nowMs: EpochMs): SeedObject[] {
  const replicas = identity.role === 'central' ? 2 : 1;
  return [
    ...infrastructure(identity, nowMs),
    prometheusObject(identity.name, replicas),
    alertmanagerObject(),
    clusterRules(),
    ...services(identity),
    ...workloads(identity),
    ...secretsAndConfiguration(identity),
    ...monitors(),
    ...accounts(),
    ...Array.from({ length: replicas }, (_, ordinal) =>
      claim(prometheusClaim(ordinal), '50Gi', { 'app.kubernetes.io/name': 'prometheus' }),
    ),
    ...(fillerPods > 0 ? [filler(fillerPods)] : []),
  ];
}

const prometheusClaim = (ordinal: number): string => `${prometheusSet}-db-${prometheusSet}-${ordinal}`;

function infrastructure(identity: ClusterIdentity, nowMs: EpochMs): SeedObject[] {
  const namespaces = ['default', 'kube-system', 'longhorn-system', 'apps', namespace].map((name) =>
    clusterWide('/namespaces', 'v1', 'Namespace', name, {
      metadata: {
        name,
        labels: {
          'kubernetes.io/metadata.name': name,
          ...(name === namespace ? { 'pod-security.kubernetes.io/enforce': 'baseline' } : {}),
        },
      },
      status: { phase: 'Active' },
    }),
  );
  const condition = (type: string, status: string, reason: string): JsonObject => ({
    type,
    status,
    reason,
    lastTransitionTime: kubeTime(nowMs),
  });
  const resources = { cpu: '8', memory: '32Gi', pods: '250', 'ephemeral-storage': '200Gi' };
  const node = clusterWide('/nodes', 'v1', 'Node', identity.nodeName, {
    metadata: {
      name: identity.nodeName,
      labels: { 'kubernetes.io/hostname': identity.nodeName, 'kubernetes.io/os': 'linux', 'node-role.kubernetes.io/control-plane': '' },
    },
    spec: { podCIDR: '10.42.0.0/24' },
    status: {
      addresses: [
        { type: 'InternalIP', address: identity.nodeAddress },
        { type: 'Hostname', address: identity.nodeName },
      ],
      capacity: resources,
      allocatable: resources,
      nodeInfo: {
        kubeletVersion: 'v1.33.5',
        osImage: 'Ubuntu 24.04.3 LTS',
        kernelVersion: '6.8.0-85-generic',
        containerRuntimeVersion: 'containerd://2.1.4',
      },
      conditions: [condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure'), condition('Ready', 'True', 'KubeletReady')],
    },
  });
  return [...namespaces, node];
}

function services(identity: ClusterIdentity): SeedObject[] {
  const pods = { 'app.kubernetes.io/name': 'prometheus', 'operator.prometheus.io/name': prometheusResource };
  const [address = ''] = identity.sidecarAddress.split(':');
  return [
    service(prometheusResource, pods, { 'http-web': 9090, 'reloader-web': 8080 }),
    service('prometheus-operated', pods, { 'http-web': 9090, grpc: 10901 }, { clusterIP: 'None' }),
    service(`${release}-thanos-discovery`, pods, { grpc: 10901, http: 10902 }, { clusterIP: 'None' }),
    service(`${release}-thanos-external`, pods, { grpc: 10901, http: 10902 }, { type: 'LoadBalancer', loadBalancerIP: address }),
    service(alertmanagerResource, { alertmanager: alertmanagerResource }, { 'http-web': 9093, 'reloader-web': 8080 }),
    service(`${release}-operator`, named('prometheus-operator'), { https: 443 }),
    service(`${release}-kube-state-metrics`, named('kube-state-metrics'), { http: 8080 }),
    service(`${release}-prometheus-node-exporter`, named('prometheus-node-exporter'), { 'http-metrics': 9100 }),
  ];
}

function workloads(identity: ClusterIdentity): SeedObject[] {
  const operator = podTemplate(
    named('prometheus-operator'),
    [
      container({
        name: 'kube-prometheus-stack',
        image: 'quay.io/prometheus-operator/prometheus-operator:v0.86.0',
        ports: { https: 10250 },
      }),
    ],
    `${release}-operator`,
  );
  const state = podTemplate(
    named('kube-state-metrics'),
    [
      container({
        name: 'kube-state-metrics',
        image: 'registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.17.0',
        ports: { http: 8080 },
      }),
    ],
    `${release}-kube-state-metrics`,
  );
  const exporter = podTemplate(
    named('prometheus-node-exporter'),
    [container({ name: 'node-exporter', image: 'quay.io/prometheus/node-exporter:v1.9.1', ports: { 'http-metrics': 9100 } })],
    `${release}-prometheus-node-exporter`,
  );
  const daemonSet = seeded('apps/daemonsets', 'apps/v1', 'DaemonSet', `${release}-prometheus-node-exporter`, {
    spec: { selector: { matchLabels: named('prometheus-node-exporter') }, template: exporter },
  });
  return [
    deployment(`${release}-operator`, named('prometheus-operator'), operator),
    deployment(`${release}-kube-state-metrics`, named('kube-state-metrics'), state),
    relabelled(daemonSet, named(identity.role === 'central' ? 'prometheus-node-exporter' : 'prometheus-node-exporter')),
  ];
}

const alertmanagerConfiguration = `route:
  receiver: "null"
  group_by: [cluster, alertname, severity]
  group_wait: 30s
  group_interval: 5m
  repeat_interval: 12h
receivers:
  - name: "null"
`;

function secretsAndConfiguration(identity: ClusterIdentity): SeedObject[] {
  const objstore =
    'type: S3\nconfig:\n  bucket: thanos-bucket\n  endpoint: s3.minio.miribit.lab:80\n  insecure: true\n  access_key: thanos\n  secret_key: sandbox-secret\n';
  return [
    seeded('/secrets', 'v1', 'Secret', 'thanos-objstore-config', { type: 'Opaque', data: { 'objstore.yml': encoded(objstore) } }),
    seeded('/secrets', 'v1', 'Secret', `alertmanager-${alertmanagerResource}`, {
      type: 'Opaque',
      data: { 'alertmanager.yaml': encoded(alertmanagerConfiguration) },
    }),
    seeded('/configmaps', 'v1', 'ConfigMap', `prometheus-${prometheusResource}-rulefiles-0`, {
      data: { 'monitoring-cluster-rules.yaml': 'groups: []\n' },
    }),
    seeded('/configmaps', 'v1', 'ConfigMap', 'cluster-facts', { data: { cluster: identity.name, node: identity.nodeAddress } }),
    seeded('networking.k8s.io/networkpolicies', 'networking.k8s.io/v1', 'NetworkPolicy', 'monitoring-default', {
      spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [{ namespaceSelector: {} }] }] },
    }),
    seeded('policy/poddisruptionbudgets', 'policy/v1', 'PodDisruptionBudget', prometheusResource, {
      spec: { minAvailable: 1, selector: { matchLabels: { prometheus: prometheusResource } } },
    }),
    seeded('batch/cronjobs', 'batch/v1', 'CronJob', 'etcd-snapshot', {
      spec: { schedule: '0 2 * * *', jobTemplate: { spec: { template: {} } } },
    }),
  ];
}

function monitors(): SeedObject[] {
  const monitor = (name: string, selector: Record<string, string>, port: string): SeedObject =>
    seeded('monitoring.coreos.com/servicemonitors', 'monitoring.coreos.com/v1', 'ServiceMonitor', name, {
      spec: { selector: { matchLabels: selector }, endpoints: [{ port }], namespaceSelector: { matchNames: [namespace] } },
    });
  return [
    monitor(prometheusResource, prometheusLabels('v3.6.0'), 'http-web'),
    monitor(`${release}-thanos-sidecar`, prometheusLabels('v3.6.0'), 'http'),
    monitor(alertmanagerResource, { alertmanager: alertmanagerResource }, 'http-web'),
    monitor(`${release}-kube-state-metrics`, named('kube-state-metrics'), 'http'),
    monitor(`${release}-prometheus-node-exporter`, named('prometheus-node-exporter'), 'http-metrics'),
    monitor(`${release}-kubelet`, { 'app.kubernetes.io/name': 'kubelet' }, 'https-metrics'),
  ];
}

function accounts(): SeedObject[] {
  const names = [
    `${release}-operator`,
    prometheusResource,
    alertmanagerResource,
    `${release}-kube-state-metrics`,
    'thanos-chatops',
    'default',
    'old-deployer',
  ];
  return [
    ...names.map((name) => seeded('/serviceaccounts', 'v1', 'ServiceAccount', name)),
    seeded('rbac.authorization.k8s.io/roles', 'rbac.authorization.k8s.io/v1', 'Role', 'monitoring-viewer', {
      rules: [{ apiGroups: [''], resources: ['pods', 'pods/log', 'services'], verbs: ['get', 'list'] }],
    }),
    seeded('rbac.authorization.k8s.io/rolebindings', 'rbac.authorization.k8s.io/v1', 'RoleBinding', 'monitoring-viewer-binding', {
      subjects: [{ kind: 'User', name: 'viewer@example.com', apiGroup: 'rbac.authorization.k8s.io' }],
      roleRef: { kind: 'Role', name: 'monitoring-viewer', apiGroup: 'rbac.authorization.k8s.io' },
    }),
  ];
}

/** Pods that do nothing but be there, to see how everything behaves in a large cluster. */
function filler(count: number): SeedObject {
  const labels = { app: 'shop' };
  const seed = deployment(
    'shop',
    labels,
    podTemplate(labels, [container({ name: 'shop', image: 'registry.example/shop:1.4.2' })], 'default'),
    count,
  );
  const moved = seed.object['metadata'];
  return {
    resource: seed.resource,
    object: { ...seed.object, metadata: { ...(typeof moved === 'object' && !Array.isArray(moved) ? moved : {}), namespace: 'apps' } },
  };
}
