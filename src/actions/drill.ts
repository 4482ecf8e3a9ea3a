import { z } from 'zod';
import type { Config } from '../config/config.ts';
import { classOf, LONGEST_MS, startIndex } from '../drill/open.ts';
import { levelsOf } from '../escalation/policy.ts';
import { type Roster, recipientsOf } from '../escalation/roster.ts';
import { say } from '../messages/say.ts';
import { DRILL_SCENARIOS, type DrillScenario } from '../model/drill.ts';
import { UserError } from '../model/errors.ts';
import type { Phrase } from '../model/phrase.ts';
import type { Plan } from '../model/plan.ts';
import { type EpochMs, minutes } from '../model/time.ts';
import { defineAction } from './action.ts';

/** Starting a drill goes through plan and confirmation, because it really calls people. */
export const drill = defineAction<{ scenario: DrillScenario }>({
  id: 'drill',
  risk: 'reversible',
  access: 'operator',
  params: z.strictObject({ scenario: z.enum(DRILL_SCENARIOS) }),
  deadlineMs: minutes(1),
  plan: async ({ scenario }, { world, now }) => {
    const running = await world.drills.running();
    if (running !== null) {
      throw new UserError(say('drill.busy', { by: running.startedBy, at: running.startedAt }));
    }
    return {
      ...drillPlan(say('drill.planTitle', { scenario }), say('drill.planConfirm')),
      notes: notesOf(scenario, world.config, await world.roster(), now, world.drills.breaks),
      undo: { actionId: 'drill-stop', params: {}, command: 'drill stop', label: say('drill.stopConfirm') },
    };
  },
  steps: () => [{ id: 'open', title: say('drill.actionOpen') }],
  execute: async ({ scenario }, { world, operationId, by }, progress) => {
    progress({ id: 'open', status: 'running', detail: null });
    await world.drills.start({ id: drillIdOf(operationId), scenario, by });
    progress({ id: 'open', status: 'done', detail: null });
  },
  verify: async (_params, { world, operationId }) =>
    (await world.drills.byId(drillIdOf(operationId))) === null
      ? { kind: 'failed', result: say('drill.notStarted') }
      : { kind: 'reached', result: say('drill.started') },
});

/** The same for every attempt of one operation, so that it starts one drill. */
function drillIdOf(operationId: string): string {
  return operationId.replace(/^[a-z]*/, 'drill');
}

/** What every plan about a drill has in common: no object of a cluster changes. */
export function drillPlan(title: Phrase, confirm: Phrase): Plan {
  return {
    actionId: 'drill',
    title,
    confirm,
    risk: 'reversible',
    changes: [],
    notes: [],
    undo: null,
    gitPatch: null,
    precondition: {},
    baseline: {},
  };
}

function notesOf(
  scenario: DrillScenario,
  config: Pick<Config, 'escalation'>,
  roster: Roster,
  now: EpochMs,
  breaks: boolean,
): readonly Phrase[] {
  return [
    say('drill.planIncident'),
    ...(classOf(scenario, config).quiet ? [say('drill.planQuiet')] : callNotes(scenario, config, roster, now)),
    say('drill.planOutside'),
    say(breaks ? 'drill.planBreaks' : 'drill.planBreaksNothing'),
    say('drill.planEnd', { durationMs: LONGEST_MS }),
  ];
}

/** Who would be called when if nobody answered. */
function callNotes(scenario: DrillScenario, config: Pick<Config, 'escalation'>, roster: Roster, now: EpochMs): readonly Phrase[] {
  const levels = levelsOf(config.escalation);
  const first = startIndex(scenario, config);
  return levels.slice(first).map(({ level }, offset) => {
    const afterMs = levels.slice(first, first + offset).reduce((total, { ackTimeoutMs }) => total + ackTimeoutMs, 0);
    const { users, usergroups } = recipientsOf(roster, levels, first + offset, now + afterMs).recipients;
    return say('drill.planCall', { level, afterMs, who: [...users, ...usergroups].map(({ id }) => id) });
  });
}
