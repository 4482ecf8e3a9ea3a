import { type DurationMs, formatDuration } from '../model/time.ts';
import { levelIndexOf } from './ladder.ts';
import { advance, nextDueAt } from './machine.ts';
import type { EscalationPolicy } from './step.ts';

/** What a ladder does by itself at a time after the incident opened. */
export type TimelineStep =
  | { readonly kind: 'page'; readonly afterMs: DurationMs; readonly levelIndex: number; readonly isRepeat: boolean }
  | { readonly kind: 'exhausted'; readonly afterMs: DurationMs };

/**
 * What happens if nobody ever acknowledges, found by running the machine itself. A ladder that repeats is shown until its first
 * repetition.
 *
 * @param startLevel - Number of the level to start at.
 */
export function timelineOf(policy: EscalationPolicy, startLevel: number): readonly TimelineStep[] {
  const steps: TimelineStep[] = [];
  let step = advance(policy, null, { kind: 'opened', at: 0, startLevel, pages: true });
  let afterMs: DurationMs | null = 0;
  while (afterMs !== null) {
    const at: DurationMs = afterMs;
    for (const effect of step.effects) {
      if (effect.kind === 'page') {
        steps.push({ kind: 'page', afterMs: at, levelIndex: effect.levelIndex, isRepeat: effect.repeats > 0 });
      } else if (effect.kind === 'record' && effect.what === 'exhausted') {
        steps.push({ kind: 'exhausted', afterMs: at });
      }
    }
    const last = steps.at(-1);
    afterMs = last?.kind === 'page' && !last.isRepeat ? nextDueAt(step.state) : null;
    step = afterMs === null ? step : advance(policy, step.state, { kind: 'tick', at: afterMs });
  }
  return steps;
}

/** The same as lines of English: `after 5m: Level 2 (secondary, lead)`. Names are those of the team. */
export function timelineLines(policy: EscalationPolicy, startLevel = policy.levels[0]?.level ?? 1): readonly string[] {
  return timelineOf(policy, startLevel).map((step) => {
    const when = step.afterMs === 0 ? 'at once' : `after ${formatDuration(step.afterMs)}`;
    if (step.kind === 'exhausted') {
      return `${when}: nobody is left`;
    }
    const level = policy.levels[step.levelIndex];
    return `${when}: Level ${level?.level} (${level?.notify.join(', ')})${step.isRepeat ? ' again' : ''}`;
  });
}

/** How long after opening a level is paged when the incident starts at the first one. */
export function reachedAfter(policy: EscalationPolicy, levelIndex: number): DurationMs {
  const before = policy.levels.slice(levelIndexOf(policy.levels, policy.levels[0]?.level ?? 1), levelIndex);
  return before.reduce((total, { ackTimeoutMs }) => total + ackTimeoutMs, 0);
}
