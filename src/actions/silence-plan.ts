import { z } from 'zod';
import { cut } from '../messages/escape.ts';
import { say } from '../messages/say.ts';
import { toldReason } from '../messages/told-reason.ts';
import { UpstreamError, UserError } from '../model/errors.ts';
import { isReadable, matchersText, matches } from '../model/matcher.ts';
import type { ActiveAlert } from '../model/metrics.ts';
import type { Phrase } from '../model/phrase.ts';
import type { Plan } from '../model/plan.ts';
import { localTime, roughDuration } from '../model/time.ts';
import type { PlanContext } from './action.ts';
import { clusterOf } from './cluster-of.ts';
import { compareInTime } from './compare-in-time.ts';
import { answered, surveySilences, unanswered } from './silence-survey.ts';

const matcher = z.strictObject({ name: z.string().min(1), value: z.string(), isRegex: z.boolean(), isEqual: z.boolean() });

export const silenceParams = z.strictObject({
  matchers: z.array(matcher).min(1),
  durationMs: z.number().positive(),
  /** One Alertmanager; without it, all of them. */
  cluster: z.string().min(1).optional(),
  comment: z.string(),
  /** Slack user who answers for it. */
  owner: z.string().min(1),
});

export type SilenceParams = z.output<typeof silenceParams>;

/** The title says all of them; each Alertmanager's line says enough to tell two silences apart. */
const SHOWN_MATCHERS = 48;

/** Alert names that the preview lists. */
const NAMES = 8;

/** Works out what a silence would hide now, in every Alertmanager that answers. @throws UserError, UpstreamError when none does */
export async function planSilence(actionId: string, params: SilenceParams, ctx: PlanContext): Promise<Plan> {
  refuse(params, ctx);
  const { matchers, durationMs, cluster, owner } = params;
  const targets = cluster === undefined ? ctx.world.clusters : [clusterOf(ctx.world, cluster)];
  const survey = await surveySilences(targets, ctx.signal);
  const reached = answered(survey);
  if (reached.length === 0) {
    const reasons = survey.map(({ cluster: what, failure }) => say('reason.about', { what, reason: failure ?? '' }));
    throw new UpstreamError('unreachable', { system: 'alertmanager', retryable: true, ...toldReason(say('reason.each', { reasons })) });
  }
  const hidden = compareInTime(() =>
    reached.map((each) => ({ cluster: each.cluster, alerts: each.alerts.filter(({ labels }) => matches(matchers, labels)) })),
  );
  const what = matchersText(matchers);
  const key = `${owner}-${ctx.now.toString(36)}`;
  const duration = roughDuration(durationMs);
  return {
    actionId,
    title: say('silence.title', { what, duration, clusters: reached.length }),
    confirm: say('silence.confirm', { duration, clusters: reached.length }),
    risk: 'reversible',
    changes: reached.map((each) => ({
      object: `${each.cluster} / alertmanager / ${cut(`{${what}}`, SHOWN_MATCHERS)}`,
      field: 'silence',
      from: '–',
      to: duration,
    })),
    notes: notesOf(hidden, unanswered(survey), ctx, params),
    undo: { actionId: 'silence-expire', params: { what: key }, command: `silence expire ${key}`, label: say('silence.undo') },
    gitPatch: null,
    precondition: {},
    baseline: { clusters: reached.map((each) => each.cluster), key: [key] },
  };
}

function refuse({ matchers, durationMs }: SilenceParams, { world }: PlanContext): void {
  const { maxSilence } = world.config.escalation;
  const unreadable = matchers.find((each) => !isReadable(each));
  const reason: Phrase | null =
    unreadable !== undefined
      ? say('silence.badPattern', { pattern: unreadable.value })
      : durationMs > maxSilence
        ? say('silence.tooLong', { most: roughDuration(maxSilence) })
        : compareInTime(() => matches(matchers, {}))
          ? say('silence.tooWide')
          : null;
  if (reason !== null) {
    throw new UserError(reason);
  }
}

function notesOf(
  hidden: readonly { readonly cluster: string; readonly alerts: readonly ActiveAlert[] }[],
  away: readonly string[],
  { world, now }: PlanContext,
  { durationMs, owner }: Pick<SilenceParams, 'durationMs' | 'owner'>,
): readonly Phrase[] {
  const all = hidden.flatMap(({ alerts }) => alerts);
  const names = [...new Set(all.map(({ labels }) => labels['alertname'] ?? '?'))];
  const { timezone, escalation } = world.config;
  const end = localTime(now + durationMs, timezone);
  const places = hidden.flatMap(({ cluster, alerts }) => (alerts.length === 0 ? [] : [`${cluster} ${alerts.length}`]));
  return [
    all.length === 0
      ? say('silence.hidesNothing')
      : say('silence.hides', { count: all.length, places, names: names.slice(0, NAMES), more: Math.max(0, names.length - NAMES) }),
    ...(names.includes(escalation.watchdog.alertname) ? [say('silence.hidesWatchdog')] : []),
    ...(away.length === 0 ? [] : [say('silence.away', { clusters: away })]),
    say('silence.noteEnd', { at: `${end.date} ${end.time} ${end.zone}`, owner }),
  ];
}
