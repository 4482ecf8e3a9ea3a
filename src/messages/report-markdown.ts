import type { Digest } from '../model/digest.ts';
import type { CheckReport } from '../model/health.ts';
import { localTime } from '../model/time.ts';
import { formatEvidence } from './evidence-line.ts';
import { formatMeasure } from './measures.ts';
import { say } from './say.ts';
import type { View } from './view.ts';
import { checkTitle, clusterName, plain, statusWord } from './wording.ts';

/** A whole report as a Markdown document, for the records: every result with its evidence and how it was measured. */
export function reportMarkdown(digest: Digest, beforeAt: number | null, view: View): string {
  const { locale } = view;
  const { date } = localTime(digest.startedAt, view.timeZone);
  const seconds = Math.max(1, Math.round((digest.finishedAt - digest.startedAt) / 1_000));
  const columns = ['check', 'status', 'value', 'before'] as const;
  return [
    `# ${plain(locale, say('reportFile.heading', { kind: digest.kind, date }))}`,
    plain(locale, say('reportFile.made', { at: instant(digest.startedAt, view), seconds })),
    ...(beforeAt === null ? [] : [plain(locale, say('reportFile.before', { at: instant(beforeAt, view) }))]),
    ...digest.clusters.flatMap((cluster) => [
      `## ${inCell(clusterName(locale, cluster.name))} · ${statusWord(locale, cluster.status)}`,
      table(
        [...columns.map((column) => plain(locale, say(`digest.column.${column}`))), plain(locale, say('reportFile.column.summary'))],
        cluster.rows.map(({ report, before }) => [
          checkTitle(locale, report.checkId),
          statusWord(locale, report.status),
          measure(report, view),
          before === null ? '' : measure(before, view) || statusWord(locale, before.status),
          plain(locale, report.summary),
        ]),
      ),
      ...cluster.rows.flatMap(({ report }) => evidence(report, view)),
    ]),
    '',
  ].join('\n\n');
}

function evidence(report: CheckReport, view: View): readonly string[] {
  const { locale } = view;
  if (report.evidence.length === 0) {
    return [];
  }
  const columns = [say('reportFile.column.evidence'), say('digest.column.status'), say('reportFile.column.source')];
  const rows = report.evidence.map((fact) => [
    formatEvidence(fact, view),
    fact.status === undefined ? '' : statusWord(locale, fact.status),
    fact.source,
  ]);
  return [
    `### ${inCell(checkTitle(locale, report.checkId))}`,
    table(
      columns.map((phrase) => plain(locale, phrase)),
      rows,
    ),
  ];
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(inCell).join(' | ')} |`;
  return [line(columns), `|${' --- |'.repeat(columns.length)}`, ...rows.map(line)].join('\n');
}

/** What was measured is text from elsewhere: it must not end a cell, open a tag or load a picture. */
function inCell(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_[\]|<>!#]/g, '\\$&');
}

function measure({ measure: found }: CheckReport, view: View): string {
  return found === undefined ? '' : formatMeasure(found.value, found.unit, view);
}

function instant(at: number, { timeZone }: View): string {
  const { date, time, zone } = localTime(at, timeZone);
  return `${date} ${time} ${zone}`;
}
