import type { Config } from '../config/config.ts';
import type { Incident } from '../model/incident.ts';
import type { EpochMs } from '../model/time.ts';
import type { IncidentTransaction } from './incident-store.ts';
import { advance } from './machine.ts';
import { type Owed, owedFor } from './owed.ts';
import type { Roster } from './roster.ts';
import type { EscalationEvent, EscalationPolicy } from './step.ts';

/** What of the configuration the escalation's shell needs. */
export type EscalationConfig = Pick<Config, 'timezone' | 'locale' | 'slack' | 'escalation'>;

/** What a transition is decided with besides the incident. */
export interface Surroundings {
  readonly config: EscalationConfig;
  readonly roster: Roster;
}

/** An incident's next revision together with what it leaves behind. */
export interface Transition extends Owed {
  readonly before: Incident;
  readonly after: Incident;
}

/** The ladder as it stood when the incident opened, with the patience configured today. */
export function policyOf(incident: Pick<Incident, 'levels'>, { escalation }: EscalationConfig): EscalationPolicy {
  return { levels: incident.levels, reminderMs: escalation.reminder, handBackMs: escalation.handBack };
}

/** Works out what an event does to an incident. Pure. `null`: nothing. */
export function transitionOf(incident: Incident, event: EscalationEvent, { config, roster }: Surroundings): Transition | null {
  const step = advance(policyOf(incident, config), incident.escalation, event);
  if (step.state === incident.escalation && step.effects.length === 0) {
    return null;
  }
  const after = { ...incident, revision: incident.revision + 1, escalation: step.state, updatedAt: event.at };
  return { before: incident, after, ...owedFor(after, step.effects, { at: event.at, roster, channel: config.slack.channels.incidents }) };
}

/** Saves state, history and messages as one. @throws StoreConflict */
export async function saveTransition(tx: IncidentTransaction, { before, after, events, drafts }: Transition, at: EpochMs): Promise<void> {
  await tx.update(after, before.revision);
  await tx.record(events);
  await tx.enqueue(drafts, at);
}
