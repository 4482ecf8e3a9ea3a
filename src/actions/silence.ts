import { say } from '../messages/say.ts';
import { seconds } from '../model/time.ts';
import { defineAction } from './action.ts';
import { planSilence, type SilenceParams, silenceParams } from './silence-plan.ts';
import { makeSilences, verifySilence } from './silence-run.ts';

/** Keeps alerts quiet for a while, in every Alertmanager or in one. */
export const silence = defineAction<SilenceParams>({
  id: 'silence',
  risk: 'reversible',
  access: 'operator',
  params: silenceParams,
  deadlineMs: seconds(30),
  plan: (params, ctx) => planSilence('silence', params, ctx),
  steps: (_params, plan) => (plan.baseline['clusters'] ?? []).map((cluster) => ({ id: cluster, title: say('silence.step', { cluster }) })),
  execute: makeSilences,
  verify: verifySilence,
});
