/** A change that people make by hand because the bot does not make it yet. */
export interface ByHand {
  /** The word or words after `/thanos` that somebody who wants it types. */
  readonly id: string;
  /** Where the change is made: a command, a file or a field, in a few words of no language. */
  readonly where: string;
}

/** Page whose headings are the ids. */
export const BY_HAND_RUNBOOK = 'docs/runbooks/changes-by-hand.md';

/** A line leaves this list when its command joins the registry. */
export const BY_HAND: readonly ByHand[] = [
  { id: 'resources', where: 'prometheusSpec.resources' },
  { id: 'frontend', where: 'kubectl apply -k manifests/query-frontend' },
  { id: 'cluster', where: 'thanos-query --endpoint, thanos-chatops.yaml clusters' },
  { id: 'upgrade', where: 'quay.io/thanos/thanos:<version>' },
  { id: 'rollback', where: 'kubectl -n monitoring rollout undo <deployment|statefulset>/<name>' },
  { id: 'restart', where: 'kubectl -n monitoring rollout restart <deployment|statefulset>/<name>' },
  { id: 'retention set', where: 'thanos-compactor --retention.resolution-raw, -5m, -1h' },
  { id: 'scrape-interval', where: 'prometheusSpec.scrapeInterval' },
  { id: 'drop-metric', where: 'ServiceMonitor metricRelabelings' },
  { id: 'restore', where: 'kubectl apply -f -' },
  { id: 'grafana', where: 'grafana cli admin reset-admin-password' },
];
