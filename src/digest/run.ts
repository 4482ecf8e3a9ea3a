import type { BucketInventory } from '../checks/bucket-inventory.ts';
import type { Check, CheckContext } from '../checks/check.ts';
import type { CheckMemory, MeasureHistory } from '../checks/memory.ts';
import { readBucket } from '../checks/read-bucket.ts';
import type { Config } from '../config/config.ts';
import { say } from '../messages/say.ts';
import { toldReason } from '../messages/told-reason.ts';
import { UpstreamError } from '../model/errors.ts';
import type { CheckReport, HealthReport, Verdict } from '../model/health.ts';
import { type DurationMs, seconds } from '../model/time.ts';
import type { Clock, ClusterAccess, Grafana, ImageScanner, Logger, NewId, ObjectStore, ThanosQuery } from '../ports.ts';
import { DeadlineError, type MakeDeadline, within } from './deadline.ts';
import { failureVerdict } from './failure.ts';
import { createSlots } from './slots.ts';

export interface RunnerDependencies {
  readonly config: Config;
  readonly clusters: readonly ClusterAccess[];
  readonly thanos: ThanosQuery;
  readonly bucket: ObjectStore | null;
  readonly grafana?: Grafana | null;
  readonly scanner: ImageScanner;
  readonly memory: CheckMemory;
  readonly history: MeasureHistory;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: NewId;
  /** Calls to other systems under way at once, over all runs of the process. Default 32. */
  readonly concurrency?: number;
  /** Default `AbortSignal.timeout`. */
  readonly makeDeadline?: MakeDeadline;
  /** Default `performance.now`. */
  readonly stopwatchMs?: () => number;
}

export interface RunRequest {
  readonly checks: readonly Check[];
  /** Names of the clusters to look at; all of them when left out. */
  readonly clusters?: readonly string[];
  /** Default 45 s. What is not done by then is `unknown`. */
  readonly deadlineMs?: DurationMs;
  /** Ends the run early, like the deadline does. */
  readonly signal?: AbortSignal;
}

export interface CheckRunner {
  /** Runs checks in parallel. Never rejects because of what a check or another system does. */
  run(request: RunRequest): Promise<HealthReport>;
}

const DEADLINE_MS = seconds(45);
const PROBE_MS = seconds(5);

export function createCheckRunner(dependencies: RunnerDependencies): CheckRunner {
  const slots = createSlots(dependencies.concurrency ?? 32);
  const makeDeadline = dependencies.makeDeadline ?? AbortSignal.timeout.bind(AbortSignal);
  const stopwatchMs = dependencies.stopwatchMs ?? performance.now.bind(performance);
  const { clock } = dependencies;

  return {
    async run({ checks, clusters: names, deadlineMs = DEADLINE_MS, signal: ended }) {
      const startedAt = clock.now();
      const deadline = makeDeadline(deadlineMs);
      const signal = ended === undefined ? deadline : AbortSignal.any([deadline, ended]);
      const wanted = dependencies.clusters.filter((cluster) => names === undefined || names.includes(cluster.name));
      const inventory = once(() => readInventory(dependencies, AbortSignal.any([signal, makeDeadline(Math.round(deadlineMs * 0.9))])));
      const context = (cluster: ClusterAccess): CheckContext => ({
        ...dependencies,
        grafana: dependencies.grafana ?? null,
        cluster,
        inventory,
        stopwatchMs,
        now: startedAt,
        signal,
      });

      const attempt = (check: Check, ctx: CheckContext): Promise<Verdict> => {
        if (signal.aborted) {
          return Promise.reject(new DeadlineError());
        }
        const limit = AbortSignal.any([signal, makeDeadline(Math.min(check.timeoutMs, deadlineMs))]);
        return within(limit, makeDeadline, check.run({ ...ctx, signal: limit }));
      };
      const report = async (check: Check, ctx: CheckContext, gate: Promise<void>): Promise<CheckReport> => {
        let begunMs = stopwatchMs();
        const cluster = check.scope === 'system' ? '*' : ctx.cluster.name;
        const work = gate.then(() =>
          slots.use(() => {
            begunMs = stopwatchMs();
            return attempt(check, ctx);
          }),
        );
        const verdict = await within(signal, makeDeadline, work).catch((error: unknown) =>
          failureVerdict(error, { checkId: check.id, cluster, afterMs: stopwatchMs() - begunMs }, dependencies),
        );
        return { ...verdict, checkId: check.id, cluster, observedAt: clock.now(), durationMs: Math.round(stopwatchMs() - begunMs) };
      };

      const perCluster = checks.filter((check) => check.scope === 'cluster');
      const system = checks.filter((check) => check.scope === 'system');
      const central = centralOf(dependencies);
      const reports = await Promise.all([
        ...wanted.flatMap((cluster) => {
          const gate =
            perCluster.length === 0
              ? Promise.resolve()
              : reachable(cluster, AbortSignal.any([signal, makeDeadline(PROBE_MS)]), makeDeadline);
          gate.catch(() => undefined);
          return perCluster.map((check) => report(check, context(cluster), gate));
        }),
        ...(central === undefined ? [] : system.map((check) => report(check, context(central), Promise.resolve()))),
      ]);
      return { id: dependencies.newId('report'), startedAt, finishedAt: clock.now(), reports };
    },
  };
}

/** The cluster that runs the central components; the first one when the configured name is not among them. */
function centralOf({ clusters, config }: RunnerDependencies): ClusterAccess | undefined {
  return clusters.find((cluster) => cluster.name === config.thanos.cluster) ?? clusters[0];
}

/**
 * Rejects when nobody answers at the cluster's API server, so that its checks do not each wait for their own deadline.
 * An answer that refuses us is left to the checks: they say what was refused.
 */
async function reachable(cluster: ClusterAccess, signal: AbortSignal, makeDeadline: MakeDeadline): Promise<void> {
  try {
    await within(signal, makeDeadline, cluster.kubernetes.version(signal));
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.code === 'timeout') {
      throw silent(cluster.name, error);
    }
    if (error.code === 'unreachable') {
      throw error;
    }
  }
}

function silent(cluster: string, cause: unknown): UpstreamError {
  return new UpstreamError('timeout', {
    system: 'kubernetes',
    cluster,
    retryable: true,
    ...toldReason(say('reason.api-server-silent')),
    cause,
  });
}

async function readInventory({ bucket, config, memory }: RunnerDependencies, signal: AbortSignal): Promise<BucketInventory | null> {
  return bucket === null ? null : readBucket(bucket, config.thanos.bucket?.prefix ?? '', memory, signal);
}

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
