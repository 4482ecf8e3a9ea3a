import { z } from 'zod';
import { say } from '../messages/say.ts';
import { UpstreamError, UserError } from '../model/errors.ts';
import { matchersText } from '../model/matcher.ts';
import type { ActiveAlert, Silence } from '../model/metrics.ts';
import { silenceTag } from '../model/silence.ts';
import { localTime, seconds } from '../model/time.ts';
import { defineAction, type RunContext } from './action.ts';
import { clusterOf } from './cluster-of.ts';
import { answered, surveySilences, unanswered } from './silence-survey.ts';

/** As much of an id as a list shows. */
const SHORT_ID = 8;

const expireParams = z.strictObject({
  /** Id of a silence, its beginning, or the key that the bot wrote into all silences of one wish. */
  what: z.string().min(1),
});

/** Ends silences before their time, wherever they are. */
export const silenceExpire = defineAction<z.output<typeof expireParams>>({
  id: 'silence-expire',
  risk: 'reversible',
  access: 'responder',
  params: expireParams,
  deadlineMs: seconds(30),

  async plan({ what }, { world, signal }) {
    const survey = await surveySilences(world.clusters, signal);
    const found = answered(survey).flatMap(({ cluster, silences, alerts }) =>
      silences.filter((silence) => isMeant(silence, what)).map((silence) => ({ cluster, silence, heard: heardAgain(alerts, silence) })),
    );
    const away = unanswered(survey);
    if (found.length === 0) {
      throw new UserError(say('silence.noSuch', { what, away }));
    }
    return {
      actionId: 'silence-expire',
      title: say('silence.expireTitle', { what: matchersText(found[0]?.silence.matchers ?? []), count: found.length }),
      confirm: say('silence.expireConfirm', { count: found.length }),
      risk: 'reversible',
      changes: found.map(({ cluster, silence }) => ({
        object: `${cluster} / alertmanager / ${silence.id.slice(0, SHORT_ID)}`,
        field: 'silence',
        from: `{${matchersText(silence.matchers)}} → ${endText(silence, world.config.timezone)}`,
        to: '–',
      })),
      notes: [
        say('silence.heardAgain', { count: found.reduce((sum, { heard }) => sum + heard, 0) }),
        ...(away.length === 0 ? [] : [say('silence.awayToo', { clusters: away })]),
      ],
      undo: null,
      gitPatch: null,
      precondition: {},
      baseline: { silences: found.map(({ cluster, silence }) => `${cluster} ${silence.id}`) },
    };
  },

  steps: (_params, plan) =>
    (plan.baseline['silences'] ?? []).map((place) => ({
      id: place,
      title: say('silence.step', { cluster: place.split(' ')[0] ?? place }),
    })),

  async execute(_params, ctx, progress) {
    for (const { place, cluster, id } of placesOf(ctx)) {
      progress({ id: place, status: 'running', detail: null });
      try {
        await clusterOf(ctx.world, cluster).alertmanager.expireSilence(id, ctx.signal);
        progress({ id: place, status: 'done', detail: null });
      } catch (error) {
        if (!(error instanceof UpstreamError)) {
          throw error;
        }
        progress({ id: place, status: 'failed', detail: say('silence.notMade', { reason: error.said }) });
      }
    }
  },

  async verify({ what }, ctx) {
    const places = placesOf(ctx);
    const survey = await surveySilences(
      ctx.world.clusters.filter(({ name }) => places.some(({ cluster }) => cluster === name)),
      ctx.signal,
    );
    const left = answered(survey).flatMap(({ cluster, silences }) =>
      silences.some(({ id }) => places.some((place) => place.cluster === cluster && place.id === id)) ? [cluster] : [],
    );
    const away = unanswered(survey);
    const missing = [...left, ...away];
    return missing.length === 0
      ? { kind: 'reached', result: say('silence.expired', { count: places.length }) }
      : { kind: away.length > 0 ? 'pending' : 'failed', result: say('silence.notExpired', { clusters: missing, what }) };
  },
});

function isMeant({ id, comment }: Silence, what: string): boolean {
  return id === what || (what.length >= SHORT_ID && id.startsWith(what)) || comment.includes(silenceTag(what));
}

/** Alerts that nothing else keeps quiet. */
function heardAgain(alerts: readonly ActiveAlert[], { id }: Silence): number {
  return alerts.filter(({ silencedBy, inhibitedBy }) => inhibitedBy.length === 0 && silencedBy.length === 1 && silencedBy[0] === id).length;
}

function placesOf({ plan }: RunContext): readonly { readonly place: string; readonly cluster: string; readonly id: string }[] {
  return (plan.baseline['silences'] ?? []).map((place) => {
    const [cluster = '', id = ''] = place.split(' ');
    return { place, cluster, id };
  });
}

function endText({ endsAt }: Silence, timeZone: string): string {
  const { date, time, zone } = localTime(endsAt, timeZone);
  return `${date} ${time} ${zone}`;
}
