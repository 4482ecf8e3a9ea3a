import type { EscalationState, Level } from '../model/incident.ts';
import { type DurationMs, type EpochMs, seconds } from '../model/time.ts';
import type { Effect, PageReason, Step } from './step.ts';

/** Less than this is how the poll and the queue work, more is a gap that people should know about. */
const LATE_AFTER_MS = seconds(30);

/** What a triggered incident's ladder owes at an instant. */
export type Due =
  | { readonly kind: 'page'; readonly levelIndex: number; readonly dueAt: EpochMs; readonly skipped: readonly number[] }
  | { readonly kind: 'exhausted'; readonly dueAt: EpochMs };

/**
 * Finds the level that should be active at `at` by walking the ack timeouts from the due time. A walk that passes the end of the ladder
 * stops at the last level.
 *
 * @returns `null` while nothing is due.
 */
export function dueLevel(levels: readonly Level[], state: Extract<EscalationState, { status: 'triggered' }>, at: EpochMs): Due | null {
  const firstDueAt = state.nextEscalationAt;
  if (firstDueAt === null || at < firstDueAt) {
    return null;
  }
  const lastIndex = levels.length - 1;
  if (state.levelIndex >= lastIndex) {
    const isRepeating = levels[lastIndex]?.repeat === true;
    return isRepeating ? { kind: 'page', levelIndex: lastIndex, dueAt: firstDueAt, skipped: [] } : { kind: 'exhausted', dueAt: firstDueAt };
  }
  return walk(levels, state.levelIndex + 1, firstDueAt, at);
}

function walk(levels: readonly Level[], fromIndex: number, firstDueAt: EpochMs, at: EpochMs): Due {
  const skipped: number[] = [];
  let dueAt = firstDueAt;
  let levelIndex = fromIndex;
  for (; levelIndex < levels.length - 1; levelIndex += 1) {
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

/** Enters a level and pages it. Its people get their whole ack timeout from `at` on. */
export function pageLevel(
  levels: readonly Level[],
  levelIndex: number,
  page: {
    readonly reason: PageReason;
    readonly at: EpochMs;
    readonly lateMs?: DurationMs | null;
    readonly skipped?: readonly number[];
    readonly repeats?: number;
  },
): Step & { readonly state: Extract<EscalationState, { status: 'triggered' }> } {
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
    state: { status: 'triggered', isQuiet: false, levelIndex, repeats, nextEscalationAt: at + level.ackTimeoutMs, silencedUntil: null },
    effects: [...late, { kind: 'page', levelIndex, reason, lateMs, skipped, repeats }],
  };
}
