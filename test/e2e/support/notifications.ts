import { WEBHOOK_TOKEN } from './settings.ts';

export interface AlertOptions {
  readonly status?: 'firing' | 'resolved';
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly startsAt?: string;
}

/** One notification of one group as Alertmanager writes it, version 4. */
export function notification(group: string, alerts: readonly AlertOptions[] = [{}]): Record<string, unknown> {
  const common = { alertname: group, cluster: 'cluster-01', severity: 'critical' };
  return {
    version: '4',
    groupKey: `{}:{alertname="${group}"}`,
    truncatedAlerts: 0,
    status: alerts.some(({ status }) => status !== 'resolved') ? 'firing' : 'resolved',
    receiver: 'bot',
    groupLabels: { alertname: group },
    commonLabels: common,
    commonAnnotations: {},
    externalURL: 'http://alertmanager.example:9093',
    alerts: alerts.map(({ status = 'firing', labels = {}, annotations = {}, startsAt = START }, index) => ({
      status,
      labels: { ...common, instance: `host-${index}`, ...labels },
      annotations: { summary: `${group} is down`, ...annotations },
      startsAt,
      endsAt: status === 'firing' ? '0001-01-01T00:00:00Z' : new Date().toISOString(),
      generatorURL: 'http://prometheus.example/graph',
      fingerprint: `${group}-${index}`,
    })),
  };
}

const START = new Date().toISOString();

export interface Answered {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Posts a body as it is. `null`: the product went away before it answered. */
export async function post(
  url: string,
  body: BodyInit,
  headers: Readonly<Record<string, string>> = { authorization: `Bearer ${WEBHOOK_TOKEN}`, 'content-type': 'application/json' },
): Promise<Answered | null> {
  try {
    const response = await fetch(url, { method: 'POST', body, headers, signal: AbortSignal.timeout(60_000) });
    const text = await response.text();
    const parsed: unknown = text === '' ? {} : JSON.parse(text);
    const answer = typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
    return { status: response.status, retryAfter: response.headers.get('retry-after'), body: answer };
  } catch {
    return null;
  }
}

export const notify = (url: string, body: Record<string, unknown>): Promise<Answered | null> => post(url, JSON.stringify(body));

/** Ids of the incidents that a notification was answered with. */
export function incidentsOf(answered: Answered | null): readonly string[] {
  const ids = answered?.body['incidents'];
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
}
