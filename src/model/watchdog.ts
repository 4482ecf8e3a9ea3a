import type { Incident } from './incident.ts';

/** `Incident.source` of an incident that the absence of a Watchdog opened. A cluster may have the same name, so the group key decides too. */
export const WATCHDOG_SOURCE = 'watchdog';

/** Annotation that holds what was found, as a phrase in JSON: each reader gets it in their own language. */
export const WATCHDOG_FACT = 'watchdog_fact';

const WATCHDOG_KEY = 'watchdog:';

/** Group key of a cluster's own. Those of Alertmanager begin with a route in braces. */
export const watchdogGroupKey = (cluster: string): string => `${WATCHDOG_KEY}${cluster}`;

/** Whether an incident stands for a Watchdog that does not arrive; no Alertmanager knows its alert. */
export function isWatchdogIncident({ source, groupKey }: Pick<Incident, 'source' | 'groupKey'>): boolean {
  return source === WATCHDOG_SOURCE && groupKey.startsWith(WATCHDOG_KEY);
}
