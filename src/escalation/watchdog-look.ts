import { UpstreamError } from '../model/errors.ts';
import type { ActiveAlert, StoreEndpoint } from '../model/metrics.ts';
import { seconds } from '../model/time.ts';
import type { ClusterAccess, ThanosQuery } from '../ports.ts';
import type { WatchdogEvidence } from './watchdog-cause.ts';

/** Each system gets this long; somebody waits to be called. */
const DEADLINE_MS = seconds(8);

/** Asks everything that can be asked about a silent cluster, all at once. Never throws: no answer is an answer here. */
export async function lookAt(
  { name, kubernetes, metrics, alertmanager }: ClusterAccess,
  thanos: ThanosQuery,
  alertname: string,
): Promise<WatchdogEvidence> {
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const [version, sample, alerts, stores] = await Promise.allSettled([
    kubernetes.version(signal),
    metrics.instant('vector(1)', signal),
    alertmanager.alerts(signal),
    thanos.stores(signal),
  ]);
  return {
    apiServer: version.status === 'fulfilled' ? 'answers' : isRefusal(version.reason) ? 'refuses' : 'no-answer',
    prometheus: sample.status === 'fulfilled' ? 'answers' : 'no-answer',
    alertmanager: alerts.status === 'fulfilled' ? standingOf(alerts.value, name, alertname) : 'no-answer',
    stores: stores.status === 'fulfilled' ? storesOf(stores.value, name) : 'unknown',
  };
}

function isRefusal(error: unknown): boolean {
  return error instanceof UpstreamError && (error.code === 'unauthorized' || error.code === 'forbidden');
}

function standingOf(alerts: readonly ActiveAlert[], cluster: string, alertname: string): WatchdogEvidence['alertmanager'] {
  const own = alerts.filter(({ labels }) => labels['alertname'] === alertname && (labels['cluster'] ?? cluster) === cluster);
  if (own.length === 0) {
    return 'lacks-it';
  }
  return own.every(({ silencedBy }) => silencedBy.length > 0) ? 'silenced' : 'fires';
}

function storesOf(endpoints: readonly StoreEndpoint[], cluster: string): WatchdogEvidence['stores'] {
  const own = endpoints.filter(({ type, labelSets }) => type === 'sidecar' && labelSets.some((labels) => labels['cluster'] === cluster));
  if (own.length === 0) {
    return 'missing';
  }
  return own.every(({ lastError }) => lastError === null) ? 'healthy' : 'failing';
}
