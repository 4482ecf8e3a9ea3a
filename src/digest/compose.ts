import type { Digest, DigestCluster, DigestKind, DigestRow } from '../model/digest.ts';
import { blindClusters, byWorstFirst, type HealthReport, tallyOf, worstStatus } from '../model/health.ts';
import { type DurationMs, minutes } from '../model/time.ts';
import { compareReports } from './compare.ts';

/** A run this much after its time says so. */
const LATE_MS = minutes(10);

/** Makes the digest of one run: clusters and rows worst first, each beside the run before. */
export function composeDigest(
  kind: DigestKind,
  today: HealthReport,
  before: HealthReport | null,
  { lateMs = 0 }: { readonly lateMs?: DurationMs } = {},
): Digest {
  const comparison = compareReports(today, before);
  const rows = today.reports.map((report): DigestRow => {
    const change = comparison.changeOf(report);
    return { report, change: change.kind, before: change.before };
  });
  const blind = blindClusters(today.reports);
  const clusters = [...Map.groupBy(rows, (row) => row.report.cluster)].map(([name, own]) => toCluster(name, own, blind.has(name)));
  return {
    id: today.id,
    kind,
    startedAt: today.startedAt,
    finishedAt: today.finishedAt,
    lateMs: lateMs >= LATE_MS ? lateMs : null,
    counts: tallyOf(today.reports),
    countsBefore: before === null ? null : tallyOf(before.reports),
    clusters: clusters.toSorted((a, b) => Number(b.isBlind) - Number(a.isBlind) || byWorstFirst(a, b) || (a.name < b.name ? -1 : 1)),
    gone: comparison.gone,
  };
}

function toCluster(name: string, rows: readonly DigestRow[], isBlind: boolean): DigestCluster {
  return {
    name,
    isBlind,
    status: worstStatus(rows.map((row) => row.report.status)),
    rows: rows.toSorted((a, b) => byWorstFirst(a.report, b.report)),
  };
}
