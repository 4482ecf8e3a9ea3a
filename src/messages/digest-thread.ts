import type { Digest } from '../model/digest.ts';
import { byWorstFirst, type CheckReport } from '../model/health.ts';
import type { Message } from '../model/message.ts';
import { bold, type RichText, rich } from '../model/text.ts';
import { checkDetails } from './check-details.ts';
import { formatMeasure } from './measures.ts';
import { say } from './say.ts';
import { translate } from './translate.ts';
import type { View } from './view.ts';
import { checkTitle, clusterName, fitting, plain, statusWord } from './wording.ts';

/** Slack shows at most a hundred rows of a table. */
const TABLE_ROWS = 90;
const DETAILS = 8;

/** What follows a digest in its thread: every result as a table, then the evidence of each finding. */
export function digestThread(digest: Digest, view: View): readonly Message[] {
  const rows = digest.clusters.flatMap((cluster) => cluster.rows);
  const bad = rows.map((row) => row.report).filter((report) => report.status === 'critical' || report.status === 'warning');
  const unknown = rows.map((row) => row.report).filter((report) => report.status === 'unknown');
  const checkIds = [...new Set(bad.toSorted(byWorstFirst).map((report) => report.checkId))].slice(0, DETAILS);
  return [
    table(digest, view),
    ...checkIds.map((checkId) =>
      checkDetails(
        bad.filter((report) => report.checkId === checkId),
        view,
      ),
    ),
    ...(unknown.length === 0 ? [] : [couldNotLook(unknown, view)]),
  ];
}

function table(digest: Digest, { locale, timeZone }: View): Message {
  const title = plain(locale, say('digest.tableTitle'));
  const rows = digest.clusters.flatMap((cluster) => cluster.rows);
  const columns = [
    say('digest.column.cluster'),
    say('digest.column.check'),
    say('digest.column.status'),
    say('digest.column.value'),
    say('digest.column.before'),
  ].map((phrase) => plain(locale, phrase));
  const cells = rows.map(({ report, before }) => [
    clusterName(locale, report.cluster),
    checkTitle(locale, report.checkId),
    statusWord(locale, report.status),
    measureOf(report, timeZone),
    before === null ? '' : measureOf(before, timeZone) || statusWord(locale, before.status),
  ]);
  const lines = cells.map((row) =>
    row
      .slice(0, 4)
      .filter((cell) => cell !== '')
      .join(' '),
  );
  const { shown } = fitting(lines, (text) => text.length, 3_000);
  return { text: [`${title}. ${shown.join('; ')}`], blocks: [{ kind: 'table', columns, rows: cells.slice(0, TABLE_ROWS) }] };
}

function measureOf(report: CheckReport, timeZone: string): string {
  return report.measure === undefined ? '' : formatMeasure(report.measure.value, report.measure.unit, timeZone);
}

function couldNotLook(reports: readonly CheckReport[], { locale }: View): Message {
  const title = plain(locale, say('digest.unrunnable', { count: reports.length }));
  const lines = reports.map(
    (report): RichText =>
      rich`${bold(`${clusterName(locale, report.cluster)} ${checkTitle(locale, report.checkId)}`)}: ${plain(locale, report.summary)}`,
  );
  const { shown, hidden } = fitting(lines, (text) => JSON.stringify(text).length, 2_800);
  const rest = hidden === 0 ? [] : [translate(locale, say('digest.moreRows', { count: hidden }))];
  const body = [...shown, ...rest].flatMap((each, index): RichText => (index === 0 ? each : ['\n', ...each]));
  return {
    text: [title],
    blocks: [
      { kind: 'text', text: rich`${bold(title)}` },
      { kind: 'text', text: body },
    ],
  };
}
