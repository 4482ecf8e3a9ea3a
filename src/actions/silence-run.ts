import { say } from '../messages/say.ts';
import { UpstreamError } from '../model/errors.ts';
import type { Silence } from '../model/metrics.ts';
import type { Words } from '../model/phrase.ts';
import { silenceTag } from '../model/silence.ts';
import type { Progress, RunContext, Verification } from './action.ts';
import { clusterOf } from './cluster-of.ts';
import type { SilenceParams } from './silence-plan.ts';
import { surveySilences } from './silence-survey.ts';

/**
 * Makes the silence in each Alertmanager of the plan. One that refuses does not keep the others from being made; `verifySilence` says
 * which are missing. Made again, it finds those that are there.
 *
 * @throws UpstreamError when it could be made nowhere.
 */
export async function makeSilences(params: SilenceParams, ctx: RunContext, progress: Progress): Promise<void> {
  const failures = (await Promise.all(targetsOf(ctx).map((cluster) => makeIn(cluster, params, ctx, progress)))).filter(
    (failure) => failure !== null,
  );
  const [first] = failures;
  if (first !== undefined && failures.length === targetsOf(ctx).length) {
    throw first;
  }
}

/** Reads which Alertmanagers have it. */
export async function verifySilence(_params: SilenceParams, ctx: RunContext, progress: Progress): Promise<Verification> {
  const clusters = targetsOf(ctx).map((name) => clusterOf(ctx.world, name));
  const made: { readonly cluster: string; readonly silence: Silence }[] = [];
  const missing: Words[] = [];
  let isUnsure = false;
  for (const each of await surveySilences(clusters, ctx.signal)) {
    const silence = each.failure === null ? ours(each.silences, keyOf(ctx)) : undefined;
    isUnsure ||= each.failure !== null;
    if (silence === undefined) {
      missing.push(each.failure === null ? each.cluster : say('reason.of', { what: each.cluster, reason: each.failure }));
      continue;
    }
    made.push({ cluster: each.cluster, silence });
    progress({ id: each.cluster, status: 'done', detail: say('silence.made', { id: silence.id }) });
  }
  const done = made.map(({ cluster }) => cluster);
  if (missing.length === 0) {
    const until = Math.min(...made.map(({ silence }) => silence.endsAt));
    return { kind: 'reached', result: say('silence.done', { clusters: done, until, key: keyOf(ctx) }) };
  }
  return { kind: isUnsure ? 'pending' : 'failed', result: say('silence.partly', { done, missing, key: keyOf(ctx) }) };
}

async function makeIn(name: string, params: SilenceParams, ctx: RunContext, progress: Progress): Promise<UpstreamError | null> {
  const { alertmanager } = clusterOf(ctx.world, name);
  progress({ id: name, status: 'running', detail: null });
  try {
    const existing = ours(await alertmanager.silences(ctx.signal), keyOf(ctx));
    const id = existing?.id ?? (await alertmanager.createSilence(wanted(params, ctx), ctx.signal));
    progress({ id: name, status: 'done', detail: say('silence.made', { id }) });
    return null;
  } catch (error) {
    if (!(error instanceof UpstreamError)) {
      throw error;
    }
    progress({ id: name, status: 'failed', detail: say('silence.notMade', { reason: error.said }) });
    return error;
  }
}

function wanted({ matchers, durationMs, owner, comment }: SilenceParams, ctx: RunContext) {
  const text = [comment, silenceTag(keyOf(ctx))].filter((part) => part !== '').join(' ');
  return { matchers, startsAt: ctx.startedAt, endsAt: ctx.startedAt + durationMs, createdBy: owner, comment: text };
}

function ours(silences: readonly Silence[], key: string): Silence | undefined {
  return silences.find(({ state, comment }) => state !== 'expired' && comment.includes(silenceTag(key)));
}

function targetsOf({ plan }: RunContext): readonly string[] {
  return plan.baseline['clusters'] ?? [];
}

function keyOf({ plan }: RunContext): string {
  return plan.baseline['key']?.[0] ?? '';
}
