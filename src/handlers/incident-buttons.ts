import type { AuditLog } from '../actions/audit-log.ts';
import type { Applied, Engine } from '../escalation/engine.ts';
import type { EscalationEvent } from '../escalation/machine.ts';
import { REOPEN_WITHIN_MS } from '../escalation/reopen.ts';
import { say } from '../messages/say.ts';
import { sentenceMessage } from '../messages/sentence.ts';
import { UserError } from '../model/errors.ts';
import type { Incident } from '../model/incident.ts';
import type { Interaction } from '../model/message.ts';
import type { Phrase } from '../model/phrase.ts';
import { type DurationMs, days, parseDuration } from '../model/time.ts';
import type { Access, Clock, Role } from '../ports.ts';
import type { IncidentSilences } from './incident-silence.ts';
import type { Click, ClickHandler, ClickHandlers } from './interaction-router.ts';

const LONGEST_SNOOZE_MS = days(1);

export interface IncidentButtonsDependencies {
  readonly engine: Engine;
  readonly access: Access;
  readonly audit: AuditLog;
  readonly silences: IncidentSilences;
  readonly clock: Clock;
}

/** The buttons of incidents. Every one looks at the incident as it is now, whatever the message showed. */
export function incidentButtons(dependencies: IncidentButtonsDependencies): ClickHandlers {
  const handler =
    (work: (click: Click) => Promise<Phrase>): ClickHandler =>
    async (click, answer, view) => {
      await answer.show(sentenceMessage(await work(click), view));
    };
  return {
    acknowledge: handler((click) => acknowledge(dependencies, click)),
    unacknowledge: handler((click) => unacknowledge(dependencies, click)),
    escalate: handler((click) => escalate(dependencies, click)),
    resolve: handler((click) => resolve(dependencies, click)),
    reopen: handler((click) => reopen(dependencies, click)),
    snooze: handler((click) => snooze(dependencies, click)),
    silence: handler((click) => silence(dependencies, click)),
  };
}

/** Somebody who is woken up while Slack cannot tell who is in a group may still take the incident; the thread says so. */
async function acknowledge(dependencies: IncidentButtonsDependencies, click: Click): Promise<Phrase> {
  const standing = await dependencies.access.may(click.userId, 'responder');
  if (standing === 'no') {
    return refuse(dependencies, click, 'responder');
  }
  const applied = await apply(dependencies, click, { kind: 'acknowledged', at: dependencies.clock.now(), by: click.userId });
  if (applied.kind !== 'changed') {
    return standingOf(applied.incident);
  }
  if (standing === 'unverified') {
    await dependencies.engine.note(click.reference.id, click.userId, 'response.unverifiedNote');
    return say('response.unverified');
  }
  const { escalation } = applied.before;
  return escalation.status === 'acknowledged' ? say('response.takenOver', { from: escalation.by }) : say('response.acknowledged');
}

async function unacknowledge(dependencies: IncidentButtonsDependencies, click: Click): Promise<Phrase> {
  await require(dependencies, click, 'responder');
  const applied = await apply(dependencies, click, { kind: 'unacknowledged', at: dependencies.clock.now(), by: click.userId });
  if (applied.kind === 'changed') {
    return say('response.handedBack');
  }
  return applied.incident.escalation.status === 'resolved' ? standingOf(applied.incident) : say('response.notAcknowledged');
}

/** Waking more people is only done to the incident that the person saw. */
async function escalate(dependencies: IncidentButtonsDependencies, click: Click): Promise<Phrase> {
  await require(dependencies, click, 'responder');
  const event = { kind: 'escalated', at: dependencies.clock.now(), by: click.userId, toLevel: null } as const;
  const applied = await apply(dependencies, click, event, ({ revision }) => revision === click.reference.revision);
  if (applied.kind === 'changed') {
    const { levels, escalation } = applied.incident;
    return say('response.escalated', { level: levels[escalation.levelIndex]?.level ?? escalation.levelIndex + 1 });
  }
  return applied.incident.escalation.status === 'resolved' ? standingOf(applied.incident) : say('response.changed');
}

async function resolve(dependencies: IncidentButtonsDependencies, click: Click): Promise<Phrase> {
  await require(dependencies, click, 'responder');
  const applied = await apply(dependencies, click, { kind: 'resolved', at: dependencies.clock.now(), by: click.userId });
  return applied.kind === 'changed' ? say('response.resolved') : standingOf(applied.incident);
}

async function reopen(dependencies: IncidentButtonsDependencies, click: Click): Promise<Phrase> {
  await require(dependencies, click, 'responder');
  const at = dependencies.clock.now();
  const isRecent = ({ escalation }: Incident): boolean => escalation.status !== 'resolved' || at - escalation.at <= REOPEN_WITHIN_MS;
  const applied = await apply(dependencies, click, { kind: 'reopened', at, by: click.userId }, isRecent);
  if (applied.kind === 'refused') {
    return say('response.tooOld');
  }
  return applied.kind === 'changed' ? say('response.reopened') : say('response.notResolved');
}

async function snooze(dependencies: IncidentButtonsDependencies, click: Click): Promise<Phrase> {
  await require(dependencies, click, 'responder');
  const at = dependencies.clock.now();
  const until = at + durationOf(click, LONGEST_SNOOZE_MS);
  const applied = await apply(dependencies, click, { kind: 'snoozed', at, by: click.userId, until });
  if (applied.kind === 'changed') {
    return say('response.snoozed', { until });
  }
  return applied.incident.escalation.status === 'resolved' ? standingOf(applied.incident) : say('response.notAcknowledged');
}

async function silence(dependencies: IncidentButtonsDependencies, click: Click): Promise<Phrase> {
  const { silences } = dependencies;
  const durationMs = durationOf(click, silences.longestMs);
  await require(dependencies, click, durationMs > silences.responderLimitMs ? 'operator' : 'responder');
  const made = await silences.make(click.reference.id, click.userId, durationMs);
  await record(dependencies, click, 'succeeded', { silence: made.id, until: made.until });
  return say('response.silenced', made);
}

/** What stands in the way of a click that changed nothing. */
function standingOf({ escalation }: Incident): Phrase {
  switch (escalation.status) {
    case 'resolved':
      return say('response.alreadyResolved', { by: escalation.by, at: escalation.at });
    case 'acknowledged':
      return say('response.alreadyAcknowledged', { by: escalation.by, at: escalation.at });
    case 'triggered':
      return say('response.changed');
  }
}

async function apply(
  dependencies: IncidentButtonsDependencies,
  click: Click,
  event: EscalationEvent,
  accept?: (incident: Incident) => boolean,
): Promise<Exclude<Applied, { kind: 'not-found' }>> {
  const applied = await dependencies.engine.apply(click.reference.id, event, accept);
  if (applied.kind === 'not-found') {
    throw new UserError(say('response.gone'));
  }
  const outcome = applied.kind === 'changed' ? 'succeeded' : 'refused';
  const from = applied.kind === 'changed' ? applied.before : applied.incident;
  await record(dependencies, click, outcome, { from: from.escalation.status, to: applied.incident.escalation.status });
  return applied;
}

/** @throws UserError that names who may. */
async function require(dependencies: IncidentButtonsDependencies, click: Click, role: Role): Promise<void> {
  if ((await dependencies.access.may(click.userId, role)) !== 'yes') {
    await refuse(dependencies, click, role);
  }
}

async function refuse(dependencies: IncidentButtonsDependencies, click: Click, role: Role): Promise<never> {
  await record(dependencies, click, 'refused', { role });
  throw new UserError(say('error.forbidden', { who: dependencies.access.whoMay(role).join(', ') }));
}

async function record(
  { audit, clock }: IncidentButtonsDependencies,
  { interaction, reference, userId }: Pick<Click, 'interaction' | 'reference' | 'userId'> & { readonly interaction: Interaction },
  outcome: 'succeeded' | 'refused',
  details: Readonly<Record<string, string | number>>,
): Promise<void> {
  await audit.append({ at: clock.now(), actor: userId, action: interaction, subject: reference.id, outcome, details });
}

/** @throws UserError when the choice is none that our menus offer. */
function durationOf({ choice }: Click, longestMs: DurationMs): DurationMs {
  const durationMs = parseDuration(choice ?? '');
  if (durationMs === null || durationMs <= 0 || durationMs > longestMs) {
    throw new UserError(say('response.badDuration', { text: choice ?? '' }));
  }
  return durationMs;
}
