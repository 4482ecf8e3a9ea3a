import type { Severity } from '../model/incident.ts';

const RANK: Readonly<Record<Severity, number>> = { info: 0, warning: 1, critical: 2 };

/** `none` (Watchdog and the like) is information. An unknown or missing severity is a warning: it pages rather than vanishes. */
export function severityOf(labels: Readonly<Record<string, string>>): Severity {
  const severity = (labels['severity'] ?? '').toLowerCase();
  if (severity === 'critical') {
    return 'critical';
  }
  return severity === 'info' || severity === 'none' ? 'info' : 'warning';
}

/** Worst of the list; an empty list is `info`. */
export function worstSeverity(severities: readonly Severity[]): Severity {
  return severities.reduce<Severity>((worst, next) => (isWorse(next, worst) ? next : worst), 'info');
}

export function isWorse(severity: Severity, than: Severity): boolean {
  return RANK[severity] > RANK[than];
}
