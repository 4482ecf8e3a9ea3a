import type { ChangeKind } from '../model/digest.ts';
import { byWorstFirst, type CheckReport, type HealthReport } from '../model/health.ts';

export interface Comparison {
  changeOf(report: CheckReport): { readonly kind: ChangeKind; readonly before: CheckReport | null };
  /** Rows that were not fine before and did not run now. */
  readonly gone: readonly CheckReport[];
}

/** Sets one run beside the run before it. */
export function compareReports(today: HealthReport, before: HealthReport | null): Comparison {
  const earlier = new Map(before?.reports.map((report) => [keyOf(report), report]) ?? []);
  const present = new Set(today.reports.map(keyOf));
  return {
    changeOf(report) {
      const previous = earlier.get(keyOf(report)) ?? null;
      return { kind: previous === null ? 'new' : changeKind(report, previous), before: previous };
    },
    gone: [...earlier].filter(([key, report]) => !present.has(key) && report.status !== 'ok').map(([, report]) => report),
  };
}

function changeKind(now: CheckReport, before: CheckReport): ChangeKind {
  const order = byWorstFirst(now, before);
  if (order === 0) {
    return 'unchanged';
  }
  return order > 0 ? 'better' : 'worse';
}

function keyOf(report: CheckReport): string {
  return `${report.cluster}/${report.checkId}`;
}
