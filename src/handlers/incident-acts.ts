import type { AuditLog } from '../actions/audit-log.ts';
import type { Applied, Engine } from '../escalation/engine.ts';
import type { EscalationEvent } from '../escalation/step.ts';
import { say } from '../messages/say.ts';
import { UserError } from '../model/errors.ts';
import type { Incident } from '../model/incident.ts';
import type { Interaction, Reference } from '../model/message.ts';
import type { Phrase } from '../model/phrase.ts';
import type { Access, Clock, Role } from '../ports.ts';

export interface IncidentActsDependencies {
  readonly engine: Pick<Engine, 'apply'>;
  readonly access: Access;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

/** Who wants to do what to which incident. */
export interface Act {
  readonly interaction: Interaction;
  readonly reference: Reference;
  readonly userId: string;
}

/**
 * Applies what a person did to the incident as it is now, and records it whether or not it changed anything.
 *
 * @throws UserError when there is no such incident.
 */
export async function apply(
  dependencies: IncidentActsDependencies,
  act: Act,
  event: EscalationEvent,
  accept?: (incident: Incident) => boolean,
): Promise<Exclude<Applied, { kind: 'not-found' }>> {
  const applied = await dependencies.engine.apply(act.reference.id, event, accept);
  if (applied.kind === 'not-found') {
    throw new UserError(say('response.gone'));
  }
  const outcome = applied.kind === 'changed' ? 'succeeded' : 'refused';
  const from = applied.kind === 'changed' ? applied.before : applied.incident;
  await record(dependencies, act, outcome, { from: from.escalation.status, to: applied.incident.escalation.status });
  return applied;
}

/** @throws UserError that names who may. */
export async function demand(dependencies: IncidentActsDependencies, act: Act, role: Role): Promise<void> {
  if ((await dependencies.access.may(act.userId, role)) !== 'yes') {
    await refuse(dependencies, act, role);
  }
}

/** Records the attempt. @throws UserError that names who may. */
export async function refuse(dependencies: IncidentActsDependencies, act: Act, role: Role): Promise<never> {
  await record(dependencies, act, 'refused', { role });
  throw new UserError(say('action.forbidden', { who: dependencies.access.whoMay(role) }));
}

async function record(
  { audit, clock }: Pick<IncidentActsDependencies, 'audit' | 'clock'>,
  { interaction, reference, userId }: Act,
  outcome: 'succeeded' | 'refused',
  details: Readonly<Record<string, string | number>>,
): Promise<void> {
  await audit.append({ at: clock.now(), actor: userId, action: interaction, subject: reference.id, outcome, details });
}

/** What stands in the way of an act that changed nothing. */
export function standingOf({ escalation }: Incident): Phrase {
  switch (escalation.status) {
    case 'resolved':
      return say('response.alreadyResolved', { by: escalation.by, at: escalation.at });
    case 'acknowledged':
      return say('response.alreadyAcknowledged', { by: escalation.by, at: escalation.at });
    case 'triggered':
      return say('response.changed');
  }
}
