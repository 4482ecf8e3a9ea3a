import { UpstreamError } from '../model/errors.ts';
import type { ClusterSilences } from '../model/silence.ts';
import type { ClusterAccess } from '../ports.ts';

/** Asks every Alertmanager for its alerts and its silences at once. One that does not answer hides nothing of the others. */
export function surveySilences(
  clusters: readonly Pick<ClusterAccess, 'name' | 'alertmanager'>[],
  signal: AbortSignal,
): Promise<readonly ClusterSilences[]> {
  return Promise.all(
    clusters.map(async ({ name: cluster, alertmanager }): Promise<ClusterSilences> => {
      try {
        const [alerts, silences] = await Promise.all([alertmanager.alerts(signal), alertmanager.silences(signal)]);
        return { cluster, alerts, silences: silences.filter(({ state }) => state !== 'expired'), failure: null };
      } catch (error) {
        if (error instanceof UpstreamError) {
          return { cluster, failure: error.said };
        }
        throw error;
      }
    }),
  );
}

/** The Alertmanagers that answered. */
export function answered(survey: readonly ClusterSilences[]): readonly Extract<ClusterSilences, { failure: null }>[] {
  return survey.filter((each) => each.failure === null);
}

/** Names of the clusters whose Alertmanager did not answer. */
export function unanswered(survey: readonly ClusterSilences[]): readonly string[] {
  return survey.flatMap(({ cluster, failure }) => (failure === null ? [] : [cluster]));
}
