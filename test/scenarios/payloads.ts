import { MONDAY } from './stage.ts';

interface AlertOptions {
  readonly name?: string;
  readonly instance?: string;
  readonly status?: 'firing' | 'resolved';
  readonly startsAt?: string;
  readonly endsAt?: string;
  readonly labels?: Record<string, string>;
}

/** One alert as Alertmanager writes it. */
export function alert({ name = 'PrometheusTargetDown', instance = 'a', status = 'firing', labels = {}, ...times }: AlertOptions = {}): {
  readonly status: string;
  readonly labels: Record<string, string>;
  readonly [field: string]: unknown;
} {
  return {
    status,
    labels: { alertname: name, cluster: 'cluster-01', instance, severity: 'critical', ...labels },
    annotations: { summary: `${instance} is down` },
    startsAt: times.startsAt ?? new Date(MONDAY - 30_000).toISOString(),
    endsAt: times.endsAt ?? '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus.example/graph',
    fingerprint: `f-${name}-${instance}`,
  };
}

/** One notification as Alertmanager writes it, version 4. */
export function notification(alerts: readonly ReturnType<typeof alert>[], change: Record<string, unknown> = {}): Record<string, unknown> {
  const name = alerts[0]?.labels['alertname'] ?? '';
  return {
    receiver: 'thanos-chatops',
    status: alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved',
    alerts,
    groupLabels: { alertname: name },
    commonLabels: { alertname: name, cluster: 'cluster-01', severity: 'critical' },
    commonAnnotations: {},
    externalURL: 'http://alertmanager.example:9093',
    version: '4',
    groupKey: `{}:{alertname="${name}"}`,
    truncatedAlerts: 0,
    ...change,
  };
}
