import { UpstreamError } from '../model/errors.ts';
import type { ClusterConnection } from './kube-config.ts';

/** How the last call to a cluster's API server went. */
export interface Reach {
  /** `null` until the first call has ended: not known, so not fine. */
  readonly reachable: boolean | null;
  /** Why it is not, in one line without secrets. */
  readonly reason: string | null;
}

/** Remembers for each cluster how the last call went. It asks nothing by itself: Alertmanager is compared every minute anyway. */
export interface ClusterReach {
  watch(connection: ClusterConnection): ClusterConnection;
  states(): Readonly<Record<string, Reach>>;
}

export function createClusterReach(): ClusterReach {
  const reaches = new Map<string, Reach>();
  return {
    watch: (connection) => {
      const { name } = connection;
      reaches.set(name, { reachable: null, reason: null });
      return {
        ...connection,
        call: async (request, signal) => {
          try {
            const answer = await connection.call(request, signal);
            // Anything else, a refusal of one kind of object too, comes from an API server that works and knows us.
            const knowsUs = answer.status !== 401;
            reaches.set(name, { reachable: knowsUs, reason: knowsUs ? null : 'it does not accept our credentials' });
            return answer;
          } catch (error) {
            reaches.set(name, { reachable: false, reason: error instanceof UpstreamError ? error.details.reason : 'the call failed' });
            throw error;
          }
        },
      };
    },
    states: () => Object.fromEntries(reaches),
  };
}
