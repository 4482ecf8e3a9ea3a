import { z } from 'zod';
import { say } from '../messages/say.ts';
import { UserError } from '../model/errors.ts';
import { minutes } from '../model/time.ts';
import { defineAction } from './action.ts';
import { drillPlan } from './drill.ts';

/** What undoes a start. Stopping harms nobody, so those who respond may do it. */
export const drillStop = defineAction<Record<string, never>>({
  id: 'drill-stop',
  risk: 'reversible',
  access: 'responder',
  params: z.strictObject({}),
  deadlineMs: minutes(1),
  plan: async (_params, { world }) => {
    const running = await world.drills.running();
    if (running === null) {
      throw new UserError(say('drill.noneRuns'));
    }
    return { ...drillPlan(say('drill.stopTitle'), say('drill.stopConfirm')), actionId: 'drill-stop', precondition: { drill: running.id } };
  },
  steps: () => [],
  execute: async (_params, { world, by }) => {
    await world.drills.stop(by);
  },
  verify: async (_params, { world, plan }) => {
    const drill = await world.drills.byId(String(plan.precondition['drill']));
    return drill?.end == null ? { kind: 'failed', result: say('drill.stopPending') } : { kind: 'reached', result: say('drill.stopDone') };
  },
});
