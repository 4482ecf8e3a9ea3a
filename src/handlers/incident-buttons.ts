import type { Engine } from '../escalation/engine.ts';
import { REOPEN_WITHIN_MS } from '../escalation/reopen.ts';
import { readSpokenTime, resolveSpokenTime } from '../escalation/spoken-time.ts';
import { presentPeople } from '../messages/incident-view.ts';
import { say } from '../messages/say.ts';
import { sentenceMessage } from '../messages/sentence.ts';
import type { View } from '../messages/view.ts';
import { UserError } from '../model/errors.ts';
import type { Incident } from '../model/incident.ts';
import type { Phrase } from '../model/phrase.ts';
import { type EpochMs, hours } from '../model/time.ts';
import { apply, demand, type IncidentActsDependencies, refuse, standingOf } from './incident-acts.ts';
import type { Click, ClickHandler, ClickHandlers } from './interaction-router.ts';

/** A day, even one on which the clocks go back. */
const LONGEST_SNOOZE_MS = hours(25);

export interface IncidentButtonsDependencies extends IncidentActsDependencies {
  readonly engine: Pick<Engine, 'apply' | 'note'>;
}

/** The buttons of incidents. Every one looks at the incident as it is now, whatever the message showed. */
export function incidentButtons(dependencies: IncidentButtonsDependencies): ClickHandlers {
  const handler =
    (work: (click: Click, view: View) => Promise<Phrase>): ClickHandler =>
    async (click, answer, view) => {
      await answer.show(sentenceMessage(await work(click, view), view));
    };
  return {
    acknowledge: handler((click) => acknowledge(dependencies, click)),
    take_over: handler((click) => takeOver(dependencies, click)),
    unacknowledge: handler((click) => unacknowledge(dependencies, click)),
    escalate: handler((click) => escalate(dependencies, click)),
    reopen: handler((click) => reopen(dependencies, click)),
    snooze: handler((click, view) => snooze(dependencies, click, view)),
  };
}

/** Somebody who is woken up while Slack cannot tell who is in a group may still take the incident; the thread says so. */
async function acknowledge(dependencies: IncidentButtonsDependencies, click: Click): Promise<Phrase> {
  const standing = await dependencies.access.may(click.userId, 'responder');
  if (standing === 'no') {
    return refuse(dependencies, click, 'responder');
  }
  const applied = await apply(
    dependencies,
    click,
    { kind: 'acknowledged', at: dependencies.clock.now(), by: click.userId },
    isFree(click.userId),
  );
  if (applied.kind !== 'changed') {
    return presentStanding(applied.incident, click.userId);
  }
  if (standing === 'unverified') {
    await dependencies.engine.note(click.reference.id, click.userId, 'response.unverifiedNote');
    return say('response.unverified');
  }
  const { escalation } = applied.incident;
  return escalation.status === 'acknowledged' && escalation.by !== click.userId
    ? say('response.joined', { by: escalation.by })
    : say('response.acknowledged');
}

/** Two people who press at the same moment do not take it from each other: the second one is told, and may take it over on purpose. */
function isFree(userId: string): (incident: Incident) => boolean {
  return ({ escalation, levels }) =>
    escalation.status !== 'acknowledged' || escalation.by === userId || levels[escalation.levelIndex]?.perPerson === true;
}

function presentStanding(incident: Incident, userId: string): Phrase {
  const [owner = '', ...others] = presentPeople(incident) ?? [];
  return others.includes(userId) ? say('response.alreadyHere', { by: owner }) : standingOf(incident);
}

/** Meanwhile it may belong to nobody, or to whoever asks. */
async function takeOver(dependencies: IncidentButtonsDependencies, click: Click): Promise<Phrase> {
  await demand(dependencies, click, 'responder');
  const applied = await apply(dependencies, click, { kind: 'taken-over', at: dependencies.clock.now(), by: click.userId });
  if (applied.kind !== 'changed') {
    return applied.incident.escalation.status === 'acknowledged' ? say('response.alreadyYours') : standingOf(applied.incident);
  }
  const { escalation } = applied.before;
  return escalation.status === 'acknowledged' ? say('response.takenOver', { from: escalation.by }) : say('response.acknowledged');
}

async function unacknowledge(dependencies: IncidentButtonsDependencies, click: Click): Promise<Phrase> {
  await demand(dependencies, click, 'responder');
  const applied = await apply(dependencies, click, { kind: 'unacknowledged', at: dependencies.clock.now(), by: click.userId });
  if (applied.kind === 'changed') {
    return say('response.handedBack');
  }
  return applied.incident.escalation.status === 'resolved' ? standingOf(applied.incident) : say('response.notAcknowledged');
}

/** Waking more people is only done to the incident that the person saw. */
async function escalate(dependencies: IncidentButtonsDependencies, click: Click): Promise<Phrase> {
  await demand(dependencies, click, 'responder');
  const toLevel = levelOf(click);
  const event = { kind: 'escalated', at: dependencies.clock.now(), by: click.userId, toLevel } as const;
  const isAsSeen = ({ revision, levels }: Incident): boolean =>
    revision === click.reference.revision && (toLevel === null || levels.some(({ level }) => level === toLevel));
  const applied = await apply(dependencies, click, event, isAsSeen);
  if (applied.kind === 'changed') {
    const { levels, escalation } = applied.incident;
    return say('response.escalated', { level: levels[escalation.levelIndex]?.level ?? escalation.levelIndex + 1 });
  }
  return applied.incident.escalation.status === 'resolved' ? standingOf(applied.incident) : say('response.changed');
}

async function reopen(dependencies: IncidentButtonsDependencies, click: Click): Promise<Phrase> {
  await demand(dependencies, click, 'responder');
  const at = dependencies.clock.now();
  const isRecent = ({ escalation }: Incident): boolean => escalation.status !== 'resolved' || at - escalation.at <= REOPEN_WITHIN_MS;
  const applied = await apply(dependencies, click, { kind: 'reopened', at, by: click.userId }, isRecent);
  if (applied.kind === 'refused') {
    return say('response.tooOld');
  }
  return applied.kind === 'changed' ? say('response.reopened') : say('response.notResolved');
}

async function snooze(dependencies: IncidentButtonsDependencies, click: Click, view: View): Promise<Phrase> {
  await demand(dependencies, click, 'responder');
  const at = dependencies.clock.now();
  const until = endOf(click, at, view.timeZone);
  const applied = await apply(dependencies, click, { kind: 'snoozed', at, by: click.userId, until });
  if (applied.kind === 'changed') {
    return say('response.snoozed', { until });
  }
  return applied.incident.escalation.status === 'resolved' ? standingOf(applied.incident) : say('response.notAcknowledged');
}

/** `30m`, or `09:00` for its next occurrence. @throws UserError when it is neither or too far away. */
function endOf({ choice }: Click, now: EpochMs, timeZone: string): EpochMs {
  const time = readSpokenTime(choice ?? '');
  const until = time === null ? now : resolveSpokenTime(time, { now, timeZone });
  if (until <= now || until - now > LONGEST_SNOOZE_MS) {
    throw new UserError(say('response.badDuration', { text: choice ?? '' }));
  }
  return until;
}

/** The chosen level; `null` is the next one. @throws UserError */
function levelOf({ choice }: Click): number | null {
  if (choice !== null && !/^\d$/.test(choice)) {
    throw new UserError(say('response.noSuchLevel'));
  }
  return choice === null ? null : Number(choice);
}
