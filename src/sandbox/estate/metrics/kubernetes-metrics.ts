import type { ClusterModel } from '../model/cluster-model.ts';
import { listAt, numberAt, textAt } from '../model/json.ts';
import { nameOf } from '../model/object-store.ts';
import { containersOf, type PodPhase, type PodRecord } from '../model/pods.ts';
import { fraction } from '../model/random.ts';
import { perHours } from './prometheus-metrics.ts';
import { daily, type MetricGroup, type SeriesList, type Signal } from './series-list.ts';

const mib = 1024 ** 2;
const stateLabels = { job: 'kube-state-metrics' };

/** kube-state-metrics and cAdvisor see a pod while it lives and their node is up. */
function podSeries(cluster: ClusterModel, pod: PodRecord, into: SeriesList): void {
  const { history } = cluster;
  const base = { ...stateLabels, namespace: pod.namespace, pod: pod.name };
  const whileAlive = (signal: Signal): Signal => {
    return (timeMs) => (history.lifeAt(pod, timeMs) === undefined ? undefined : signal(timeMs));
  };
  const phase = (timeMs: number): PodPhase => history.phaseAt(pod, timeMs);
  for (const name of ['Pending', 'Running', 'Failed', 'Succeeded', 'Unknown']) {
    into.add(
      'kube_pod_status_phase',
      { ...base, phase: name },
      whileAlive((timeMs) => (phaseName(phase(timeMs)) === name ? 1 : 0)),
    );
  }
  for (const condition of ['true', 'false']) {
    into.add(
      'kube_pod_status_ready',
      { ...base, condition },
      whileAlive((timeMs) => ((phase(timeMs) === 'ready') === (condition === 'true') ? 1 : 0)),
    );
  }
  into.add(
    'kube_pod_info',
    { ...base, node: cluster.identity.nodeName, created_by_kind: pod.owner.kind, created_by_name: pod.owner.name },
    whileAlive(() => 1),
  );
  into.add(
    'kube_pod_start_time',
    base,
    whileAlive((timeMs) => (history.lifeAt(pod, timeMs)?.createdMs ?? 0) / 1_000),
  );
  containersOfRecord(pod).forEach((container, index) => {
    containerSeries(cluster, pod, container, index === 0, into);
  });
}

const phaseName = (phase: PodPhase): string => (phase === 'pending' || phase === 'image' ? 'Pending' : 'Running');

function containersOfRecord(pod: PodRecord): string[] {
  const life = pod.lives.at(-1);
  return life === undefined ? [] : containersOf(life).map((container) => textAt(container, 'name'));
}

function containerSeries(cluster: ClusterModel, pod: PodRecord, container: string, isMain: boolean, into: SeriesList): void {
  const { history } = cluster;
  const labels = { ...stateLabels, namespace: pod.namespace, pod: pod.name, container };
  const whileAlive =
    (signal: Signal): Signal =>
    (timeMs) =>
      history.lifeAt(pod, timeMs) === undefined ? undefined : signal(timeMs);
  into.add(
    'kube_pod_container_status_restarts_total',
    labels,
    whileAlive((timeMs) => (isMain ? history.restartsAt(pod, timeMs) : 0)),
  );
  into.add(
    'kube_pod_container_status_ready',
    labels,
    whileAlive((timeMs) => (history.isReadyAt(pod, timeMs) ? 1 : 0)),
  );
  for (const [reason, phase] of [
    ['CrashLoopBackOff', 'crashing'],
    ['ImagePullBackOff', 'image'],
  ] as const) {
    into.add('kube_pod_container_status_waiting_reason', { ...labels, reason }, (timeMs) =>
      isMain && history.phaseAt(pod, timeMs) === phase ? 1 : undefined,
    );
  }
  const used = {
    job: 'kubelet',
    metrics_path: '/metrics/cadvisor',
    namespace: pod.namespace,
    pod: pod.name,
    container,
    node: cluster.identity.nodeName,
  };
  const size = fraction(`${pod.owner.workload}/${container}`);
  const whileRunning =
    (signal: Signal): Signal =>
    (timeMs) =>
      history.isReadyAt(pod, timeMs) ? signal(timeMs) : undefined;
  const memory = container === 'prometheus' ? 1_350 * mib : (60 + size * 300) * mib;
  into.add(
    'container_memory_working_set_bytes',
    used,
    whileRunning((timeMs) => memory * daily(timeMs, 0.05)),
  );
  const cpu = container === 'prometheus' ? 0.35 : 0.01 + size * 0.08;
  into.add(
    'container_cpu_usage_seconds_total',
    { ...used, cpu: 'total' },
    whileRunning((timeMs) => perHours(cpu * 3_600, history.processStartAt(pod, timeMs), timeMs)),
  );
  resourceSeries(pod, container, labels, into, whileAlive);
}

const factors: Readonly<Record<string, number>> = { m: 0.001, Ki: 1_024, Mi: mib, Gi: 1024 ** 3, '': 1 };

export function quantity(text: string): number {
  const found = /^([0-9.]+)(m|Ki|Mi|Gi)?$/.exec(text);
  return found === null ? 0 : Number(found[1]) * (factors[found[2] ?? ''] ?? 1);
}

function resourceSeries(
  pod: PodRecord,
  name: string,
  labels: Record<string, string>,
  into: SeriesList,
  whileAlive: (signal: Signal) => Signal,
): void {
  const life = pod.lives.at(-1);
  const container = life === undefined ? undefined : containersOf(life).find((candidate) => textAt(candidate, 'name') === name);
  for (const kind of ['limits', 'requests'] as const) {
    for (const [resource, unit] of [
      ['cpu', 'core'],
      ['memory', 'byte'],
    ] as const) {
      const value = quantity(textAt(container, 'resources', kind, resource));
      into.add(
        `kube_pod_container_resource_${kind}`,
        { ...labels, resource, unit },
        whileAlive(() => value),
      );
    }
  }
}

function workloadSeries(cluster: ClusterModel, into: SeriesList): void {
  for (const [resource, kind, label] of [
    ['apps/deployments', 'ReplicaSet', 'deployment'],
    ['apps/statefulsets', 'StatefulSet', 'statefulset'],
  ] as const) {
    for (const workload of cluster.objects.list(resource)) {
      const name = nameOf(workload);
      const labels = { ...stateLabels, namespace: textAt(workload, 'metadata', 'namespace'), [label]: name };
      const wanted = (): number => numberAt(workload, 1, 'spec', 'replicas');
      const ready = (timeMs: number): number =>
        cluster.pods().filter((pod) => pod.owner.kind === kind && pod.owner.workload === name && cluster.history.isReadyAt(pod, timeMs))
          .length;
      into.add(`kube_${label}_spec_replicas`, labels, wanted);
      into.add(
        label === 'deployment' ? 'kube_deployment_status_replicas_available' : 'kube_statefulset_status_replicas_ready',
        labels,
        ready,
      );
    }
  }
  for (const condition of ['true', 'false', 'unknown']) {
    into.add(
      'kube_node_status_condition',
      { ...stateLabels, node: cluster.identity.nodeName, condition: 'Ready', status: condition },
      (timeMs) => {
        const status = cluster.isNodeUpAt(timeMs) ? 'true' : 'unknown';
        return status === condition ? 1 : 0;
      },
    );
  }
  into.add('kube_node_info', { ...stateLabels, node: cluster.identity.nodeName, internal_ip: cluster.identity.nodeAddress }, () => 1);
  into.add('kube_node_status_allocatable', { ...stateLabels, node: cluster.identity.nodeName, resource: 'cpu', unit: 'core' }, () => 8);
  into.add(
    'up',
    { job: 'kubelet', metrics_path: '/metrics', node: cluster.identity.nodeName, instance: `${cluster.identity.nodeAddress}:10250` },
    (timeMs) => (cluster.isNodeUpAt(timeMs) ? 1 : 0),
  );
}

/** Metrics whose names a servicemonitor's relabelling drops. */
export function droppedNames(cluster: ClusterModel): RegExp[] {
  const monitors = cluster.objects.list('monitoring.coreos.com/servicemonitors');
  const rules = monitors.flatMap((monitor) =>
    listAt(monitor, 'spec', 'endpoints').flatMap((endpoint) => listAt(endpoint, 'metricRelabelings')),
  );
  return rules.filter((rule) => textAt(rule, 'action') === 'drop').map((rule) => new RegExp(`^(?:${textAt(rule, 'regex')})$`));
}

export const kubernetesGroup: MetricGroup = {
  names: [
    'up',
    'kube_pod_status_phase',
    'kube_pod_status_ready',
    'kube_pod_info',
    'kube_pod_start_time',
    'kube_pod_container_status_restarts_total',
    'kube_pod_container_status_ready',
    'kube_pod_container_status_waiting_reason',
    'kube_pod_container_resource_limits',
    'kube_pod_container_resource_requests',
    'container_memory_working_set_bytes',
    'container_cpu_usage_seconds_total',
    'kube_deployment_spec_replicas',
    'kube_deployment_status_replicas_available',
    'kube_statefulset_spec_replicas',
    'kube_statefulset_status_replicas_ready',
    'kube_node_status_condition',
    'kube_node_info',
    'kube_node_status_allocatable',
  ],
  build(_model, cluster, into): void {
    for (const pod of cluster.pods()) podSeries(cluster, pod, into);
    workloadSeries(cluster, into);
  },
};
