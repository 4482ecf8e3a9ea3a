import { say } from '../messages/say.ts';
import { byWorstFirst, type Evidence, type Verdict, worstStatus } from '../model/health.ts';
import type { Pod } from '../model/kubernetes.ts';
import { hours, seconds } from '../model/time.ts';
import { type CheckContext, defineCheck, type EvaluateContext } from './check.ts';
import { type ClusterAnswer, queryCluster } from './cluster-query.ts';
import { dailySeries } from './daily-series.ts';
import type { PastMeasure } from './memory.ts';
import { readUploadLog, type UploadLog } from './sidecar-log.ts';
import { type SidecarFacts, type UploadState, uploadState } from './sidecar-uploads.ts';
import { verdict } from './verdict.ts';

const CONTAINER = 'thanos-sidecar';

/** The operator puts it on every pod of a Prometheus. */
const PROMETHEUS_LABEL = 'operator.prometheus.io/name';

/** What was read about all sidecars of a cluster. */
export interface UploadFacts {
  readonly sidecars: readonly SidecarFacts[];
  /** PromQL that shows the newest upload of each sidecar. */
  readonly source: string;
  /** Age of the newest upload in seconds, as the daily runs found it. */
  readonly history?: readonly PastMeasure[];
}

async function gather(ctx: CheckContext): Promise<UploadFacts> {
  const namespace = ctx.config.clusters.find((cluster) => cluster.name === ctx.cluster.name)?.namespace ?? 'monitoring';
  const pods = await sidecarPods(ctx, namespace);
  const job = ctx.config.metrics.jobs.sidecar;
  const metric = (name: string) => (matcher: string) => `${name}{job=~${JSON.stringify(job)}${matcher}}`;
  const uploadTime = metric('thanos_objstore_bucket_last_successful_upload_time');
  const started = metric('process_start_time_seconds');
  const failures = metric('thanos_objstore_bucket_operation_failures_total');
  // A cluster whose metrics cannot be read still has logs; when neither speaks, the first error is the reason.
  const [history, uploads, starts, failed, logs] = await Promise.all([
    ctx.history.of('s3-upload', ctx.cluster.name),
    settle(queryCluster(ctx, (matcher) => `max by (pod) (max_over_time(${uploadTime(matcher)}[24h]))`)),
    settle(queryCluster(ctx, (matcher) => `max by (pod) (${started(matcher)})`)),
    settle(queryCluster(ctx, (matcher) => `sum by (pod) (increase(${failures(matcher)}[1h]))`)),
    Promise.all(pods.map((pod) => settle(readLog(ctx, pod)))),
  ]);
  if (uploads.kind === 'failed' && pods.length > 0 && logs.every((log) => log.kind === 'failed')) {
    throw uploads.error;
  }
  return {
    history,
    source: resultOf(uploads)?.source ?? `kubectl -n ${namespace} logs <pod> -c ${CONTAINER}`,
    sidecars: pods.map((pod, index) => ({
      pod: pod.name,
      lastUploadAt: inMs(podValue(resultOf(uploads), pod.name)),
      startedAt: inMs(podValue(resultOf(starts), pod.name)),
      failedOperations: podValue(resultOf(failed), pod.name),
      log: resultOf(logs[index]),
    })),
  };
}

/** Only where no pod of the operator has a sidecar is it looked for in all pods: a large namespace is dear to read in full. */
async function sidecarPods({ cluster, signal }: CheckContext, namespace: string): Promise<readonly Pod[]> {
  const labelled = (await cluster.kubernetes.listPods(namespace, signal, PROMETHEUS_LABEL)).filter(isSidecarPod);
  return labelled.length > 0 ? labelled : (await cluster.kubernetes.listPods(namespace, signal)).filter(isSidecarPod);
}

async function readLog(ctx: CheckContext, pod: Pod): Promise<UploadLog> {
  const target = { namespace: pod.namespace, name: pod.name, container: CONTAINER };
  return readUploadLog(await ctx.cluster.kubernetes.readLog(target, { sinceMs: hours(4), tailLines: 2_000 }, ctx.signal));
}

/** Judges every sidecar of the cluster by itself: the healthy one of a pair must not hide the other. */
export function evaluate(facts: UploadFacts, ctx: EvaluateContext): Verdict {
  if (facts.sidecars.length === 0) {
    const isExpected = ctx.config.clusters.some(
      (cluster) => cluster.name === ctx.cluster && cluster.expectedStores.some((store) => store.type === 'sidecar'),
    );
    return verdict(isExpected ? 'critical' : 'unknown', say('checks.upload-no-sidecar'), []);
  }
  const states = facts.sidecars.map((sidecar) => uploadState(sidecar, ctx.now)).toSorted(byWorstFirst);
  const oldestMs = Math.max(...states.map((state) => state.ageMs ?? Number.NEGATIVE_INFINITY));
  const measure = Number.isFinite(oldestMs) ? ({ value: Math.round(oldestMs / 1_000), unit: 'seconds' } as const) : undefined;
  const worst = states[0];
  const status = worstStatus(states.map((state) => state.status));
  const summary =
    status === 'ok' || worst === undefined
      ? say('checks.upload-ok', { sidecars: states.length, ageMs: measure === undefined ? null : oldestMs })
      : say('checks.upload-bad', { kind: worst.kind, pod: worst.pod, ageMs: worst.ageMs, error: worst.error });
  const found = verdict(
    status,
    summary,
    states.flatMap((state) => evidence(state, facts.source)),
    measure,
  );
  return measure === undefined
    ? found
    : { ...found, series: dailySeries('upload-age', 'seconds', facts.history ?? [], { at: ctx.now, value: measure.value }) };
}

function evidence(state: UploadState, source: string): readonly Evidence[] {
  const age: Evidence =
    state.ageMs === null
      ? { label: state.pod, value: say('evidence.upload', { kind: state.kind }), unit: 'text', source, status: state.status }
      : { label: state.pod, value: Math.round(state.ageMs / 1_000), unit: 'seconds', source, status: state.status };
  if (state.error === null) {
    return [age];
  }
  return [age, { label: state.pod, value: state.error, unit: 'text', source: `kubectl logs ${state.pod} -c ${CONTAINER}` }];
}

function isSidecarPod(pod: Pod): boolean {
  return pod.deletedAt === null && pod.containers.some((container) => container.name === CONTAINER);
}

type Settled<Value> = { readonly kind: 'value'; readonly value: Value } | { readonly kind: 'failed'; readonly error: unknown };

function settle<Value>(promise: Promise<Value>): Promise<Settled<Value>> {
  return promise.then(
    (value): Settled<Value> => ({ kind: 'value', value }),
    (error: unknown): Settled<Value> => ({ kind: 'failed', error }),
  );
}

function resultOf<Value>(settled: Settled<Value> | undefined): Value | null {
  return settled?.kind === 'value' ? settled.value : null;
}

function podValue(answer: ClusterAnswer | null, pod: string): number | null {
  const value = answer?.samples.find((sample) => sample.labels['pod'] === pod)?.value;
  return value === undefined || Number.isNaN(value) ? null : value;
}

function inMs(valueSeconds: number | null): number | null {
  return valueSeconds === null ? null : valueSeconds * 1_000;
}

export const s3Upload = defineCheck({
  id: 's3-upload',
  scope: 'cluster',
  cadence: 'daily',
  timeoutMs: seconds(25),
  remedy: { kind: 'runbook', id: 's3-upload' },
  gather,
  evaluate,
});
