import { z } from 'zod';
import type { Config } from '../config/config.ts';
import type { Drills } from '../drill/drills.ts';
import { classOf, LONGEST_MS, startIndex } from '../drill/open.ts';
import { levelsOf } from '../escalation/policy.ts';
import { type Roster, recipientsOf } from '../escalation/roster.ts';
import { say } from '../messages/say.ts';
import { DRILL_SCENARIOS, type DrillScenario } from '../model/drill.ts';
import { UserError } from '../model/errors.ts';
import type { Phrase } from '../model/phrase.ts';
import type { Plan } from '../model/plan.ts';
import { type EpochMs, minutes } from '../model/time.ts';
import { type Action, defineAction } from './action.ts';

export interface DrillActionsDependencies {
  readonly drills: Drills;
  readonly config: Pick<Config, 'escalation'>;
  readonly roster: () => Promise<Roster>;
}

/** Starting and stopping a drill. Both go through plan and confirmation, because a start really calls people. */
export function createDrillActions(dependencies: DrillActionsDependencies): readonly Action[] {
  return [startAction(dependencies), stopAction(dependencies)];
}

function startAction({ drills, config, roster }: DrillActionsDependencies): Action {
  return defineAction<{ scenario: DrillScenario }>({
    id: 'drill',
    risk: 'reversible',
    access: 'operator',
    params: z.strictObject({ scenario: z.enum(DRILL_SCENARIOS) }),
    deadlineMs: minutes(1),
    plan: async ({ scenario }, { now }) => {
      const running = await drills.running();
      if (running !== null) {
        throw new UserError(say('drill.busy', { by: running.startedBy, at: running.startedAt }));
      }
      return {
        ...planOf(say('drill.planTitle', { scenario }), say('drill.planConfirm')),
        notes: notesOf(scenario, config, await roster(), now, drills.breaks),
        undo: { actionId: 'drill-stop', params: {}, command: 'drill stop', label: say('drill.stopConfirm') },
      };
    },
    steps: () => [{ id: 'open', title: say('drill.actionOpen') }],
    execute: async ({ scenario }, { operationId, by }, progress) => {
      progress({ id: 'open', status: 'running', detail: null });
      await drills.start({ id: drillIdOf(operationId), scenario, by });
      progress({ id: 'open', status: 'done', detail: null });
    },
    verify: async (_params, { operationId }) =>
      (await drills.byId(drillIdOf(operationId))) === null
        ? { kind: 'failed', result: say('drill.notStarted') }
        : { kind: 'reached', result: say('drill.started') },
  });
}

/** What undoes a start. Stopping harms nobody, so those who respond may do it. */
function stopAction({ drills }: DrillActionsDependencies): Action {
  return defineAction<Record<string, never>>({
    id: 'drill-stop',
    risk: 'reversible',
    access: 'responder',
    params: z.strictObject({}),
    deadlineMs: minutes(1),
    plan: async () => {
      const running = await drills.running();
      if (running === null) {
        throw new UserError(say('drill.noneRuns'));
      }
      return { ...planOf(say('drill.stopTitle'), say('drill.stopConfirm')), actionId: 'drill-stop', precondition: { drill: running.id } };
    },
    steps: () => [],
    execute: async (_params, { by }) => {
      await drills.stop(by);
    },
    verify: async (_params, { plan }) => {
      const drill = await drills.byId(String(plan.precondition['drill']));
      return drill?.end == null ? { kind: 'failed', result: say('drill.stopPending') } : { kind: 'reached', result: say('drill.stopDone') };
    },
  });
}

/** The same for every attempt of one operation, so that it starts one drill. */
function drillIdOf(operationId: string): string {
  return operationId.replace(/^[a-z]*/, 'drill');
}

function planOf(title: Phrase, confirm: Phrase): Plan {
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
