import { byWorstFirst, type CheckReport, type Remedy } from '../model/health.ts';
import type { Message } from '../model/message.ts';
import { checkDetails } from './check-details.ts';
import type { View } from './view.ts';

/** Clusters on one page: with all their evidence they stay below what Slack takes in one message. */
const CLUSTERS = 6;

/** A check with the evidence of every cluster, in as many messages as that takes; worst first. Never empty. */
export function pagedDetails(reports: readonly CheckReport[], view: View, remedy?: Remedy): readonly [Message, ...Message[]] {
  const sorted = reports.toSorted((a, b) => byWorstFirst(a, b) || (a.cluster < b.cluster ? -1 : 1));
  const rest = Array.from({ length: Math.max(0, Math.ceil(sorted.length / CLUSTERS) - 1) }, (_, index) =>
    checkDetails(sorted.slice((index + 1) * CLUSTERS, (index + 2) * CLUSTERS), view, remedy),
  );
  return [checkDetails(sorted.slice(0, CLUSTERS), view, remedy), ...rest];
}
