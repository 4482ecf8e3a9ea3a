import type { Incident } from '../model/incident.ts';

/** One thing worth doing about an incident. `id` names it among those of the incident; it is short, as Slack wants values to be. */
export type Suggestion =
  /** Looks and changes nothing. `command` is what stands after `/thanos`. */
  | { readonly kind: 'look'; readonly id: string; readonly command: string }
  /** Proposes one replica more than there are when somebody asks; the plan is confirmed like that of the command. */
  | { readonly kind: 'add-replica'; readonly id: string; readonly component: 'query' };

interface Rule {
  readonly alerts: RegExp;
  readonly suggest: (scope: string) => readonly Suggestion[];
}

/** `names` is a regular expression for the whole name of an alert. */
const on = (names: string, suggest: Rule['suggest']): Rule => ({ alerts: new RegExp(`^(?:${names})$`, 'u'), suggest });

const look = (id: string, scope = ''): Suggestion => ({ kind: 'look', id, command: `${id}${scope}` });
const ADD_QUERY: Suggestion = { kind: 'add-replica', id: 'add-query', component: 'query' };

/** A menu of more than this is not read at night. */
const MOST = 4;

/** The first rule that fits counts. `scope` is ` cluster-01`, or nothing for several clusters. */
const RULES: readonly Rule[] = [
  on('ThanosQuery(Overloaded|Slow|LatencyHigh)', () => [ADD_QUERY, look('check query-gate'), look('check query-latency')]),
  on('ThanosQuery(Store.*|GrpcClientErrors)', () => [look('stores'), look('check query-store-connections')]),
  on('ThanosQuery.*', () => [look('check query-errors'), look('stores')]),
  on('ThanosSidecar.*', (scope) => [look('check s3-upload', scope), look('check sidecar-bucket-failures', scope), look('stores')]),
  on('ThanosBucketUnreachable', () => [look('bucket'), look('check s3-upload'), look('check store-bucket-failures')]),
  on('ThanosCompactorMultipleRunning', () => [look('check compactor-single'), look('check bucket-integrity')]),
  on('ThanosCompact.*', () => [look('check compactor-halted'), look('check compactor-failures'), look('bucket')]),
  on('ThanosStore.*', () => [look('check store-bucket-failures'), look('stores'), look('bucket')]),
  on('ThanosRuler.*', () => [look('check ruler-failures'), look('check ruler-drops'), look('stores')]),
  on('S3.*', () => [look('bucket'), look('check capacity')]),
  on('PVCNearFull', (scope) => [look('check pvc-usage', scope), look('check prometheus-storage', scope)]),
  on('Node(Down|Filesystem.*)', (scope) => [look('disk', scope), look('pods', scope)]),
  on('(KubePod|MonitoringPod).*|ThanosComponentAbsent', (scope) => [look('pods', scope), look('check error-review', scope)]),
  on('Prometheus.*Absent', (scope) => [look('stores'), look('pods', scope), look('check prometheus-up', scope)]),
  on('PrometheusTargetDown', (scope) => [look('check targets-up', scope), look('pods', scope)]),
  on('Prometheus.*', (scope) => [look('check prometheus-up', scope), look('pods', scope)]),
];

/** Classes of incidents that stand for many alerts. */
const BY_CLASS: Readonly<Record<string, (scope: string) => readonly Suggestion[]>> = {
  's3-down': () => [look('bucket'), look('check s3-upload'), look('check store-bucket-failures')],
  'cluster-down': (scope) => [look('stores'), look('pods', scope), look('check prometheus-up', scope)],
  storm: () => [look('status'), look('stores')],
};

/**
 * What to look at or do first. Where an incident stands for several alerts (a class, several clusters), the class speaks before the alert.
 * An alert that nothing is known of suggests to look at everything of its cluster. Pure.
 */
export function suggestionsFor(incident: Pick<Incident, 'title' | 'labels' | 'classId' | 'cluster'>): readonly Suggestion[] {
  const alert = incident.labels['alertname'] ?? incident.title;
  const scope = /^[a-z0-9][-a-z0-9.]*$/.test(incident.cluster) ? ` ${incident.cluster}` : '';
  const ofClass = incident.classId !== null && Object.hasOwn(BY_CLASS, incident.classId) ? BY_CLASS[incident.classId] : undefined;
  const ofAlert = RULES.find(({ alerts }) => alerts.test(alert))?.suggest;
  const suggest = ofClass ?? ofAlert ?? (() => [look('status', scope), look('alerts', scope)]);
  return suggest(scope).slice(0, MOST);
}

/** How a suggestion is shown: what a person would type after `/thanos`. */
export function commandOf(suggestion: Suggestion): string {
  return suggestion.kind === 'look' ? suggestion.command : `scale ${suggestion.component} +1`;
}
