import { roughDuration } from '../../../model/time.ts';

const CAUSES: Readonly<Record<string, string>> = {
  network: 'Likely cause: the network between here and the cluster, or the whole cluster is down.',
  'api-server': 'Likely cause: its API server, or the way to it. Thanos Query still reaches its stores, so the cluster itself is alive.',
  prometheus: 'Likely cause: Prometheus. The cluster is reachable and Prometheus does not answer.',
  alertmanager: 'Likely cause: Alertmanager. Prometheus answers and Alertmanager does not.',
  rule: 'Likely cause: Prometheus does not hand its alerts over. It answers, but Alertmanager does not have the Watchdog.',
  gateway:
    'Likely cause: the way out of the cluster (gateway, DNS, firewall). Inside everything works, but neither its notifications nor its stores arrive here.',
  receiver: "Likely cause: Alertmanager's route to the bot (address, token, NetworkPolicy). Everything else about the cluster works.",
};

const API_SERVERS: Readonly<Record<string, string>> = { answers: 'answers', refuses: 'refuses our access', 'no-answer': 'NO ANSWER' };
const ANSWERS: Readonly<Record<string, string>> = { answers: 'answers', 'no-answer': 'NO ANSWER' };
const ALERTMANAGERS: Readonly<Record<string, string>> = {
  fires: 'has the Watchdog',
  'lacks-it': 'DOES NOT HAVE the Watchdog',
  silenced: 'silences the Watchdog',
  'no-answer': 'NO ANSWER',
};
const STORES: Readonly<Record<string, string>> = {
  healthy: 'healthy',
  failing: 'FAILING',
  missing: 'NOT LISTED',
  unknown: 'unknown (Query does not answer)',
};

export const watchdog = {
  'watchdog.silent': (a: {
    cluster: string;
    silentMs: number;
    cause: string;
    apiServer: string;
    prometheus: string;
    alertmanager: string;
    stores: string;
  }): string =>
    [
      `The Watchdog of ${a.cluster} has not arrived for ${roughDuration(a.silentMs)}: alerts of this cluster may not reach anybody.`,
      CAUSES[a.cause] ?? '',
      `API server: ${API_SERVERS[a.apiServer]} · Prometheus: ${ANSWERS[a.prometheus]} · Alertmanager: ${ALERTMANAGERS[a.alertmanager]} · stores in Thanos Query: ${STORES[a.stores]}`,
    ].join('\n'),
  'watchdog.returned': (): string => 'The Watchdog arrives again.',
};
