import type { Unit } from '../../../model/health.ts';
import { listed } from '../../listed.ts';
import { formatMeasure } from '../../measures.ts';

/** A value of a metric; timestamps do not occur among them. */
function shown(value: number, unit: Unit): string {
  return formatMeasure(unit === 'count' ? Math.round(value * 10) / 10 : value, unit, { locale: 'en', timeZone: 'UTC' });
}

type Figures = {
  readonly subject: string;
  readonly value: number;
  readonly unit: Unit;
  readonly normal: string;
  readonly over: number;
  readonly series: number;
};

/** Sentences that all rows of the metric list share. */
export const metricChecks = {
  'checks.metric-ok': (a: Figures): string => `${shown(a.value, a.unit)} (normal ${a.normal})`,
  'checks.metric-bad': (a: Figures): string =>
    `${a.subject}: ${shown(a.value, a.unit)} (normal ${a.normal})${a.over > 1 ? `, ${a.over} of ${a.series} series` : ''}`,
  'checks.metric-absent': (a: { metric: string; scrape: string }): string => `No series of ${a.metric}; it needs: ${a.scrape}`,
  'checks.metric-unread': (a: Figures & { unread: readonly string[] }): string =>
    `Not readable: ${listed(a.unread)}; worst of the others ${a.subject} ${shown(a.value, a.unit)} (normal ${a.normal})`,
  'checks.metric-unread-all': (a: { metric: string; scrape: string; reason: string }): string =>
    `No series of ${a.metric}, and df in the pods did not help (${a.reason}). Either is enough: ${a.scrape}, or kubectl apply -k manifests/rbac/disk-use`,
  'checks.metric-gone': (): string => 'Nothing reports any more: down, or cut off',
  'checks.metric-short': (a: { found: number; expected: number }): string => `${a.found} of ${a.expected} report`,
  'checks.metric-quiet': (): string => 'Nothing to measure right now',
  'checks.metric-not-due': (): string => 'Too early to expect anything',
};
