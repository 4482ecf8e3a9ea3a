import type { IncidentAlert } from '../model/incident.ts';
import { cut } from './escape.ts';

const SHOWN_ALERTS = 5;
const LINE_LENGTH = 160;

/** Said elsewhere in the message already. */
const KNOWN_LABELS = new Set(['alertname', 'cluster', 'severity', 'class', 'prometheus', 'prometheus_replica']);

/**
 * The first firing alerts as one line each: the labels that tell them apart.
 *
 * @param firing - How many there are in all; `hidden` is what the lines leave out.
 */
export function alertLines(
  alerts: readonly IncidentAlert[],
  common: Readonly<Record<string, string>>,
  firing: number,
): { readonly lines: readonly string[]; readonly hidden: number } {
  const shown = alerts.filter(({ status }) => status === 'firing').slice(0, SHOWN_ALERTS);
  return { lines: shown.map((alert) => seriesText(alert, firing === 1 ? {} : common)), hidden: Math.max(0, firing - shown.length) };
}

/** `job="node-exporter" instance="10.0.0.1:9100"`, without the labels that all alerts of the incident share. */
export function seriesText({ labels }: Pick<IncidentAlert, 'labels'>, common: Readonly<Record<string, string>>): string {
  const own = Object.entries(labels).filter(([name, value]) => !KNOWN_LABELS.has(name) && common[name] !== value);
  const text = own.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(' ');
  return cut(text === '' ? (labels['alertname'] ?? '–') : text, LINE_LENGTH);
}
