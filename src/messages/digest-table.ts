import type { Digest, DigestRow } from '../model/digest.ts';
import type { CheckReport } from '../model/health.ts';
import type { Message } from '../model/message.ts';
import { formatMeasure } from './measures.ts';
import { say } from './say.ts';
import type { View } from './view.ts';
import { checkTitle, clusterName, fitting, plain, statusWord } from './wording.ts';

/** What people look for first, in this order. */
const HEADLINES: readonly string[] = ['pods', 's3-upload', 'alerts', 'disk', 'prometheus-storage'];
const COLUMNS = 5;
/** A table as plain text must fit one block. */
const ROWS = 40;
const TEXT_LIMIT = 3_000;

/** So many rows are read in passing; of more, only those that say something are shown. */
const FEW = 8;
const TOLD: readonly string[] = ['stores', 'bucket', 'bucket-freshness', 'query-latency'];

/** Measures that are the age of something. */
const AGES: readonly string[] = ['s3-upload', 'bucket-freshness'];

/** One row for each cluster, one column for each of its most important checks. */
export function clusterTable(digest: Digest, view: View): readonly Message[] {
  const clusters = digest.clusters.filter((cluster) => cluster.name !== '*').toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const checkIds = headlines(clusters.flatMap((cluster) => cluster.rows));
  if (clusters.length === 0) {
    return [];
  }
  const columns = [plain(view.locale, say('digest.column.cluster')), ...checkIds.map((checkId) => checkTitle(view.locale, checkId))];
  const rows = clusters.slice(0, ROWS).map((cluster) => [
    cluster.name,
    ...checkIds.map((checkId) => {
      const found = cluster.rows.find((row) => row.report.checkId === checkId);
      return found === undefined ? '' : cell(found.report, view);
    }),
  ]);
  const lines = rows.map(
    ([name, ...cells]) => `${name}: ${cells.flatMap((text, index) => (text === '' ? [] : [`${columns[index + 1]} ${text}`])).join(', ')}`,
  );
  return [tableMessage(plain(view.locale, say('digest.tableTitle')), columns, rows, lines)];
}

/** What was checked for the whole system, with the value before. Of many rows, those that are fine as ever are only counted. */
export function systemTable(digest: Digest, view: View): readonly Message[] {
  const { locale } = view;
  const all = digest.clusters.filter((cluster) => cluster.name === '*').flatMap((cluster) => cluster.rows);
  const rows = all.length <= FEW ? all : all.filter(isTold);
  if (rows.length === 0) {
    return [];
  }
  const columns = [say('digest.column.check'), say('digest.column.status'), say('digest.column.value'), say('digest.column.before')].map(
    (phrase) => plain(locale, phrase),
  );
  const cells = rows
    .slice(0, ROWS)
    .map(({ report, before }) => [
      checkTitle(locale, report.checkId),
      statusWord(locale, report.status),
      measureOf(report, view),
      before === null ? '' : measureOf(before, view) || statusWord(locale, before.status),
    ]);
  const lines = cells.map((row) =>
    row
      .slice(0, 3)
      .filter((text) => text !== '')
      .join(' '),
  );
  const hidden = all.length - rows.length;
  const rest = hidden === 0 ? [] : [plain(locale, say('digest.restOk', { count: hidden }))];
  return [tableMessage(clusterName(locale, '*'), columns, cells, lines, rest)];
}

function isTold({ report, change }: DigestRow): boolean {
  return report.status !== 'ok' || change === 'better' || TOLD.includes(report.checkId);
}

/** The table in words too: a screen reader reads nothing else. */
function tableMessage(
  title: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  lines: readonly string[],
  rest: readonly string[] = [],
): Message {
  const { shown } = fitting(lines, (text) => text.length, TEXT_LIMIT);
  return {
    text: [[`${title}. ${shown.join('; ')}`, ...rest].join('; ')],
    blocks: [{ kind: 'table', columns, rows }, ...rest.map((words) => ({ kind: 'context' as const, items: [[words]] }))],
  };
}

function headlines(rows: readonly DigestRow[]): readonly string[] {
  const present = new Set(rows.map((row) => row.report.checkId));
  const known = HEADLINES.filter((checkId) => present.has(checkId));
  return known.length > 0 ? known : [...present].toSorted().slice(0, COLUMNS);
}

/** A number says more than "OK", except when it counts troubles. */
function cell(report: CheckReport, view: View): string {
  const word = statusWord(view.locale, report.status);
  const value = report.measure?.unit === 'count' ? '' : measureOf(report, view);
  if (report.status === 'ok') {
    return value === '' ? word : value;
  }
  return [word, value].filter((part) => part !== '').join(' ');
}

function measureOf(report: CheckReport, view: View): string {
  const { checkId, measure } = report;
  if (measure === undefined) {
    return '';
  }
  const value = formatMeasure(measure.value, measure.unit, view);
  return AGES.includes(checkId) ? plain(view.locale, say('digest.ago', { value })) : value;
}
