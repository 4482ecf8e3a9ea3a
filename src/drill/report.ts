import { say } from '../messages/say.ts';
import type { Drill, DrillCall, DrillReport } from '../model/drill.ts';
import type { Incident, TimelineEvent } from '../model/incident.ts';
import type { Phrase } from '../model/phrase.ts';
import type { DurationMs, EpochMs } from '../model/time.ts';

/** What is known of a drill when it ends. */
export interface DrillFacts {
  readonly drill: Pick<Drill, 'scenario' | 'steps'>;
  readonly incident: Pick<Incident, 'levels' | 'openedAt'>;
  readonly timeline: readonly TimelineEvent[];
  readonly endedAt: EpochMs;
  /** Members of the team that are reached outside of Slack only, and were left alone. */
  readonly outside: readonly string[];
}

/** Sentences of the delivery that mean that somebody may not have been reached. */
const TROUBLE = new Set(['delivery.personRefused', 'delivery.nowhere', 'delivery.movedTo', 'delivery.doNotDisturb']);

/** Reads from a drill's history who was called and who answered, against the time that each level has. Pure. */
export function reportOf(facts: DrillFacts): DrillReport {
  const acknowledgement = acknowledgementOf(facts);
  const calls = callsOf(facts, acknowledgement);
  return { calls, acknowledgement, questions: questionsOf(facts, calls, acknowledgement) };
}

/** Each level's time after the opening: 5, 15 and 30 minutes with the manual's ladder. */
export function limitsOf(levels: Incident['levels']): readonly DurationMs[] {
  return levels.map((_, index) => levels.slice(0, index + 1).reduce((total, { ackTimeoutMs }) => total + ackTimeoutMs, 0));
}

function acknowledgementOf({ incident, timeline }: DrillFacts): DrillReport['acknowledgement'] {
  const event = timeline.find(({ kind }) => kind === 'acknowledged');
  const level = event?.details['level'];
  if (event === undefined || typeof level !== 'number') {
    return null;
  }
  const index = incident.levels.findIndex((each) => each.level === level);
  return { by: event.actor, afterMs: event.at - incident.openedAt, level, limitMs: limitsOf(incident.levels)[index] ?? 0 };
}

function callsOf({ incident, timeline, endedAt }: DrillFacts, acknowledgement: DrillReport['acknowledgement']): readonly DrillCall[] {
  const limits = limitsOf(incident.levels);
  const quietAt = acknowledgement === null ? endedAt : incident.openedAt + acknowledgement.afterMs;
  return incident.levels.map(({ level, ackTimeoutMs }, index) => {
    const call = timeline.find(({ kind, details }) => kind === 'paged' && details['level'] === level);
    const facts = { level, limitMs: limits[index] ?? 0 };
    if (call === undefined) {
      return { ...facts, calledAfterMs: null, who: [], result: 'not-called' };
    }
    const isTimeOver = quietAt - call.at >= ackTimeoutMs;
    const result = acknowledgement?.level === level ? 'acknowledged' : isTimeOver ? 'no-answer' : 'cut-short';
    return { ...facts, calledAfterMs: call.at - incident.openedAt, who: listOf(call, 'who'), result };
  });
}

function questionsOf(facts: DrillFacts, calls: readonly DrillCall[], acknowledgement: DrillReport['acknowledgement']): readonly Phrase[] {
  const { incident, endedAt } = facts;
  const isLate = acknowledgement !== null && acknowledgement.afterMs > acknowledgement.limitMs;
  return [
    ...(acknowledgement === null ? [say('drill.questionNobody', { durationMs: endedAt - incident.openedAt })] : []),
    ...(isLate ? [say('drill.questionLate', acknowledgement)] : []),
    ...calls.filter(({ result }) => result === 'no-answer').map(({ level, who }) => say('drill.questionNoAnswer', { level, who })),
    ...stepQuestions(facts),
    ...deliveryQuestions(facts.timeline),
    ...(facts.outside.length === 0 ? [] : [say('drill.questionOutside', { members: facts.outside })]),
  ];
}

function stepQuestions({ drill: { scenario, steps } }: DrillFacts): readonly Phrase[] {
  return steps.flatMap(({ id: step, seen }) => {
    if (seen === null) {
      return [say('drill.questionStep', { scenario, step })];
    }
    return seen.outcome === 'expected' ? [] : [say('drill.questionDifferent', { scenario, step, by: seen.by, note: seen.note })];
  });
}

function deliveryQuestions(timeline: readonly TimelineEvent[]): readonly Phrase[] {
  return timeline.flatMap(({ kind, details: { sentence, ...args } }): Phrase[] => {
    if (kind === 'late') {
      const { level, lateMs } = args;
      return [
        say('drill.questionBotLate', { level: typeof level === 'number' ? level : 0, lateMs: typeof lateMs === 'number' ? lateMs : 0 }),
      ];
    }
    return kind === 'delivery' && typeof sentence === 'string' && TROUBLE.has(sentence) ? [{ id: sentence, args }] : [];
  });
}

function listOf({ details }: TimelineEvent, name: string): readonly string[] {
  const value = details[name];
  return Array.isArray(value) ? value : [];
}
