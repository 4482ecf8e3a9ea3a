import type { HealthStatus } from '../model/health.ts';
import type { ActiveAlert } from '../model/metrics.ts';
import type { EpochMs } from '../model/time.ts';

/** Alerts of one name and severity. */
export interface AlertGroup {
  readonly name: string;
  readonly severity: string;
  readonly active: number;
  readonly silenced: number;
  readonly inhibited: number;
  readonly oldestAt: EpochMs | null;
  readonly status: HealthStatus;
}

/** Alerts that say nothing about health: one always fires, the other only serves inhibition. */
const PLUMBING: ReadonlySet<string> = new Set(['Watchdog', 'InfoInhibitor']);

export function groupAlerts(alerts: readonly ActiveAlert[]): readonly AlertGroup[] {
  const shown = alerts.filter((alert) => !PLUMBING.has(alert.labels['alertname'] ?? ''));
  const groups = Map.groupBy(shown, (alert) => JSON.stringify([alert.labels['alertname'] ?? '?', alert.labels['severity'] ?? 'none']));
  return [...groups.values()].map(toGroup);
}

function toGroup(alerts: readonly ActiveAlert[]): AlertGroup {
  const first = alerts[0]?.labels;
  const severity = first?.['severity'] ?? 'none';
  const silenced = alerts.filter((alert) => alert.silencedBy.length > 0).length;
  const inhibited = alerts.filter((alert) => alert.silencedBy.length === 0 && alert.inhibitedBy.length > 0).length;
  const active = alerts.length - silenced - inhibited;
  const starts = alerts.map((alert) => Date.parse(alert.startsAt)).filter((at) => !Number.isNaN(at));
  return {
    name: first?.['alertname'] ?? '?',
    severity,
    active,
    silenced,
    inhibited,
    oldestAt: starts.length === 0 ? null : Math.min(...starts),
    status: active === 0 ? 'ok' : statusOf(severity),
  };
}

/** An alert without a severity needs a look; one that only informs does not spoil the day. */
function statusOf(severity: string): HealthStatus {
  if (severity === 'critical' || severity === 'page') {
    return 'critical';
  }
  return severity === 'info' ? 'ok' : 'warning';
}
