import type { RichText } from '../../../model/text.ts';
import { bold, code, rich } from '../../../model/text.ts';
import { roughDuration } from '../../../model/time.ts';

const KINDS: Readonly<Record<string, string>> = {
  daily: 'Thanos daily health',
  weekly: 'Thanos weekly review',
  monthly: 'Thanos monthly review',
  quarterly: 'Thanos quarterly review',
};

const STATUSES: Readonly<Record<string, string>> = { ok: 'OK', warning: 'warning', critical: 'critical', unknown: 'unknown' };

const CHANGES: Readonly<Record<string, string>> = {
  new: 'new',
  worse: 'worse than before',
  better: 'better than before',
  unchanged: 'unchanged',
};

type Findings = { critical: number; blindClusters: number; unknown: number; warning: number };

function counted(count: number, one: string, many: string): readonly string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
}

/** What a run found, worst first; `all OK` when it found nothing. */
export function tally(a: Findings): string {
  const parts = [
    ...counted(a.critical, 'critical', 'critical'),
    ...counted(a.blindClusters, 'cluster unknown', 'clusters unknown'),
    ...counted(a.unknown, 'unknown', 'unknown'),
    ...counted(a.warning, 'warning', 'warnings'),
  ];
  return parts.length === 0 ? 'all OK' : parts.join(', ');
}

export const digest = {
  'digest.gone-from-store': (): string => 'This digest is no longer stored. Type /thanos status for the present state.',
  'digest.alreadyRunning': (): string => 'The checks are running already; the message is edited when they are done.',
  'digest.runningAgain': (): string => 'Running the checks again; the message is edited when they are done.',
  'digest.title': (a: Findings & { kind: string }): string => `${KINDS[a.kind] ?? a.kind} · ${tally(a)}`,
  'digest.sentence': (a: Findings & { kind: string; date: string; okClusters: number }): string =>
    `${KINDS[a.kind] ?? a.kind} ${a.date}: ${tally(a)}${a.okClusters === 0 ? '' : `, ${a.okClusters} ${a.okClusters === 1 ? 'cluster' : 'clusters'} OK`}.`,
  'digest.status': (a: { status: string }): string => STATUSES[a.status] ?? a.status,
  'digest.change': (a: { change: string }): string => CHANGES[a.change] ?? a.change,
  'digest.allChecks': (a: { count: number }): string => `${a.count} checks`,
  'digest.wholeSystem': (): string => 'whole system',
  'digest.before': (a: { value: string }): string => `before ${a.value}`,
  'digest.lastMeasured': (a: { ageMs: number }): string => `last measured ${roughDuration(a.ageMs)} ago`,
  'digest.took': (a: { seconds: number }): string => `checks took ${a.seconds} s`,
  'digest.countsBefore': (a: Findings): string => `run before: ${tally(a)}`,
  'digest.firstRun': (): string => 'first run, nothing to compare with',
  'digest.late': (a: { lateMs: number }): string => `${roughDuration(a.lateMs)} late`,
  'digest.okClusters': (a: { clusters: readonly string[]; checks: number }): string => `OK: ${a.clusters.join(', ')} (${a.checks} checks)`,
  'digest.moreClusters': (a: { count: number }): string => `${a.count} more with findings; see the thread`,
  'digest.moreRows': (a: { count: number }): string => `${a.count} more; see the thread`,
  'digest.recovered': (a: { names: readonly string[] }): string => `Recovered: ${a.names.join(', ')}`,
  'digest.gone': (a: { names: readonly string[] }): string => `No longer checked: ${a.names.join(', ')}`,
  'digest.runAgain': (): string => 'Run again',
  'digest.details': (): string => 'Details',
  'digest.tableTitle': (): string => 'All results',
  'digest.ago': (a: { value: string }): string => `${a.value} ago`,
  'digest.restOk': (a: { count: number }): string => `${a.count} more checks are OK`,
  'digest.column.cluster': (): string => 'Cluster',
  'digest.column.check': (): string => 'Check',
  'digest.column.status': (): string => 'Status',
  'digest.column.value': (): string => 'Value',
  'digest.column.before': (): string => 'Before',
  'digest.unrunnable': (a: { count: number }): string => `${a.count} ${a.count === 1 ? 'check' : 'checks'} could not look`,
  'digest.remedy.runbook': (a: { id: string }): RichText => rich`What to do: ${code(`docs/runbooks/${a.id}.md`)}`,
  'digest.remedy.action': (a: { command: string }): RichText => rich`What to do: ${code(`/thanos ${a.command}`)}`,
  'digest.source': (a: { source: string }): RichText => rich`Measured with ${code(a.source)}`,
  'digest.checkTitle': (a: { title: string; status: string }): RichText => rich`${bold(a.title)} · ${STATUSES[a.status] ?? a.status}`,
  'digest.checkSentence': (a: { title: string; worst: string; clusters: number }): string =>
    `${a.title}: ${STATUSES[a.worst] ?? a.worst}${a.clusters > 1 ? ` (${a.clusters} clusters)` : ''}.`,
};
