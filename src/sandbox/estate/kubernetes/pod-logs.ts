import { type Answer, text } from '../http.ts';
import { textAt } from '../model/json.ts';
import { logLines } from '../model/logs.ts';
import { containersOf } from '../model/pods.ts';
import { dayMs, goTime } from '../model/time.ts';
import type { KubernetesBackend, Target } from './backend.ts';
import { ApiError } from './status.ts';

const rotatedAfterMs = 7 * dayMs;

export function podLogs(backend: KubernetesBackend, target: Target, parameters: URLSearchParams): Answer {
  const { model, cluster } = backend;
  const pod = cluster.pod(target.name);
  const life = pod === undefined ? undefined : cluster.history.lifeAt(pod, model.nowMs);
  if (pod === undefined || life === undefined) throw new ApiError(404, `pods "${target.name}" not found`);
  const names = containersOf(life).map((container) => textAt(container, 'name'));
  const container = parameters.get('container') ?? (names.length === 1 ? names[0] : undefined);
  if (container === undefined)
    throw new ApiError(400, `a container name must be specified for pod ${target.name}, choose one of: [${names.join(' ')}]`);
  if (!names.includes(container)) throw new ApiError(400, `container ${container} is not valid for pod ${target.name}`);
  const phase = cluster.history.phaseAt(pod, model.nowMs);
  if (phase === 'pending' || phase === 'image')
    throw new ApiError(400, `container "${container}" in pod "${target.name}" is waiting to start: ContainerCreating`);
  const starts = cluster.history.startsAt(pod, model.nowMs);
  const wantsPrevious = parameters.get('previous') === 'true';
  if (wantsPrevious && starts.length < 2)
    throw new ApiError(400, `previous terminated container "${container}" in pod "${target.name}" not found`);
  const currentMs = starts.at(-1) ?? life.createdMs;
  const toMs = wantsPrevious ? currentMs - 1 : model.nowMs;
  const beginMs = wantsPrevious ? (starts.at(-2) ?? 0) : currentMs;
  const sinceMs = sinceOf(parameters, model.nowMs);
  const lines = logLines(model, cluster, pod, container, { fromMs: Math.max(beginMs - 1, sinceMs, toMs - rotatedAfterMs), toMs });
  const tail = Number(parameters.get('tailLines') ?? lines.length);
  const shown = lines.slice(Math.max(0, lines.length - tail));
  const isStamped = parameters.get('timestamps') === 'true';
  const limit = Number(parameters.get('limitBytes') ?? Number.POSITIVE_INFINITY);
  return text(
    shown
      .map((line) => `${isStamped ? `${goTime(line.timeMs)} ` : ''}${line.text}\n`)
      .join('')
      .slice(0, limit),
  );
}

function sinceOf(parameters: URLSearchParams, nowMs: number): number {
  const seconds = parameters.get('sinceSeconds');
  if (seconds !== null) return nowMs - Number(seconds) * 1_000;
  const instant = parameters.get('sinceTime');
  return instant === null ? 0 : Date.parse(instant);
}
