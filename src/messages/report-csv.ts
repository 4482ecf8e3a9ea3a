import type { Digest } from '../model/digest.ts';
import type { CheckReport } from '../model/health.ts';
import { worded } from './translate.ts';
import type { View } from './view.ts';
import { checkTitle, plain } from './wording.ts';

const COLUMNS = [
  'observed_at',
  'cluster',
  'check',
  'title',
  'status',
  'summary',
  'fact',
  'value',
  'unit',
  'fact_status',
  'source',
] as const;

/**
 * A whole report as CSV (RFC 4180), one line for each fact. Begins with a byte order mark, without which spreadsheets read Korean as
 * noise. Numbers stay bare: seconds, bytes and ratios as measured.
 */
export function reportCsv({ clusters }: Digest, view: View): string {
  const reports = clusters.flatMap(({ rows }) => rows.map(({ report }) => report));
  const lines = [[...COLUMNS], ...reports.flatMap((report) => linesOf(report, view))];
  return `\uFEFF${lines.map((cells) => cells.map(cell).join(',')).join('\r\n')}\r\n`;
}

function linesOf(report: CheckReport, { locale }: View): readonly (readonly (string | number)[])[] {
  const head = [
    new Date(report.observedAt).toISOString(),
    report.cluster,
    report.checkId,
    checkTitle(locale, report.checkId),
    report.status,
    plain(locale, report.summary),
  ];
  const measure = report.measure === undefined ? [] : [['', report.measure.value, report.measure.unit, '', '']];
  const facts = report.evidence.map(({ label, value, unit, status, source }) => [
    worded(locale, label),
    typeof value === 'number' ? value : worded(locale, value),
    unit,
    status ?? '',
    source,
  ]);
  const details = [...measure, ...facts];
  return (details.length === 0 ? [['', '', '', '', '']] : details).map((rest) => [...head, ...rest]);
}

/** A spreadsheet runs what begins like a formula, so such text gets an apostrophe before it. Source: OWASP, CSV injection. */
function cell(value: string | number): string {
  if (typeof value === 'number') {
    return String(value);
  }
  const text = /^\s*[=+\-@\t\r|]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
