import { retryConflicts } from '../escalation/retry.ts';
import type { Override } from '../escalation/roster.ts';
import { type Surroundings, saveTransition, transitionOf } from '../escalation/transition.ts';
import { say } from '../messages/say.ts';
import type { Drill, DrillEnding, DrillOutcome, DrillScenario } from '../model/drill.ts';
import { UserError } from '../model/errors.ts';
import type { TimelineEvent } from '../model/incident.ts';
import type { EpochMs } from '../model/time.ts';
import type { Clock, Logger, NewId } from '../ports.ts';
import type { DrillStore, DrillTransaction } from './drill-store.ts';
import type { DrillWorld } from './drill-world.ts';
import { openingOf } from './open.ts';
import { reportOf } from './report.ts';
import { closingDraft, promptDraft, promptEdit, reportDraft, type Stage } from './said.ts';
import { clusterOf, SCENARIOS } from './scenario.ts';

const EVENTS = 1_000;

export interface DrillsDependencies {
  readonly store: DrillStore;
  readonly config: Stage['config'] & Parameters<typeof clusterOf>[0];
  readonly world: DrillWorld;
  readonly overrides: () => Promise<readonly Override[]>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
  /** Called after a commit that queued something to say. */
  readonly onCommit: () => void;
}

/** What a person says about a step. */
export interface Tick {
  readonly drillId: string;
  readonly stepId: string;
  readonly by: string;
  readonly outcome: DrillOutcome;
  readonly note: string;
}

/** Practices of outages. At most one runs. */
export interface Drills {
  readonly breaks: boolean;
  /** Begins a drill; a second call with the same id changes nothing. @throws UserError when another one runs. */
  start(begun: { readonly id: string; readonly scenario: DrillScenario; readonly by: string }): Promise<Drill>;
  /** Writes down what somebody saw and asks for the next step. @throws UserError when it is ticked already or the drill is over. */
  tick(tick: Tick): Promise<Drill>;
  /** Ends the running drill. @throws UserError when none runs. */
  stop(by: string): Promise<Drill>;
  /** Ends the running drill when its incident is resolved or its time is over. */
  check(): Promise<void>;
  byId(id: string): Promise<Drill | null>;
  running(): Promise<Drill | null>;
  recent(limit: number): Promise<readonly Drill[]>;
}

export function createDrills(dependencies: DrillsDependencies): Drills {
  const { store, config, world, clock, newId, logger, onCommit } = dependencies;
  const stage: Stage = { config, breaks: world.breaks };

  const commit = async <T>(work: (tx: DrillTransaction, surroundings: Surroundings) => Promise<T>): Promise<T> => {
    const overrides = await dependencies.overrides();
    const surroundings = { config, roster: { timezone: config.timezone, escalation: config.escalation, overrides } };
    const result = await retryConflicts(() => store.transaction((tx) => work(tx, surroundings)));
    onCommit();
    return result;
  };

  const end = async (drillId: string, how: DrillEnding, by: string): Promise<Drill | null> => {
    const ended = await commit((tx, surroundings) => endWithin(tx, { drillId, how, by, at: clock.now() }, stage, surroundings));
    if (ended !== null) {
      logger.info({ drillId, how, by }, 'drill ended');
      await world.end();
    }
    return ended;
  };

  return {
    breaks: world.breaks,
    start: async ({ id, scenario, by }) => {
      const at = clock.now();
      const begun = { id, scenario, cluster: clusterOf(config), incidentId: newId('inc'), startedBy: by };
      const { drill, isNew } = await commit((tx, surroundings) => startWithin(tx, begun, at, stage, surroundings));
      if (isNew) {
        logger.info({ drillId: id, scenario, by }, 'drill started');
        await world.begin(scenario);
      }
      return drill;
    },
    tick: async (tick) => {
      const { drill, next } = await commit((tx) => tickWithin(tx, tick, clock.now(), stage));
      if (SCENARIOS[drill.scenario].steps.find(({ id }) => id === next)?.mends === true) {
        await world.end();
      }
      return drill;
    },
    stop: async (by) => {
      const running = await store.running();
      const ended = running === null ? null : await end(running.id, 'stopped', by);
      if (ended === null) {
        throw new UserError(say('drill.noneRuns'));
      }
      return ended;
    },
    check: async () => {
      const running = await store.running();
      if (running === null) {
        return;
      }
      const escalation = await store.transaction(async (tx) => (await tx.incidents.incident(running.incidentId))?.escalation ?? null);
      if (escalation?.status === 'resolved') {
        await end(running.id, 'resolved', escalation.by);
      } else if (clock.now() >= running.endsAt) {
        await end(running.id, 'timed-out', 'system');
      }
    },
    byId: (id) => store.byId(id),
    running: () => store.running(),
    recent: (limit) => store.recent(limit),
  };
}

async function startWithin(
  tx: DrillTransaction,
  begun: Parameters<typeof openingOf>[0],
  at: EpochMs,
  stage: Stage,
  surroundings: Surroundings,
): Promise<{ readonly drill: Drill; readonly isNew: boolean }> {
  const known = await tx.byId(begun.id);
  if (known !== null) {
    return { drill: known, isNew: false };
  }
  const running = await tx.running();
  if (running !== null) {
    throw new UserError(say('drill.busy', { by: running.startedBy, at: running.startedAt }));
  }
  const { drill, incident, alert, owed } = openingOf(begun, at, surroundings);
  await tx.insert(drill);
  await tx.incidents.insert(incident);
  await tx.incidents.addAlerts(incident.source, [alert]);
  await tx.incidents.record(owed.events);
  const first = drill.steps.filter(({ shownAt }) => shownAt !== null).map(({ id }) => promptDraft(stage, drill, id));
  await tx.incidents.enqueue([...owed.drafts, ...first], at);
  return { drill, isNew: true };
}

/** @throws UserError */
async function tickWithin(
  tx: DrillTransaction,
  { drillId, stepId, by, outcome, note }: Tick,
  at: EpochMs,
  stage: Stage,
): Promise<{ readonly drill: Drill; readonly next: string | null }> {
  const before = await tx.byId(drillId);
  const step = before?.steps.find(({ id, shownAt }) => id === stepId && shownAt !== null);
  if (before === null || before.end !== null || step === undefined) {
    throw new UserError(say('drill.over'));
  }
  if (step.seen !== null) {
    throw new UserError(say('drill.alreadySeen', { by: step.seen.by, at: step.seen.at }));
  }
  const next = before.steps.find(({ shownAt }) => shownAt === null)?.id ?? null;
  const drill: Drill = {
    ...before,
    revision: before.revision + 1,
    steps: before.steps.map((each) => {
      const seen = each.id === stepId ? { by, at, outcome, note } : each.seen;
      return { ...each, seen, shownAt: each.id === next ? at : each.shownAt };
    }),
  };
  await tx.update(drill, before.revision);
  await tx.incidents.record([seenEvent(drill, { drillId, stepId, by, outcome, note }, at)]);
  await tx.incidents.enqueue([promptEdit(stage, drill, stepId), ...(await following(tx, stage, drill, next))], at);
  return { drill, next };
}

async function following(tx: DrillTransaction, stage: Stage, drill: Drill, next: string | null) {
  const incident = next === null ? await tx.incidents.incident(drill.incidentId) : null;
  return [
    ...(next === null ? [] : [promptDraft(stage, drill, next)]),
    ...(incident === null ? [] : [closingDraft(stage, drill, incident)]),
  ];
}

/** The incident's history tells what was seen; the thread shows it in the prompt itself. */
function seenEvent({ incidentId, scenario }: Drill, { stepId: step, by: actor, outcome, note }: Tick, at: EpochMs): TimelineEvent {
  const { id: sentence, args } = say('drill.eventSeen', { scenario, step, by: actor, outcome, note });
  return { incidentId, at, kind: 'delivery', actor, details: { ...scalars(args), sentence } };
}

/** Resolves the incident if it is still open, writes the report and says it. `null`: it had ended already. */
async function endWithin(
  tx: DrillTransaction,
  { drillId, how, by, at }: { readonly drillId: string; readonly how: DrillEnding; readonly by: string; readonly at: EpochMs },
  stage: Stage,
  surroundings: Surroundings,
): Promise<Drill | null> {
  const before = await tx.byId(drillId);
  const incident = before === null ? null : await tx.incidents.incident(before.incidentId);
  if (before === null || before.end !== null || incident === null) {
    return null;
  }
  const endedAt = incident.escalation.status === 'resolved' ? incident.escalation.at : at;
  await tx.incidents.resolveAlertsOf(incident.id, endedAt);
  const transition = transitionOf(incident, { kind: 'resolved', at, by }, surroundings);
  if (transition !== null) {
    await saveTransition(tx.incidents, transition, at);
  }
  const timeline = await tx.incidents.timelineOf(incident.id, EVENTS);
  const report = reportOf({ drill: before, incident, timeline, endedAt, outside: outsideOf(timeline, incident.levels, stage) });
  const drill: Drill = { ...before, revision: before.revision + 1, end: { how, by, at: endedAt, report } };
  await tx.update(drill, before.revision);
  const unticked = drill.steps.filter(({ shownAt, seen }) => shownAt !== null && seen === null);
  await tx.incidents.enqueue([...unticked.map(({ id }) => promptEdit(stage, drill, id)), reportDraft(stage, drill)], at);
  return drill;
}

/** Members of the levels that were called whom only an address outside of Slack reaches. */
function outsideOf(
  timeline: readonly TimelineEvent[],
  levels: readonly { readonly level: number; readonly notify: readonly string[] }[],
  { config }: Stage,
): readonly string[] {
  const called = levels.filter(({ level }) => timeline.some(({ kind, details }) => kind === 'paged' && details['level'] === level));
  const members = new Set(called.flatMap(({ notify }) => notify));
  return [...members].filter((name) => config.escalation.team[name]?.webhook !== undefined);
}

function scalars(args: Readonly<Record<string, unknown>>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(args).flatMap(([name, value]) => (typeof value === 'string' || typeof value === 'number' ? [[name, value]] : [])),
  );
}
