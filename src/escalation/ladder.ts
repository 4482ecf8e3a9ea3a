import type { EscalationState, Level } from '../model/incident.ts';
import { type DurationMs, type EpochMs, seconds } from '../model/time.ts';
import type { Effect, EscalationPolicy, PageReason, Step } from './step.ts';

/** Less than this is how the poll and the queue work, more is a gap that people should know about. */
const LATE_AFTER_MS = seconds(30);

/** What a triggered incident's ladder owes at an instant. */
export type Due =
  | { readonly kind: 'page'; readonly levelIndex: number; readonly dueAt: EpochMs; readonly skipped: readonly number[] }
  | { readonly kind: 'exhausted'; readonly dueAt: EpochMs };

/**
 * Finds the level that should be active at `at` by walking the ack timeouts from the due time. A walk that passes the end of the ladder
 * stops where the incident climbs no further.
 *
 * @returns `null` while nothing is due.
 */
export function dueLevel(levels: readonly Level[], state: Extract<EscalationState, { status: 'triggered' }>, at: EpochMs): Due | null {
  const firstDueAt = state.nextEscalationAt;
  if (firstDueAt === null || at < firstDueAt) {
    return null;
  }
  const { levelIndex } = state;
  const endIndex = endOf(levels, levelIndex);
  if (levelIndex >= endIndex) {
    const isRepeating = isHeld(levels, levelIndex) || levels[endIndex]?.repeat === true;
    return isRepeating ? { kind: 'page', levelIndex: endIndex, dueAt: firstDueAt, skipped: [] } : { kind: 'exhausted', dueAt: firstDueAt };
  }
  return walk(levels, levelIndex + 1, endIndex, firstDueAt, at);
}

/** Where the climb of an incident that stands at `levelIndex` ends: what a person called beyond its highest level stays there. */
export function endOf(levels: readonly Level[], levelIndex: number): number {
  const highest = levels.findIndex(({ isHighest }) => isHighest === true);
  return highest === -1 ? levels.length - 1 : Math.max(highest, levelIndex);
}

/** Whether the ladder goes on from here, but not by itself. */
export function isHeld(levels: readonly Level[], levelIndex: number): boolean {
  return levelIndex < levels.length - 1 && levelIndex >= endOf(levels, levelIndex);
}

/** How long a level that was called waits. Where an incident is held nobody else comes next, so the same people are not asked as often. */
export function patienceAt({ levels, reminderMs }: Pick<EscalationPolicy, 'levels' | 'reminderMs'>, levelIndex: number): DurationMs {
  const ackTimeoutMs = levels[levelIndex]?.ackTimeoutMs ?? 0;
  return isHeld(levels, levelIndex) ? Math.max(ackTimeoutMs, reminderMs) : ackTimeoutMs;
}

/** The ladder of an incident that climbs to this level by itself; `null`: to the end. */
export function boundedAt(levels: readonly Level[], highestLevel: number | null): readonly Level[] {
  return levels.map(({ isHighest: _, ...level }) => (level.level === highestLevel ? { ...level, isHighest: true } : level));
}

/** The level to which an incident climbs by itself; `null`: to the end. */
function boundOf(levels: readonly Level[]): number | null {
  return levels.find(({ isHighest }) => isHighest === true)?.level ?? null;
}

/** As `boundedAt`, where that lets the incident climb further than it does. */
export function widenedTo(levels: readonly Level[], highestLevel: number | null): readonly Level[] {
  const bound = boundOf(levels);
  return bound !== null && (highestLevel === null || highestLevel > bound) ? boundedAt(levels, highestLevel) : levels;
}

function walk(levels: readonly Level[], fromIndex: number, endIndex: number, firstDueAt: EpochMs, at: EpochMs): Due {
  const skipped: number[] = [];
  let dueAt = firstDueAt;
  let levelIndex = fromIndex;
  for (; levelIndex < endIndex; levelIndex += 1) {
    const endsAt = dueAt + (levels[levelIndex]?.ackTimeoutMs ?? 0);
    if (at < endsAt) {
      break;
    }
    skipped.push(levelIndex);
    dueAt = endsAt;
  }
  return { kind: 'page', levelIndex, dueAt, skipped };
}

/** How late `at` is, or `null` when it is in time for people's purposes. */
export function lateness(dueAt: EpochMs, at: EpochMs): DurationMs | null {
  return at - dueAt > LATE_AFTER_MS ? at - dueAt : null;
}

/** Index of a level by its number: the first at or above it, else the last. */
export function levelIndexOf(levels: readonly Level[], levelNumber: number): number {
  const index = levels.findIndex((level) => level.level >= levelNumber);
  return index === -1 ? Math.max(0, levels.length - 1) : index;
}

/** Enters a level and pages it. Its people get their whole time from `at` on. */
export function pageLevel(
  policy: EscalationPolicy,
  levelIndex: number,
  page: {
    readonly reason: PageReason;
    readonly at: EpochMs;
    readonly lateMs?: DurationMs | null;
    readonly skipped?: readonly number[];
    readonly repeats?: number;
  },
): Step & { readonly state: Extract<EscalationState, { status: 'triggered' }> } {
  const { levels } = policy;
  const level = levels[levelIndex];
  if (level === undefined) {
    throw new RangeError(`no level at index ${levelIndex} of ${levels.length}`);
  }
  const { reason, at, lateMs = null, skipped = [], repeats = 0 } = page;
  const late: readonly Effect[] =
    lateMs === null
      ? []
      : [{ kind: 'record', what: 'late', actor: 'system', details: { level: level.level, lateMs, skipped: skipped.length } }];
  return {
    state: {
      status: 'triggered',
      isQuiet: false,
      levelIndex,
      repeats,
      nextEscalationAt: at + patienceAt(policy, levelIndex),
      silencedUntil: null,
    },
    effects: [...late, { kind: 'page', levelIndex, reason, lateMs, skipped, repeats }],
  };
}
