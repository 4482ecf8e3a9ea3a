import { z } from 'zod';
import { say } from '../messages/say.ts';
import type { Severity } from '../model/incident.ts';
import type { Phrase } from '../model/phrase.ts';
import { severityOf, worstSeverity } from './severity.ts';
import { cleanKey, cleanLabels, cleanText } from './untrusted-text.ts';

const labels = z.record(z.string(), z.string()).nullish();
const text = z.string().nullish();

/** RFC 3339 as Go writes it, with up to nanoseconds. Kept as text: a JavaScript date would lose them, and they are part of the identity. */
const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/);

const alertSchema = z.looseObject({
  status: z.enum(['firing', 'resolved']),
  labels: z.record(z.string(), z.string()),
  annotations: labels,
  startsAt: instant,
  endsAt: text,
  generatorURL: text,
  fingerprint: text,
});

/** Source: Alertmanager notify/webhook, message version 4. Fields that newer versions add are let through. */
const payloadSchema = z.looseObject({
  version: z.literal('4'),
  receiver: text,
  groupKey: text,
  groupLabels: labels,
  commonLabels: labels,
  commonAnnotations: labels,
  externalURL: text,
  truncatedAlerts: z.number().int().min(0).nullish(),
  notification_reason: text,
  alerts: z.array(alertSchema).min(1),
});

type RawPayload = z.output<typeof payloadSchema>;
type RawAlert = z.output<typeof alertSchema>;

/** One series of the group. Identity: source, `fingerprint` and `startsAt`. */
export interface PayloadAlert {
  readonly status: 'firing' | 'resolved';
  readonly fingerprint: string;
  /** RFC 3339 with up to nine digits of the second. */
  readonly startsAt: string;
  /** RFC 3339, or empty. Says something only about a resolved alert. */
  readonly endsAt: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly generatorUrl: string;
}

/** One notification of Alertmanager, cleaned. Everything in it is still text that strangers wrote. */
export interface AlertPayload {
  readonly receiver: string;
  /** Same for every notification of the group, whatever HA replica sends it; what `Incident.groupKey` holds. */
  readonly groupKey: string;
  readonly title: string;
  readonly summary: string;
  readonly severity: Severity;
  /** `*` when the alerts belong to several clusters or to none. */
  readonly cluster: string;
  /** Labels and annotations that all alerts share. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly alerts: readonly PayloadAlert[];
  /** Alerts of the group that Alertmanager left out of this notification. */
  readonly truncatedAlerts: number;
  /** Why Alertmanager sent it, since 0.32. */
  readonly notificationReason: string | null;
}

export type PayloadReading = { readonly ok: true; readonly payload: AlertPayload } | { readonly ok: false; readonly problem: Phrase };

/**
 * Reads the body of Alertmanager's webhook.
 *
 * @param json - The parsed body, of any shape.
 * @param options.cluster - Cluster that the sender stands for, used when alerts carry no `cluster` label.
 */
export function readPayload(json: unknown, options: { readonly cluster?: string } = {}): PayloadReading {
  const parsed = payloadSchema.safeParse(json);
  if (parsed.success) {
    return { ok: true, payload: fromRaw(parsed.data, options.cluster ?? '*') };
  }
  const path = parsed.error.issues[0]?.path ?? [];
  if (path.length === 0) {
    return { ok: false, problem: say('incident.payloadNotObject') };
  }
  return { ok: false, problem: say(path[0] === 'version' ? 'incident.payloadVersion' : 'incident.payloadField', { path: pathText(path) }) };
}

function fromRaw(raw: RawPayload, defaultCluster: string): AlertPayload {
  const alerts = raw.alerts.map(alertFromRaw);
  const annotations = cleanLabels(raw.commonAnnotations ?? {});
  return {
    receiver: cleanText(unescapeReceiver(raw.receiver ?? '')),
    groupKey: cleanKey(raw.groupKey || JSON.stringify(raw.groupLabels ?? {})),
    ...gistOf(alerts, annotations, defaultCluster),
    labels: cleanLabels(raw.commonLabels ?? {}),
    annotations,
    alerts,
    truncatedAlerts: raw.truncatedAlerts ?? 0,
    notificationReason: raw.notification_reason ? cleanText(raw.notification_reason) : null,
  };
}

/** The notification as if it had told of these alerts only. */
export function withAlerts(payload: AlertPayload, alerts: readonly PayloadAlert[]): AlertPayload {
  return { ...payload, ...gistOf(alerts, payload.annotations, payload.cluster), alerts };
}

function gistOf(
  alerts: readonly PayloadAlert[],
  annotations: Readonly<Record<string, string>>,
  defaultCluster: string,
): Pick<AlertPayload, 'title' | 'summary' | 'severity' | 'cluster'> {
  const firing = alerts.filter((alert) => alert.status === 'firing');
  const relevant = firing.length > 0 ? firing : alerts;
  return {
    title: titleOf(alerts),
    summary: summaryOf(relevant, annotations),
    severity: worstSeverity(relevant.map((alert) => severityOf(alert.labels))),
    cluster: clusterOf(alerts, defaultCluster),
  };
}

function alertFromRaw(raw: RawAlert): PayloadAlert {
  return {
    status: raw.status,
    fingerprint: cleanKey(raw.fingerprint || JSON.stringify(Object.entries(raw.labels).sort())),
    startsAt: raw.startsAt,
    endsAt: instant.safeParse(raw.endsAt).success ? (raw.endsAt ?? '') : '',
    labels: cleanLabels(raw.labels),
    annotations: cleanLabels(raw.annotations ?? {}),
    generatorUrl: cleanText(raw.generatorURL ?? ''),
  };
}

/** Alertmanager sends the receiver's name with the characters of regular expressions quoted. */
function unescapeReceiver(name: string): string {
  return name.replaceAll(/\\(.)/gu, '$1');
}

function titleOf(alerts: readonly PayloadAlert[]): string {
  const names = [...new Set(alerts.map((alert) => alert.labels['alertname'] ?? ''))].filter((name) => name !== '');
  const rest = names.length > 3 ? ` +${names.length - 3}` : '';
  return cleanText(`${names.slice(0, 3).join(', ')}${rest}`, 200) || 'alert';
}

function summaryOf(alerts: readonly PayloadAlert[], common: Readonly<Record<string, string>>): string {
  const annotations = [common, ...alerts.map((alert) => alert.annotations)];
  for (const name of ['summary', 'message', 'description']) {
    const found = annotations.find((candidate) => (candidate[name] ?? '').trim() !== '');
    if (found !== undefined) {
      return (found[name] ?? '').trim();
    }
  }
  return '';
}

function clusterOf(alerts: readonly PayloadAlert[], defaultCluster: string): string {
  const clusters = new Set(alerts.map((alert) => alert.labels['cluster'] || defaultCluster));
  const [only] = clusters;
  return clusters.size === 1 && only !== undefined ? only : '*';
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .slice(1, 200);
}
