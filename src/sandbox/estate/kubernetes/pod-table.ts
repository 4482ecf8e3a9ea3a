import { at, type Json, type JsonObject, listAt, numberAt, textAt } from '../model/json.ts';
import { type EpochMs, minuteMs, secondMs } from '../model/time.ts';

const columns: readonly (readonly [name: string, type: string, priority: number])[] = [
  ['Name', 'string', 0],
  ['Ready', 'string', 0],
  ['Status', 'string', 0],
  ['Restarts', 'string', 0],
  ['Age', 'string', 0],
  ['IP', 'string', 1],
  ['Node', 'string', 1],
];

/** Pods as the API server prints them, with rows that carry no objects. Source: Kubernetes 1.31, pkg/printers/internalversion, `printPod`. */
export function podTable(pods: readonly JsonObject[], nowMs: EpochMs): JsonObject {
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    columnDefinitions: columns.map(([name, type, priority]) => ({ name, type, format: '', description: '', priority })),
    rows: pods.map((pod) => ({ cells: cellsOf(pod, nowMs), object: null })),
  };
}

function cellsOf(pod: JsonObject, nowMs: EpochMs): Json[] {
  const containers = listAt(pod, 'spec', 'containers');
  const statuses = listAt(pod, 'status', 'containerStatuses');
  const ready = statuses.filter((status) => at(status, 'ready') === true && at(status, 'state', 'running') !== undefined);
  return [
    textAt(pod, 'metadata', 'name'),
    `${ready.length}/${containers.length}`,
    statusOf(pod, statuses),
    restartsOf(statuses, nowMs),
    ageText(nowMs - Date.parse(textAt(pod, 'metadata', 'creationTimestamp'))),
    textAt(pod, 'status', 'podIP') || '<none>',
    textAt(pod, 'spec', 'nodeName') || '<none>',
  ];
}

/** The first container's reason hides the phase; pods of this estate have no init containers and are gone as soon as they are deleted. */
function statusOf(pod: JsonObject, statuses: readonly Json[]): string {
  const reasons = statuses.map((status) => textAt(status, 'state', 'waiting', 'reason') || textAt(status, 'state', 'terminated', 'reason'));
  return reasons.find((reason) => reason !== '') ?? textAt(pod, 'status', 'phase');
}

function restartsOf(statuses: readonly Json[], nowMs: EpochMs): string {
  const restarts = statuses.map((status) => numberAt(status, 0, 'restartCount')).reduce((sum, count) => sum + count, 0);
  const ends = statuses
    .map((status) => Date.parse(textAt(status, 'lastState', 'terminated', 'finishedAt')))
    .filter((end) => !Number.isNaN(end));
  return restarts === 0 || ends.length === 0 ? String(restarts) : `${restarts} (${ageText(nowMs - Math.max(...ends))} ago)`;
}

/** Two units for short ages, one for long. Source: k8s.io/apimachinery pkg/util/duration, `HumanDuration`. */
export function ageText(ageMs: number): string {
  const [second, minute] = [Math.floor(ageMs / secondMs), Math.floor(ageMs / minuteMs)];
  const [hour, day] = [Math.floor(minute / 60), Math.floor(minute / 1_440)];
  const rest = (count: number, unit: string): string => (count === 0 ? '' : `${count}${unit}`);
  if (second < 120) return `${Math.max(0, second)}s`;
  if (minute < 10) return `${minute}m${rest(second % 60, 's')}`;
  if (minute < 180) return `${minute}m`;
  if (hour < 8) return `${hour}h${rest(minute % 60, 'm')}`;
  if (hour < 48) return `${hour}h`;
  if (hour < 192) return `${day}d${rest(hour % 24, 'h')}`;
  return `${day}d`;
}
