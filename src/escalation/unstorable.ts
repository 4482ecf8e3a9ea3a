import { createHash } from 'node:crypto';
import { plainText } from '../messages/mrkdwn.ts';
import { say } from '../messages/say.ts';
import { translate } from '../messages/translate.ts';
import type { AlertPayload, PayloadAlert } from './payload.ts';
import type { EscalationConfig } from './transition.ts';

/** Beginning of the group key of incidents that stand for notifications which could not be stored. */
const GROUP = 'unstorable:';

/** What decides whom to call and where to look; everything else stays in the quarantine. */
const KEPT_LABELS = ['alertname', 'cluster', 'severity', 'class', 'namespace'];
const KEPT_CHARACTERS = 100;

/** Same for every repetition, so that a body without a time of its own is one alert. */
const NO_TIME = '1970-01-01T00:00:00Z';

/**
 * A notification cut down to what any database takes: plain characters, few labels. Its alerts keep their identity, so that their end
 * ends the incident it makes.
 *
 * @param payload - What was understood, or `null` when the body could not be read at all.
 */
export function storableRest(payload: AlertPayload | null, body: Uint8Array, source: string, config: EscalationConfig): AlertPayload {
  const named = payload ?? nameless(body, source);
  const alerts = named.alerts.map((alert) => ({
    ...alert,
    fingerprint: /^[\w:-]{1,80}$/.test(alert.fingerprint) ? alert.fingerprint : digestOf(alert.fingerprint),
    labels: keptLabels(alert.labels),
    annotations: {},
    generatorUrl: '',
  }));
  const summary = summaryOf(config, source);
  return {
    ...named,
    receiver: plain(named.receiver),
    groupKey: `${GROUP}${digestOf(named.groupKey)}`,
    title: plain(named.title),
    summary,
    cluster: plain(named.cluster),
    labels: keptLabels(named.labels),
    annotations: { summary },
    alerts,
    notificationReason: null,
  };
}

function nameless(body: Uint8Array, source: string): AlertPayload {
  const labels = { alertname: 'NotificationUnreadable', severity: 'critical' };
  const alert: PayloadAlert = {
    status: 'firing',
    fingerprint: digestOf(body),
    startsAt: NO_TIME,
    endsAt: '',
    labels,
    annotations: {},
    generatorUrl: '',
  };
  return {
    receiver: '',
    groupKey: source,
    title: 'NotificationUnreadable',
    summary: '',
    severity: 'critical',
    cluster: '*',
    labels,
    annotations: {},
    alerts: [alert],
    truncatedAlerts: 0,
    notificationReason: null,
  };
}

/** The incident keeps plain text, so it is written in the language of the channel that will show it. */
function summaryOf({ slack, locale }: EscalationConfig, source: string): string {
  const language = slack.locales[slack.channels.incidents] ?? locale;
  return plainText(translate(language, say('webhook.unstorable', { source: plain(source) })), 'UTC');
}

function keptLabels(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    KEPT_LABELS.flatMap((name) => (Object.hasOwn(labels, name) ? [[name, plain(labels[name] ?? '')] as const] : [])),
  );
}

function plain(text: string): string {
  return text.slice(0, KEPT_CHARACTERS).replaceAll(/[^\w .,:;/@=+*-]/gu, '?');
}

function digestOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 32);
}
