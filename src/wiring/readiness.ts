import type { Reach } from '../clients/cluster-reach.ts';
import type { SlackState } from '../handlers/slack-app.ts';
import type { Store } from './store.ts';

/** Ready means that alerts can be stored. Slack's and the clusters' state is told, and takes nothing away from Alertmanager. */
export async function readiness(
  store: Pick<Store, 'ping' | 'dialect'>,
  slack: SlackState | null,
  clusters: Readonly<Record<string, Reach>>,
) {
  const isReady = await store.ping().then(
    () => true,
    () => false,
  );
  return {
    isReady,
    states: {
      store: { dialect: store.dialect, reachable: isReady },
      slack:
        slack === null
          ? { configured: false }
          : { configured: true, mode: slack.mode, reachable: slack.deafSince === null, sockets: slack.openSockets, reason: slack.reason },
      clusters,
    },
  };
}
