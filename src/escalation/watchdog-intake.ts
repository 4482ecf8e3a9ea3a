import type { Intake } from './intake.ts';
import { type AlertPayload, type PayloadAlert, withAlerts } from './payload.ts';
import type { WatchdogBook } from './watchdog-book.ts';

/** Notifications without a cluster in their path come from here. */
const UNNAMED = 'default';

/**
 * Takes the Watchdog out of notifications: it is a sign of life and never an incident. What else is in them goes on. Like an incident,
 * the sign is on disk before Alertmanager gets its answer.
 *
 * @param alertname - Name of the alert that always fires.
 */
export function withoutWatchdogs(intake: Intake, book: WatchdogBook, alertname: string): Intake {
  const isWatchdog = ({ labels }: PayloadAlert): boolean => labels['alertname'] === alertname;
  return {
    take: async (payload, source, at) => {
      const watchdogs = payload.alerts.filter(isWatchdog);
      if (watchdogs.length === 0) {
        return intake.take(payload, source, at);
      }
      const alive = new Set(watchdogs.filter(({ status }) => status === 'firing').flatMap((alert) => clusterOf(alert, payload, source)));
      if (alive.size > 0) {
        await book.seen([...alive], at);
      }
      const others = payload.alerts.filter((alert) => !isWatchdog(alert));
      return others.length === 0 ? [] : intake.take(withAlerts(payload, others), source, at);
    },
  };
}

/** The alert's own label comes before the path: one Alertmanager may speak for several clusters. */
function clusterOf({ labels }: PayloadAlert, payload: AlertPayload, source: string): readonly string[] {
  const cluster = labels['cluster'] || (source === UNNAMED ? payload.cluster : source);
  return cluster === '*' ? [] : [cluster];
}
