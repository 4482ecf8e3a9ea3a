import { say } from '../messages/say.ts';
import type { Incident, TimelineEvent, TimelineKind } from '../model/incident.ts';
import type { Phrase } from '../model/phrase.ts';
import type { DurationMs, EpochMs } from '../model/time.ts';

/** How one level did against the time that its place on the ladder gives it. */
export interface LevelResponse {
  readonly level: number;
  readonly calledAt: EpochMs;
  /** Time from the opening by which somebody should have the incident: the patience of this level and of those below it. */
  readonly limitMs: DurationMs;
  readonly outcome: 'in-time' | 'late' | 'ended-first' | 'waiting';
}

/** How an incident was responded to, from its history alone. */
export interface Response {
  /** From the opening to the first acknowledgement; `null` when nobody acknowledged. */
  readonly acknowledgeMs: DurationMs | null;
  readonly acknowledgedBy: string | null;
  /** From the opening to the end; `null` while it is open. */
  readonly resolveMs: DurationMs | null;
  readonly levels: readonly LevelResponse[];
  readonly calls: number;
  readonly notes: readonly TimelineEvent[];
  readonly actions: readonly TimelineEvent[];
  /** What the history leaves open. */
  readonly questions: readonly Phrase[];
}

/** Deliveries that did not reach whom they were meant for. */
const FAILED_DELIVERIES = new Set([
  'delivery.personRefused',
  'delivery.groupEmpty',
  'delivery.groupUnknown',
  'delivery.movedTo',
  'delivery.nowhere',
  'delivery.lineRefused',
  'delivery.doNotDisturb',
]);

export function responseOf(incident: Incident, timeline: readonly TimelineEvent[]): Response {
  const { openedAt, escalation } = incident;
  const acknowledged = timeline.find(({ kind }) => kind === 'acknowledged') ?? null;
  const acknowledgeMs = acknowledged === null ? null : acknowledged.at - openedAt;
  const resolveMs = escalation.status === 'resolved' ? escalation.at - openedAt : null;
  const levels = levelResponses(incident, timeline, acknowledgeMs, resolveMs);
  const response = {
    acknowledgeMs,
    acknowledgedBy: acknowledged?.actor ?? null,
    resolveMs,
    levels,
    calls: count(timeline, 'paged'),
    notes: timeline.filter(({ kind }) => kind === 'note'),
    actions: timeline.filter(({ kind }) => kind === 'action'),
  };
  return { ...response, questions: questionsOf(response, timeline) };
}

function levelResponses(
  { levels, openedAt }: Incident,
  timeline: readonly TimelineEvent[],
  acknowledgeMs: DurationMs | null,
  resolveMs: DurationMs | null,
): readonly LevelResponse[] {
  let limitMs = 0;
  return levels.flatMap(({ level, ackTimeoutMs }): LevelResponse[] => {
    limitMs += ackTimeoutMs;
    const call = timeline.find(({ kind, details }) => kind === 'paged' && details['level'] === level);
    return call === undefined
      ? []
      : [{ level, calledAt: call.at, limitMs, outcome: outcomeOf(limitMs, acknowledgeMs, resolveMs, openedAt, timeline) }];
  });
}

function outcomeOf(
  limitMs: DurationMs,
  acknowledgeMs: DurationMs | null,
  resolveMs: DurationMs | null,
  openedAt: EpochMs,
  timeline: readonly TimelineEvent[],
): LevelResponse['outcome'] {
  if (acknowledgeMs !== null) {
    return acknowledgeMs <= limitMs ? 'in-time' : 'late';
  }
  if (resolveMs !== null) {
    return resolveMs <= limitMs ? 'ended-first' : 'late';
  }
  return (timeline.at(-1)?.at ?? openedAt) - openedAt <= limitMs ? 'waiting' : 'late';
}

function questionsOf(
  { levels, acknowledgeMs, calls, notes }: Omit<Response, 'questions'>,
  timeline: readonly TimelineEvent[],
): readonly Phrase[] {
  const late = levels.filter(({ outcome }) => outcome === 'late').map(({ level }) => String(level));
  const failed = timeline.filter(({ kind, details }) => kind === 'delivery' && FAILED_DELIVERIES.has(String(details['sentence']))).length;
  const botLate = timeline.filter(({ kind, details }) => kind === 'paged' && typeof details['lateMs'] === 'number').length;
  const isExplained = timeline.some(({ kind, details }) => kind === 'resolved' && typeof details['cause'] === 'string');
  const reopened = count(timeline, 'reopened');
  const handedBack = count(timeline, 'handed-back');
  return [
    ...(notes.length === 0 && !isExplained ? [say('report.askCause')] : []),
    ...(acknowledgeMs === null && calls > 0 ? [say('report.askNobody')] : []),
    ...(late.length > 0 ? [say('report.askLate', { levels: late })] : []),
    ...(botLate > 0 ? [say('report.askBotLate', { count: botLate })] : []),
    ...(failed > 0 ? [say('report.askDelivery', { count: failed })] : []),
    ...(reopened > 0 ? [say('report.askReopened', { count: reopened })] : []),
    ...(handedBack > 0 ? [say('report.askHandedBack', { count: handedBack })] : []),
  ];
}

function count(timeline: readonly TimelineEvent[], kind: TimelineKind): number {
  return timeline.filter((event) => event.kind === kind).length;
}
