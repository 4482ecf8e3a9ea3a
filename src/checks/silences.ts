import { say } from '../messages/say.ts';
import { byWorstFirst, type Evidence, type HealthStatus, type Verdict, worstStatus } from '../model/health.ts';
import type { Matcher, Silence } from '../model/metrics.ts';
import type { Words } from '../model/phrase.ts';
import { days, type EpochMs, seconds } from '../model/time.ts';
import { defineCheck, type EvaluateContext } from './check.ts';
import { verdict } from './verdict.ts';

/** A silence that was meant to last this long is a decision that nobody reviews. */
const LONG_MS = days(7);
const SOON_MS = days(1);

/** An owner whom the bot can remind is the person that Slack knows; a silence of nobody that is older than this is forgotten. */
const FORGOTTEN_MS = days(1);

/** Shows what is being kept quiet, so that no silence is forgotten. */
export function evaluate(silences: readonly Silence[], { now }: EvaluateContext): Verdict {
  const active = silences.filter((silence) => silence.state === 'active').toSorted((a, b) => a.endsAt - b.endsAt);
  const long = active.filter(isLong);
  const forgotten = active.filter((silence) => isForgotten(silence, now));
  const ending = active.filter((silence) => silence.endsAt - now < SOON_MS).length;
  const summary =
    active.length === 0
      ? say('checks.silences-none')
      : say('checks.silences', {
          active: active.length,
          ending,
          long: long.map((each) => shown(each.matchers)),
          forgotten: forgotten.map((each) => shown(each.matchers)),
        });
  const evidence = active.map((silence) => toEvidence(silence, now)).toSorted((a, b) => byWorstFirst(a, b));
  return verdict(worstStatus(['ok', ...evidence.map((each) => each.status)]), summary, evidence, { value: active.length, unit: 'count' });
}

function toEvidence(silence: Silence, now: EpochMs): Evidence & { readonly status: HealthStatus } {
  return {
    label: shown(silence.matchers),
    value: say('evidence.silence', { by: ownerName(silence), leftMs: silence.endsAt - now, comment: silence.comment }),
    unit: 'text',
    source: `amtool silence query --id ${silence.id}`,
    status: isLong(silence) || isForgotten(silence, now) ? 'warning' : 'ok',
  };
}

function isLong({ startsAt, endsAt }: Silence): boolean {
  return endsAt - startsAt > LONG_MS;
}

function isForgotten({ startsAt, createdBy }: Silence, now: EpochMs): boolean {
  return now - startsAt > FORGOTTEN_MS && !isPerson(createdBy);
}

function isPerson(createdBy: string): boolean {
  return /^[UW][A-Z0-9]+$/.test(createdBy);
}

/** An id of Slack tells nobody who it is, and evidence takes no live mention. */
function ownerName({ createdBy }: Silence): Words {
  return isPerson(createdBy) ? say('evidence.slack-person') : createdBy;
}

function shown(matchers: readonly Matcher[]): string {
  const parts = matchers.map(
    ({ name, value, isRegex, isEqual }) => `${name}${isEqual ? '=' : '!'}${isRegex ? '~' : isEqual ? '' : '='}"${value}"`,
  );
  return `{${parts.join(', ')}}`;
}

export const silences = defineCheck({
  id: 'silences',
  scope: 'cluster',
  cadence: 'daily',
  timeoutMs: seconds(20),
  remedy: { kind: 'runbook', id: 'silences' },
  gather: (ctx) => ctx.cluster.alertmanager.silences(ctx.signal),
  evaluate,
});
