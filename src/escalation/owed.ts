import { isDrill } from '../model/drill.ts';
import type { Incident, TimelineEvent, TimelineKind } from '../model/incident.ts';
import type { EpochMs } from '../model/time.ts';
import { type Intent, type OutboxDraft, type PageFacts, PRIORITY } from './intent.ts';
import { reportDrafts } from './owed-report.ts';
import { type Recipients, type Roster, recipientsOf } from './roster.ts';
import type { Effect } from './step.ts';

/** What a transition leaves behind: its history, and what must be said about it. */
export interface Owed {
  readonly events: readonly TimelineEvent[];
  readonly drafts: readonly OutboxDraft[];
}

export interface OwedContext {
  readonly at: EpochMs;
  readonly roster: Roster;
  /** Channel in which incidents are shown. */
  readonly channel: string;
}

/** Transitions that the incident's thread tells. The others are visible in the channel message, or are messages themselves. */
const TOLD_IN_THREAD: ReadonlySet<TimelineKind> = new Set([
  'escalated',
  'acknowledged',
  'unacknowledged',
  'taken-over',
  'joined',
  'snoozed',
  'handed-back',
  'resolved',
  'reopened',
  'silenced',
  'silence-ended',
  'note',
  'action',
  'delivery',
  'exhausted',
]);

/** Turns the machine's effects into history and messages. `incident` is the one that is being saved, at its new revision. */
export function owedFor(incident: Incident, effects: readonly Effect[], context: OwedContext): Owed {
  const parts = effects.map((effect, index) => owedForEffect(incident, effect, index, context));
  return {
    events: parts.flatMap((part) => part.events),
    drafts: inTurn(incident, [...parentDrafts(incident, context), ...parts.flatMap((part) => part.drafts)]),
  };
}

/** Calls of a drill let those of real incidents go first. */
function inTurn(incident: Incident, drafts: readonly OutboxDraft[]): readonly OutboxDraft[] {
  return isDrill(incident)
    ? drafts.map((draft) => (draft.priority === PRIORITY.page ? { ...draft, priority: PRIORITY.transition } : draft))
    : drafts;
}

/** The channel message: posted with the first revision, brought up to date by every later one. */
function parentDrafts(incident: Incident, { channel }: Pick<OwedContext, 'channel'>): readonly OutboxDraft[] {
  if (incident.parentId !== null) {
    return incident.message === null ? [] : [editDraft(incident, channel)];
  }
  return incident.revision === 1 ? [parentDraft(incident, channel)] : [editDraft(incident, channel)];
}

export function parentDraft(incident: Incident, channel: string): OutboxDraft {
  const priority = incident.escalation.status === 'triggered' && !incident.escalation.isQuiet ? PRIORITY.page : PRIORITY.transition;
  const intent = { kind: 'incident-parent', incidentId: incident.id, channel: null } as const;
  return { key: `parent:${incident.id}:${incident.revision}`, priority, lane: channel, incidentId: incident.id, intent };
}

export function editDraft(incident: Incident, channel: string): OutboxDraft {
  const intent = { kind: 'incident-edit', incidentId: incident.id, revision: incident.revision } as const;
  // Slack counts edits apart from messages, so they need not queue behind them.
  const lane = `edits:${incident.message?.channel ?? channel}`;
  return { key: `edit:${incident.id}`, priority: PRIORITY.edit, lane, incidentId: incident.id, intent };
}

/** One line of the thread. `discriminator` keeps lines of one revision apart. */
export function threadDraft(incident: Incident, event: TimelineEvent, discriminator: string, channel: string): OutboxDraft {
  return {
    key: `line:${incident.id}:${incident.revision}:${discriminator}`,
    priority: PRIORITY.transition,
    lane: incident.message?.channel ?? channel,
    incidentId: incident.id,
    intent: { kind: 'thread-line', incidentId: incident.id, event },
  };
}

function owedForEffect(incident: Incident, effect: Effect, index: number, context: OwedContext): Owed {
  switch (effect.kind) {
    case 'page':
      return owedForPage(incident, effect, context);
    case 'remind': {
      const intent = { kind: 'reminder', incidentId: incident.id, userId: effect.userId } as const;
      const key = `reminder:${incident.id}:${incident.revision}`;
      return { events: [], drafts: [{ key, priority: PRIORITY.transition, lane: effect.userId, incidentId: incident.id, intent }] };
    }
    case 'record': {
      const event = { incidentId: incident.id, at: context.at, kind: effect.what, actor: effect.actor, details: effect.details };
      const isTold = TOLD_IN_THREAD.has(effect.what) && incident.parentId === null;
      const told = isTold ? [threadDraft(incident, event, String(index), context.channel)] : [];
      return { events: [event], drafts: [...told, ...(isReported(incident, effect.what) ? reportDrafts(incident, context.channel) : [])] };
    }
  }
}

/** A drill has a report of its own, and what nobody was called for needs none. */
function isReported(incident: Incident, what: TimelineKind): boolean {
  return what === 'resolved' && incident.parentId === null && !incident.escalation.isQuiet && !isDrill(incident);
}

/** The page in the channel, and one to each person, group and outside address. The first page of an incident is its channel message. */
function owedForPage(incident: Incident, effect: Extract<Effect, { kind: 'page' }>, { at, roster, channel }: OwedContext): Owed {
  const reached = withinSlack(incident, recipientsOf(roster, incident.levels, effect.levelIndex, at));
  const { levelIndex, reason, lateMs, skipped, repeats } = effect;
  const detour = reached.empty ? { emptyLevelIndex: levelIndex, levelIndex: reached.levelIndex } : null;
  const page: PageFacts = { levelIndex, reason, lateMs, skipped, repeats, detour };
  const inChannel =
    incident.revision === 1
      ? []
      : [pageDraft(incident, 'channel', incident.message?.channel ?? channel, { kind: 'page', incidentId: incident.id, page })];
  return {
    events: [pagedEvent(incident, page, reached.recipients, at)],
    drafts: [...inChannel, ...personalDrafts(incident, page, reached.recipients)],
  };
}

/** A drill calls nobody outside: those on the other side cannot know that it is one. */
export function withinSlack<Reached extends { readonly recipients: Recipients }>(incident: Incident, reached: Reached): Reached {
  return isDrill(incident) ? { ...reached, recipients: { ...reached.recipients, webhooks: [] } } : reached;
}

function personalDrafts(incident: Incident, page: PageFacts, { users, usergroups, webhooks }: Recipients): readonly OutboxDraft[] {
  const base = { incidentId: incident.id, page };
  return [
    ...users.map(({ id, roles }) => pageDraft(incident, id, id, { kind: 'direct-page', userId: id, roles, ...base })),
    ...usergroups.map(({ id, roles }) =>
      pageDraft(incident, `group:${id}`, `group:${id}`, { kind: 'group-page', groupId: id, roles, ...base }),
    ),
    ...webhooks.map(({ roles: [member = ''] }) => webhookDraft(incident, member, page)),
  ];
}

/** A call to an address outside of Slack, named by the team member that stands for it: the address itself may hold a secret. */
export function webhookDraft(incident: Incident, member: string, page: PageFacts): OutboxDraft {
  const lane = `webhook:${member}`;
  return pageDraft(incident, lane, lane, { kind: 'webhook-page', incidentId: incident.id, member, page });
}

/** Revision of the incident that a call was decided for; later ones stand for earlier ones, whenever they were queued. */
export function revisionOfCall(key: string): number {
  return Number(/^page:[^:]*:(\d+):/.exec(key)?.[1] ?? 0);
}

function pageDraft(incident: Incident, to: string, lane: string, intent: Intent): OutboxDraft {
  return { key: `page:${incident.id}:${incident.revision}:${to}`, priority: PRIORITY.page, lane, incidentId: incident.id, intent };
}

function pagedEvent(incident: Incident, page: PageFacts, { users, usergroups, webhooks }: Recipients, at: EpochMs): TimelineEvent {
  const outside = webhooks.flatMap(({ roles }) => roles);
  const ids = (recipients: Recipients['users']): readonly string[] => recipients.map(({ id }) => id);
  return {
    incidentId: incident.id,
    at,
    kind: 'paged',
    actor: 'system',
    details: {
      level: levelNumber(incident, page.levelIndex),
      reason: page.reason,
      who: [...ids(users), ...ids(usergroups), ...outside],
      users: ids(users),
      groups: ids(usergroups),
      outside,
      lateMs: page.lateMs,
      skipped: page.skipped.map((index) => String(levelNumber(incident, index))),
      repeats: page.repeats,
    },
  };
}

function levelNumber(incident: Incident, levelIndex: number): number {
  return incident.levels[levelIndex]?.level ?? levelIndex + 1;
}
