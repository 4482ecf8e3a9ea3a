import type { Incident, TimelineEvent } from '../model/incident.ts';
import { isStoreAway } from '../model/store-away.ts';
import type { EpochMs } from '../model/time.ts';
import type { Clock, Logger } from '../ports.ts';
import type { IncidentStore, IncidentTransaction } from './incident-store.ts';
import { nextDueAt } from './machine.ts';
import { threadDraft } from './owed.ts';
import { Parking, type ParkingDependencies } from './parking.ts';
import { retryConflicts } from './retry.ts';
import type { Override } from './roster.ts';
import type { EscalationEvent } from './step.ts';
import { type EscalationConfig, type Surroundings, saveTransition, type Transition, transitionOf } from './transition.ts';

/** Incidents that one round takes. Each round is one commit, so this bounds how much a lost race repeats. */
const BATCH = 500;

export type Applied =
  | { readonly kind: 'changed'; readonly incident: Incident; readonly before: Incident }
  | { readonly kind: 'unchanged'; readonly incident: Incident }
  | { readonly kind: 'refused'; readonly incident: Incident }
  | { readonly kind: 'not-found' };

export interface EngineDependencies extends Omit<ParkingDependencies, 'logger'> {
  readonly store: IncidentStore;
  readonly config: EscalationConfig;
  readonly overrides: () => Promise<readonly Override[]>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Asked before incidents escalate, so that none does whose alerts are over. Bounded in time by whoever gives it. */
  readonly beforeEscalating?: (due: readonly Incident[]) => Promise<void>;
  readonly onLateness?: (latenessMs: number) => void;
  /** Called after a commit that queued something to say. */
  readonly onCommit?: () => void;
}

export interface Engine {
  /**
   * Applies what a person or an alert did to one incident.
   *
   * @param accept - Looks at the incident as it is when the event is applied; `false` leaves it alone (`refused`).
   */
  apply(incidentId: string, event: EscalationEvent, accept?: (incident: Incident) => boolean): Promise<Applied>;
  /** Writes a sentence of the catalogue, without values, into the incident's history and thread. */
  note(incidentId: string, actor: string, sentenceId: string): Promise<void>;
  /** Moves incidents whose time has come, at most one batch. Returns how many moved. */
  tick(now: EpochMs): Promise<number>;
}

export function createEngine(dependencies: EngineDependencies): Engine {
  const { store, config, overrides, clock, onCommit } = dependencies;
  const parking = new Parking('timers', dependencies);

  const surroundings = async (): Promise<Surroundings> => ({
    config,
    roster: { timezone: config.timezone, escalation: config.escalation, overrides: await overrides() },
  });

  const apply: Engine['apply'] = async (incidentId, event, accept = () => true) => {
    const given = await surroundings();
    const applied = await retryConflicts(() => store.transaction((tx) => applyWithin(tx, incidentId, event, accept, given)));
    if (applied.kind === 'changed') {
      onCommit?.();
    }
    return applied;
  };

  const tick: Engine['tick'] = async (now) => {
    const due = await dueAt(now);
    if (due.length === 0) {
      return 0;
    }
    const given = await surroundings();
    const transitions: Transition[] = [];
    for (const incident of due) {
      const transition = await parking.attempt(incident.id, now, () => transitionOf(incident, { kind: 'tick', at: now }, given));
      transitions.push(...(transition === null ? [] : [transition]));
    }
    const moved = await save(transitions, now);
    if (moved > 0) {
      onCommit?.();
    }
    return moved;
  };

  const dueAt = async (now: EpochMs): Promise<readonly Incident[]> => {
    const except = parking.at(now);
    const found = await store.listDue(now, BATCH, except);
    for (const id of found.unreadable) {
      await parking.park(id, now);
    }
    if (found.incidents.length === 0 || dependencies.beforeEscalating === undefined) {
      return found.incidents;
    }
    await dependencies.beforeEscalating(found.incidents);
    return (await store.listDue(now, BATCH, [...except, ...found.unreadable])).incidents;
  };

  /** All in one commit when nobody interferes, else one by one, so that one that fails costs only itself. */
  const save = async (transitions: readonly Transition[], now: EpochMs): Promise<number> => {
    const saved = (await saveTogether(store, transitions, now)) ? transitions : await saveEach(transitions, now);
    for (const { before } of saved) {
      parking.forget(before.id);
      dependencies.onLateness?.(now - (nextDueAt(before.escalation) ?? now));
    }
    return saved.length;
  };

  const saveEach = async (transitions: readonly Transition[], now: EpochMs): Promise<readonly Transition[]> => {
    const saved: Transition[] = [];
    for (const transition of transitions) {
      await parking.turn(transition.after.id, now, async () => {
        await store.transaction((tx) => saveTransition(tx, transition, now));
        saved.push(transition);
      });
    }
    return saved;
  };

  const note: Engine['note'] = async (incidentId, actor, sentenceId) => {
    await store.transaction(async (tx) => {
      const incident = await tx.incident(incidentId);
      if (incident !== null) {
        const event: TimelineEvent = { incidentId, at: clock.now(), kind: 'delivery', actor, details: { sentence: sentenceId } };
        await tx.record([event]);
        await tx.enqueue([threadDraft(incident, event, `note:${actor}`, config.slack.channels.incidents)], event.at);
      }
    });
    onCommit?.();
  };

  return { apply, note, tick };
}

async function applyWithin(
  tx: IncidentTransaction,
  incidentId: string,
  event: EscalationEvent,
  accept: (incident: Incident) => boolean,
  given: Surroundings,
): Promise<Applied> {
  const before = await tx.incident(incidentId);
  if (before === null) {
    return { kind: 'not-found' };
  }
  if (!accept(before)) {
    return { kind: 'refused', incident: before };
  }
  const transition = transitionOf(before, event, given);
  if (transition === null) {
    return { kind: 'unchanged', incident: before };
  }
  if (event.kind === 'resolved') {
    // What still fires counts as over, so that Alertmanager's repetitions do not open the incident again.
    await tx.resolveAlertsOf(incidentId, event.at);
  }
  await saveTransition(tx, transition, event.at);
  return { kind: 'changed', incident: transition.after, before };
}

/** `false` when the commit failed and nothing was saved. @throws what says that the store is away. */
async function saveTogether(store: IncidentStore, transitions: readonly Transition[], now: EpochMs): Promise<boolean> {
  try {
    await store.transaction(async (tx) => {
      for (const transition of transitions) {
        await saveTransition(tx, transition, now);
      }
    });
    return true;
  } catch (error) {
    if (isStoreAway(error)) {
      throw error;
    }
    return false;
  }
}
