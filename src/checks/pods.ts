import { say } from '../messages/say.ts';
import { byWorstFirst, type Evidence, type Verdict, worstStatus } from '../model/health.ts';
import type { Pod } from '../model/kubernetes.ts';
import { seconds } from '../model/time.ts';
import { type CheckContext, defineCheck, type EvaluateContext } from './check.ts';
import { type PodProblem, podProblem } from './pod-problem.ts';
import { verdict } from './verdict.ts';

const PROMETHEUS_LABEL = 'operator.prometheus.io/name';

async function gather(ctx: CheckContext): Promise<readonly Pod[]> {
  return ctx.cluster.kubernetes.listPods(namespaceOf(ctx.config, ctx.cluster.name), ctx.signal);
}

/** Judges every pod of the monitoring namespace, and whether Prometheus has as many as are expected. */
export function evaluate(pods: readonly Pod[], ctx: EvaluateContext): Verdict {
  const namespace = namespaceOf(ctx.config, ctx.cluster);
  if (pods.length === 0) {
    return verdict('unknown', say('checks.pods-none', { namespace }), []);
  }
  const problems = [...pods.flatMap((pod) => podProblem(pod, ctx.now) ?? []), ...missingPrometheus(pods, ctx)].toSorted(byWorstFirst);
  const measure = { value: problems.length, unit: 'count' } as const;
  if (problems.length === 0) {
    return verdict('ok', say('checks.pods-ok', { count: pods.length }), [], measure);
  }
  return verdict(
    worstStatus(problems.map((problem) => problem.status)),
    say('checks.pods-bad', { bad: problems.length, count: pods.length, problems: problems.map((each) => `${each.pod} ${each.reason}`) }),
    problems.map((problem) => evidence(problem, namespace)),
    measure,
  );
}

function evidence(problem: PodProblem, namespace: string): Evidence {
  const node = problem.node === null ? '' : `, node ${problem.node}`;
  return {
    label: problem.pod,
    value: `${problem.reason}: ${problem.detail}${node}`,
    unit: 'text',
    source: `kubectl -n ${namespace} describe pod ${problem.pod}`,
    status: problem.status,
  };
}

/** A pod that does not exist cannot look ill; the expected Prometheus replicas are therefore counted. */
function missingPrometheus(pods: readonly Pod[], ctx: EvaluateContext): readonly PodProblem[] {
  const cluster = ctx.config.clusters.find((each) => each.name === ctx.cluster);
  const expected = cluster?.expectedStores.filter((store) => store.type === 'sidecar').reduce((sum, store) => sum + store.replicas, 0) ?? 0;
  const pod = `prometheus-${cluster?.prometheus.name}`;
  const found = pods.filter((each) => isPrometheus(each, cluster?.prometheus.name ?? '') && each.deletedAt === null).length;
  if (found >= expected) {
    return [];
  }
  return [{ pod, node: null, status: 'critical', reason: `${found}/${expected} pods`, detail: 'fewer Prometheus pods than expected' }];
}

function isPrometheus(pod: Pod, name: string): boolean {
  return pod.labels[PROMETHEUS_LABEL] === name || new RegExp(`^prometheus-${name}(-shard-\\d+)?-\\d+$`).test(pod.name);
}

function namespaceOf(config: CheckContext['config'], name: string): string {
  return config.clusters.find((cluster) => cluster.name === name)?.namespace ?? 'monitoring';
}

export const pods = defineCheck({
  id: 'pods',
  scope: 'cluster',
  cadence: 'daily',
  timeoutMs: seconds(20),
  remedy: { kind: 'runbook', id: 'pods' },
  gather,
  evaluate,
});
