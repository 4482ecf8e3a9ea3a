import { say } from '../messages/say.ts';
import { byWorstFirst, type Evidence, type Verdict, worstStatus } from '../model/health.ts';
import { seconds } from '../model/time.ts';
import { type CheckContext, defineCheck, type EvaluateContext } from './check.ts';
import { type PodProblem, podProblem } from './pod-problem.ts';
import { type PodFacts, surveyPods } from './pod-survey.ts';
import { verdict } from './verdict.ts';

async function gather(ctx: CheckContext): Promise<PodFacts> {
  return surveyPods(ctx.cluster.kubernetes, namespaceOf(ctx.config, ctx.cluster.name), ctx.signal);
}

/** Judges every pod of the monitoring namespace, and whether Prometheus has as many as are expected. */
export function evaluate(facts: PodFacts, ctx: EvaluateContext): Verdict {
  const namespace = namespaceOf(ctx.config, ctx.cluster);
  const count = facts.quiet.length + facts.pods.length;
  if (count === 0) {
    return verdict('unknown', say('checks.pods-none', { namespace }), []);
  }
  const problems = [...facts.pods.flatMap((pod) => podProblem(pod, ctx.now) ?? []), ...missingPrometheus(facts, ctx)].toSorted(
    byWorstFirst,
  );
  const measure = { value: problems.length, unit: 'count' } as const;
  if (problems.length === 0) {
    return verdict('ok', say('checks.pods-ok', { count }), [], measure);
  }
  return verdict(
    worstStatus(problems.map((problem) => problem.status)),
    say('checks.pods-bad', {
      bad: problems.length,
      count,
      problems: problems.map(({ pod, reason }) => say('evidence.subject', { subject: pod, what: reason })),
    }),
    problems.map((problem) => evidence(problem, namespace)),
    measure,
  );
}

function evidence(problem: PodProblem, namespace: string): Evidence {
  return {
    label: problem.pod,
    value: say('evidence.pod', { reason: problem.reason, detail: problem.detail, node: problem.node }),
    unit: 'text',
    source: `kubectl -n ${namespace} describe pod ${problem.pod}`,
    status: problem.status,
  };
}

/** A pod that does not exist cannot look ill; the expected Prometheus replicas are therefore counted. */
function missingPrometheus({ quiet, pods }: PodFacts, ctx: EvaluateContext): readonly PodProblem[] {
  const cluster = ctx.config.clusters.find((each) => each.name === ctx.cluster);
  const expected = cluster?.expectedStores.filter((store) => store.type === 'sidecar').reduce((sum, store) => sum + store.replicas, 0) ?? 0;
  const pod = `prometheus-${cluster?.prometheus.name}`;
  const isPrometheus = prometheusName(cluster?.prometheus.name ?? '');
  const names = [...quiet, ...pods.filter((each) => each.deletedAt === null).map((each) => each.name)];
  const found = names.filter(isPrometheus).length;
  if (found >= expected) {
    return [];
  }
  const reason = say('evidence.pods-found', { found, expected });
  return [{ pod, node: null, status: 'critical', reason, detail: say('evidence.pods-fewer') }];
}

/** The operator names the pods of a Prometheus after it, its shard and its replica. */
function prometheusName(prometheus: string): (pod: string) => boolean {
  const prefix = `prometheus-${prometheus}`;
  return (pod) => pod.startsWith(prefix) && /^(-shard-\d+)?-\d+$/.test(pod.slice(prefix.length));
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
