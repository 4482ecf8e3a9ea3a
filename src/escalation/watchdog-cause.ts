/** What one look at a cluster whose Watchdog does not arrive has shown. */
export interface WatchdogEvidence {
  /** `refuses`: it is there but does not let us in. */
  readonly apiServer: 'answers' | 'refuses' | 'no-answer';
  readonly prometheus: 'answers' | 'no-answer';
  /** What Alertmanager knows of the Watchdog. */
  readonly alertmanager: 'fires' | 'silenced' | 'lacks-it' | 'no-answer';
  /** The cluster's endpoints as Thanos Query lists them; `unknown` when Query does not answer. */
  readonly stores: 'healthy' | 'failing' | 'missing' | 'unknown';
}

export type WatchdogCause =
  /** Somebody silenced the Watchdog itself: nothing is wrong. */
  'silenced' | 'network' | 'api-server' | 'prometheus' | 'alertmanager' | 'rule' | 'gateway' | 'receiver';

/** Which part most likely keeps the Watchdog from arriving. Pure; looks from the outside in. */
export function likelyCause({ apiServer, prometheus, alertmanager, stores }: WatchdogEvidence): WatchdogCause {
  if (alertmanager === 'silenced') {
    return 'silenced';
  }
  if (apiServer !== 'answers' && prometheus === 'no-answer' && alertmanager === 'no-answer') {
    return stores === 'healthy' ? 'api-server' : 'network';
  }
  if (prometheus === 'no-answer') {
    return 'prometheus';
  }
  if (alertmanager === 'no-answer') {
    return 'alertmanager';
  }
  if (alertmanager === 'lacks-it') {
    return 'rule';
  }
  return stores === 'failing' || stores === 'missing' ? 'gateway' : 'receiver';
}
