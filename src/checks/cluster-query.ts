import type { QueryAnswer, Sample } from '../model/metrics.ts';
import type { CheckContext } from './check.ts';

/** Samples of one cluster and the expression that gave them. */
export interface ClusterAnswer {
  readonly samples: readonly Sample[];
  /** PromQL as it was sent, so that a person can repeat it. */
  readonly source: string;
}

/**
 * Asks Thanos for one cluster's series, and that cluster's own Prometheus when Thanos fails or has none.
 *
 * @param build makes the expression; its argument is a label matcher for inside the braces, with a leading comma, or nothing:
 *   external labels such as `cluster` exist only on what is read through Thanos.
 * @throws UpstreamError of Thanos when neither answers, of Prometheus when Thanos has nothing and Prometheus does not answer:
 *   series that nobody could look for are not the same as series that do not exist.
 */
export async function queryCluster(ctx: CheckContext, build: (matcher: string) => string): Promise<ClusterAnswer> {
  const viaThanos = build(clusterMatcher(ctx));
  const central = await attempt(ctx.thanos.instant(viaThanos, ctx.signal));
  if (central.kind === 'found' && central.answer.samples.length > 0) {
    return { samples: central.answer.samples, source: viaThanos };
  }
  const own = build('');
  const local = await attempt(ctx.cluster.metrics.instant(own, ctx.signal));
  if (local.kind === 'found') {
    return { samples: local.answer.samples, source: own };
  }
  throw central.kind === 'failed' ? central.error : local.error;
}

/** Asks Thanos alone: for expressions that look further back than a Prometheus keeps data. */
export async function queryThanos(ctx: CheckContext, build: (matcher: string) => string): Promise<ClusterAnswer> {
  const source = build(clusterMatcher(ctx));
  return { samples: (await ctx.thanos.instant(source, ctx.signal)).samples, source };
}

function clusterMatcher(ctx: CheckContext): string {
  return `,cluster=${JSON.stringify(ctx.cluster.name)}`;
}

type Attempt = { readonly kind: 'found'; readonly answer: QueryAnswer } | { readonly kind: 'failed'; readonly error: unknown };

function attempt(answer: Promise<QueryAnswer>): Promise<Attempt> {
  return answer.then(
    (found): Attempt => ({ kind: 'found', answer: found }),
    (error: unknown): Attempt => ({ kind: 'failed', error }),
  );
}
