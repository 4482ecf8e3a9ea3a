/** Numbers are written with this many digits, so that every notification of a kind has the same length. */
const DIGITS = 9;

/** Alertmanager's notification of one alert, about 1.1 kB. Two with different numbers are different groups. */
export function singleAlert(number: number): string {
  return notification([alert(padded(number))], padded(number));
}

/** One notification that carries many alerts of one group. */
export function manyAlerts(count: number, group: string): string {
  return notification(
    Array.from({ length: count }, (_, index) => alert(`${group}-${padded(index)}`)),
    group,
  );
}

function notification(alerts: readonly unknown[], group: string): string {
  const common = { alertname: 'PrometheusTargetDown', cluster: 'cluster-02', severity: 'critical' };
  return JSON.stringify({
    version: '4',
    groupKey: `{}/{severity="critical"}:{alertname="PrometheusTargetDown", group="${group}"}`,
    truncatedAlerts: 0,
    status: 'firing',
    receiver: 'thanos-chatops',
    groupLabels: { alertname: 'PrometheusTargetDown', group },
    commonLabels: common,
    commonAnnotations: { runbook_url: 'https://runbooks.example/PrometheusTargetDown' },
    externalURL: 'http://alertmanager.k8s-cluster-02.miribit.lab',
    alerts,
  });
}

function alert(name: string): unknown {
  return {
    status: 'firing',
    labels: {
      alertname: 'PrometheusTargetDown',
      cluster: 'cluster-02',
      instance: `10.0.2.17:${name}`,
      job: 'node-exporter',
      namespace: 'monitoring',
      severity: 'critical',
    },
    annotations: {
      summary: `Target 10.0.2.17:${name} has been down for 5 minutes.`,
      description: 'The target does not answer its scrape.',
    },
    startsAt: '2026-11-22T00:00:00.123456789Z',
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus.k8s-cluster-02.miribit.lab/graph?g0.expr=up+%3D%3D+0&g0.tab=1',
    fingerprint: `f${name}`,
  };
}

function padded(number: number): string {
  return String(number).padStart(DIGITS, '0');
}
