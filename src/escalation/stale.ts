import type { Incident } from '../model/incident.ts';
import { type EpochMs, minutes } from '../model/time.ts';
import type { OutboxDraft, PageFacts } from './intent.ts';
import type { OutboxItem } from './outbox.ts';
import { revisionOfCall } from './owed.ts';
import type { SpokenIntent } from './wording.ts';

/** Lines of the thread that waited longer than this are news no more; the newest one says enough. */
const STALE_LINE_MS = minutes(2);

/** Nobody has to be called for it now: somebody has it, it is over, another incident stands for it, or all of it is silenced. */
export function needsNobody({ escalation }: Pick<Incident, 'escalation'>): boolean {
  return escalation.status !== 'triggered' || escalation.isQuiet || escalation.silencedUntil !== null;
}

/** As `needsNobody`, for one call: a person who escalates wants people although the alerts are silenced. */
export function isCallOver(incident: Pick<Incident, 'escalation'>, { reason }: Pick<PageFacts, 'reason'>): boolean {
  const { escalation } = incident;
  const isWished = reason === 'escalated' && escalation.status === 'triggered' && !escalation.isQuiet;
  return needsNobody(incident) && !isWished;
}

/** Whether what was said to somebody, a call or (`null`) a reminder, asks nothing of them any more. */
export function isSettled(incident: Pick<Incident, 'escalation'>, page: PageFacts | null, userId: string | null): boolean {
  const { escalation } = incident;
  return page === null
    ? needsNobody(incident) && !(escalation.status === 'acknowledged' && escalation.by === userId)
    : isCallOver(incident, page);
}

/**
 * Says why a message is not worth sending any more, or `null` when it is. After Slack was away, an incident gets its present state once,
 * not each step that led there.
 *
 * @param waiting - What else waits for the same incident.
 */
export function whyStale(
  item: Pick<OutboxItem, 'id' | 'key' | 'createdAt'>,
  intent: SpokenIntent,
  incident: Incident,
  waiting: readonly (OutboxDraft & { readonly id: number })[],
  now: EpochMs,
): string | null {
  const { status } = incident.escalation;
  const isOver = needsNobody(incident);
  const over = `the incident is ${isOver ? standing(incident) : status}`;
  const isNewerWaiting = (matches: (other: OutboxDraft['intent']) => boolean): boolean =>
    waiting.some((draft) => draft.id > item.id && matches(draft.intent));
  // Calls to a group become calls to its members when Slack says who they are, which may be after the calls of a later level were queued.
  const isNewerCallWaiting = (matches: (other: OutboxDraft['intent']) => boolean): boolean =>
    waiting.some((draft) => revisionOfCall(draft.key) > revisionOfCall(item.key) && matches(draft.intent));
  switch (intent.kind) {
    case 'incident-parent':
      return incident.parentId !== null
        ? 'the incident is shown in another'
        : incident.message === null
          ? null
          : 'the incident is shown already';
    case 'incident-edit':
      return incident.message === null && !waiting.some((draft) => draft.intent.kind === 'incident-parent')
        ? 'there is no message to edit'
        : null;
    case 'page':
      return isCallOver(incident, intent.page) ? over : isNewerCallWaiting((other) => other.kind === 'page') ? 'a newer call waits' : null;
    case 'direct-page':
      return isCallOver(incident, intent.page)
        ? over
        : isNewerCallWaiting((other) => other.kind === 'direct-page' && other.userId === intent.userId)
          ? 'a newer call waits'
          : null;
    case 'call-edit':
      return isSettled(incident, intent.page, intent.userId) ? null : 'the incident calls again';
    case 'reminder':
      return status === 'acknowledged' ? null : `the incident is ${status}`;
    case 'thread-line':
      return now - item.createdAt > STALE_LINE_MS && isNewerWaiting((other) => other.kind === 'thread-line') ? 'a newer line waits' : null;
  }
}

function standing({ escalation }: Incident): string {
  if (escalation.status !== 'triggered') {
    return escalation.status;
  }
  return escalation.silencedUntil === null ? 'quiet' : 'silenced';
}
