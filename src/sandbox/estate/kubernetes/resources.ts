export interface ResourceType {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly subresources: readonly string[];
}

function type(apiVersion: string, plural: string, kind: string, namespaced = true, subresources: readonly string[] = []): ResourceType {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  return { group: group ?? '', version: version ?? 'v1', plural, kind, namespaced, subresources };
}

const monitoring = 'monitoring.coreos.com/v1';
const rbac = 'rbac.authorization.k8s.io/v1';

export const resourceTypes: readonly ResourceType[] = [
  type('v1', 'namespaces', 'Namespace', false),
  type('v1', 'nodes', 'Node', false),
  type('v1', 'persistentvolumes', 'PersistentVolume', false),
  type('v1', 'pods', 'Pod', true, ['log', 'eviction', 'exec']),
  type('v1', 'services', 'Service', true, ['proxy']),
  type('v1', 'endpoints', 'Endpoints'),
  type('v1', 'configmaps', 'ConfigMap'),
  type('v1', 'secrets', 'Secret'),
  type('v1', 'serviceaccounts', 'ServiceAccount'),
  type('v1', 'persistentvolumeclaims', 'PersistentVolumeClaim'),
  type('v1', 'events', 'Event'),
  type('v1', 'resourcequotas', 'ResourceQuota'),
  type('v1', 'replicationcontrollers', 'ReplicationController'),
  type('events.k8s.io/v1', 'events', 'Event'),
  type('apps/v1', 'deployments', 'Deployment', true, ['scale', 'status']),
  type('apps/v1', 'statefulsets', 'StatefulSet', true, ['scale', 'status']),
  type('apps/v1', 'daemonsets', 'DaemonSet', true, ['status']),
  type('apps/v1', 'replicasets', 'ReplicaSet', true, ['scale', 'status']),
  type('apps/v1', 'controllerrevisions', 'ControllerRevision'),
  type('batch/v1', 'jobs', 'Job', true, ['status']),
  type('batch/v1', 'cronjobs', 'CronJob', true, ['status']),
  type('autoscaling/v2', 'horizontalpodautoscalers', 'HorizontalPodAutoscaler'),
  type('policy/v1', 'poddisruptionbudgets', 'PodDisruptionBudget', true, ['status']),
  type('networking.k8s.io/v1', 'networkpolicies', 'NetworkPolicy'),
  type('networking.k8s.io/v1', 'ingresses', 'Ingress', true, ['status']),
  type(rbac, 'roles', 'Role'),
  type(rbac, 'rolebindings', 'RoleBinding'),
  type(rbac, 'clusterroles', 'ClusterRole', false),
  type(rbac, 'clusterrolebindings', 'ClusterRoleBinding', false),
  type('storage.k8s.io/v1', 'storageclasses', 'StorageClass', false),
  type('authorization.k8s.io/v1', 'selfsubjectaccessreviews', 'SelfSubjectAccessReview', false),
  type('apiextensions.k8s.io/v1', 'customresourcedefinitions', 'CustomResourceDefinition', false),
  type(monitoring, 'prometheuses', 'Prometheus', true, ['scale', 'status']),
  type(monitoring, 'alertmanagers', 'Alertmanager', true, ['scale', 'status']),
  type(monitoring, 'thanosrulers', 'ThanosRuler', true, ['scale', 'status']),
  type(monitoring, 'servicemonitors', 'ServiceMonitor'),
  type(monitoring, 'podmonitors', 'PodMonitor'),
  type(monitoring, 'probes', 'Probe'),
  type(monitoring, 'prometheusrules', 'PrometheusRule'),
  type('monitoring.coreos.com/v1alpha1', 'alertmanagerconfigs', 'AlertmanagerConfig'),
  type('monitoring.coreos.com/v1alpha1', 'scrapeconfigs', 'ScrapeConfig'),
  type('aquasecurity.github.io/v1alpha1', 'vulnerabilityreports', 'VulnerabilityReport'),
];

const byPath = new Map(resourceTypes.map((resource) => [`${resource.group}/${resource.version}/${resource.plural}`, resource]));

export function resourceType(group: string, version: string, plural: string): ResourceType | undefined {
  return byPath.get(`${group}/${version}/${plural}`);
}

export const apiVersionOf = (resource: ResourceType): string =>
  resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;

/** Built-in types understand strategic merge patches, custom resources do not. */
export const isCustom = ({ group }: ResourceType): boolean => isOfOperator(group) || group.endsWith('.github.io');

/** Kinds that belong to the Prometheus operator. */
export const isOfOperator = (group: string): boolean => group.endsWith('coreos.com');
