import type { EpochMs } from './time.ts';

/**
 * Since when a condition has held without a break, given every instant at which it may have changed; `undefined` when it does
 * not hold now. Times before all edges count as the beginning.
 */
export function heldSince(
  holds: (timeMs: EpochMs) => boolean,
  edges: readonly EpochMs[],
  nowMs: EpochMs,
  beginningMs: EpochMs,
): EpochMs | undefined {
  if (!holds(nowMs)) return undefined;
  let since = nowMs;
  for (const edge of [...new Set(edges)].sort((a, b) => b - a)) {
    if (edge > nowMs) continue;
    if (!holds(edge)) return since;
    since = edge;
    if (edge > beginningMs && !holds(edge - 1)) return edge;
  }
  return beginningMs;
}
