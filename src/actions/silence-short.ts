import { say } from '../messages/say.ts';
import { UserError } from '../model/errors.ts';
import { hours, roughDuration, seconds } from '../model/time.ts';
import { defineAction } from './action.ts';
import { planSilence, type SilenceParams, silenceParams } from './silence-plan.ts';
import { makeSilences, verifySilence } from './silence-run.ts';

/** Longer silences take an operator. */
export const SHORT_SILENCE_MS = hours(4);

/** A silence short enough for whoever responds to the alerts. */
export const silenceShort = defineAction<SilenceParams>({
  id: 'silence-short',
  risk: 'reversible',
  access: 'responder',
  params: silenceParams,
  deadlineMs: seconds(30),
  plan: async (params, ctx) => {
    if (params.durationMs > SHORT_SILENCE_MS) {
      throw new UserError(say('silence.tooLong', { most: roughDuration(SHORT_SILENCE_MS) }));
    }
    return planSilence('silence-short', params, ctx);
  },
  steps: (_params, plan) => (plan.baseline['clusters'] ?? []).map((cluster) => ({ id: cluster, title: say('silence.step', { cluster }) })),
  execute: makeSilences,
  verify: verifySilence,
});
