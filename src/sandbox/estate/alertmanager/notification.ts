import { type EpochMs, goTime } from '../model/time.ts';
import type { Labels } from '../promql/labels.ts';
import type { HeldAlert } from './alerts.ts';

export interface NotificationAlert {
  readonly status: 'firing' | 'resolved';
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL: string;
  readonly fingerprint: string;
}

/** The webhook body, version 4, as Alertmanager 0.28 writes it. */
export interface Notification {
  readonly receiver: string;
  readonly status: 'firing' | 'resolved';
  readonly alerts: readonly NotificationAlert[];
  readonly groupLabels: Labels;
  readonly commonLabels: Labels;
  readonly commonAnnotations: Labels;
  readonly externalURL: string;
  readonly version: '4';
  readonly groupKey: string;
  readonly truncatedAlerts: number;
}

export function groupKeyOf(labels: Labels): string {
  const pairs = Object.keys(labels)
    .sort()
    .map((name) => `${name}=${JSON.stringify(labels[name])}`);
  return `{}:{${pairs.join(', ')}}`;
}

function commonOf(maps: readonly Labels[]): Labels {
  const [first = {}] = maps;
  return Object.fromEntries(Object.entries(first).filter(([name, value]) => maps.every((map) => map[name] === value)));
}

export function notificationOf(groupLabels: Labels, alerts: readonly HeldAlert[], externalURL: string, nowMs: EpochMs): Notification {
  const listed = alerts.map((alert): NotificationAlert => {
    const isOver = alert.endsMs <= nowMs;
    return {
      status: isOver ? 'resolved' : 'firing',
      labels: alert.labels,
      annotations: alert.annotations,
      startsAt: goTime(alert.startsMs),
      endsAt: isOver ? goTime(alert.endsMs) : '0001-01-01T00:00:00Z',
      generatorURL: alert.generatorUrl,
      fingerprint: alert.fingerprint,
    };
  });
  return {
    receiver: 'thanos-chatops',
    status: listed.some((alert) => alert.status === 'firing') ? 'firing' : 'resolved',
    alerts: listed,
    groupLabels,
    commonLabels: commonOf(listed.map((alert) => alert.labels)),
    commonAnnotations: commonOf(listed.map((alert) => alert.annotations)),
    externalURL,
    version: '4',
    groupKey: groupKeyOf(groupLabels),
    truncatedAlerts: 0,
  };
}
