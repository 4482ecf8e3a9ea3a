import { byWorstFirst, type CheckReport, type HealthStatus, worstStatus } from '../model/health.ts';
import type { Block, Message } from '../model/message.ts';
import type { Words } from '../model/phrase.ts';
import { join, type RichText } from '../model/text.ts';
import { formatMeasure } from './measures.ts';
import { say } from './say.ts';
import { translate, worded } from './translate.ts';
import type { View } from './view.ts';
import { checkTitle, clusterName, fitting, plain, statusWord } from './wording.ts';

/** One row of the operators' list of metrics, as it is explained. */
export interface MetricLine {
  readonly id: string;
  readonly normal: Words;
  readonly threshold: Words;
  readonly scrape: string;
  /** The query for all clusters. */
  readonly expression: string;
}

/** The metrics of one component with what was measured just now. */
export interface ComponentMetrics {
  readonly component: string;
  readonly lines: readonly MetricLine[];
  readonly reports: readonly CheckReport[];
}

/** A table may have 100 rows, but nobody reads more on a telephone. */
const ROWS = 30;
const CHARACTERS = 2_400;

/** One page for each component; before several, a page that says where to look. */
export function metricsPages(components: readonly ComponentMetrics[], view: View): readonly Message[] {
  const pages = components.flatMap((one) => componentPages(one, view));
  return components.length === 1 ? pages : [overview(components, view), ...pages];
}

function overview(components: readonly ComponentMetrics[], view: View): Message {
  const { locale } = view;
  const columns = [say('metrics.component'), say('digest.column.status'), say('metrics.checks'), say('metrics.findings')].map((phrase) =>
    plain(locale, phrase),
  );
  const rows = components.map(({ component, lines, reports }) => {
    const bad = new Set(reports.filter(({ status }) => status !== 'ok').map(({ checkId }) => checkTitle(locale, checkId)));
    const status = statusWord(locale, worstStatus(reports.map((report) => report.status)));
    return [component, status, String(lines.length), [...bad].join(', ') || plain(locale, say('metrics.none'))];
  });
  const title = plain(locale, say('metrics.overview'));
  return {
    text: [`${title}. ${rows.map((row) => row.join(' ')).join('; ')}.`],
    blocks: [{ kind: 'heading', text: title }, { kind: 'table', columns, rows }, ...findings(components, view)],
  };
}

function componentPages(one: ComponentMetrics, view: View): readonly Message[] {
  const { locale } = view;
  const title = plain(locale, say('metrics.title', { component: one.component }));
  const columns = [
    say('digest.column.check'),
    say('digest.column.cluster'),
    say('digest.column.status'),
    say('digest.column.value'),
    say('metrics.normal'),
    say('metrics.threshold'),
    say('metrics.remedy'),
  ].map((phrase) => plain(locale, phrase));
  const rows = one.lines.flatMap((line) => rowsOf(line, one.reports, view));
  const chunks = Array.from({ length: Math.max(1, Math.ceil(rows.length / ROWS)) }, (_, index) =>
    rows.slice(index * ROWS, (index + 1) * ROWS),
  );
  return chunks.map((some, index) => ({
    text: [`${title}. ${some.map((row) => row.slice(0, 5).join(' ')).join('; ')}.`],
    blocks: [
      { kind: 'heading', text: title },
      { kind: 'table', columns, rows: some },
      ...(index === chunks.length - 1 ? [...findings([one], view), ...expressions(one.lines, view)] : []),
    ],
  }));
}

/** A row for each cluster with a finding, and one for all where it is fine. */
function rowsOf(line: MetricLine, reports: readonly CheckReport[], view: View): readonly (readonly string[])[] {
  const { locale } = view;
  const own = reports.filter(({ checkId }) => checkId === line.id);
  const bad = own.filter(({ status }) => status !== 'ok').toSorted(byWorstFirst);
  const fine = own.filter(({ status }) => status === 'ok');
  const row = (place: string, status: HealthStatus, value: string): readonly string[] => [
    checkTitle(locale, line.id),
    place,
    statusWord(locale, status),
    value,
    worded(locale, line.normal),
    worded(locale, line.threshold),
    plain(locale, say('metrics.remedyOf', { checkId: line.id })),
  ];
  const [first] = fine;
  return [
    ...bad.map((report) => row(clusterName(locale, report.cluster), report.status, rangeOf([report], view))),
    ...(first === undefined ? [] : [row(placeOf(fine, view), 'ok', rangeOf(fine, view))]),
  ];
}

function placeOf(reports: readonly CheckReport[], { locale }: View): string {
  const [first] = reports;
  return reports.length === 1 && first !== undefined
    ? clusterName(locale, first.cluster)
    : plain(locale, say('metrics.clusters', { count: reports.length }));
}

/** The value, or its range over several clusters. */
function rangeOf(reports: readonly CheckReport[], view: View): string {
  const measures = reports.flatMap(({ measure }) => measure ?? []).toSorted((a, b) => a.value - b.value);
  const [least] = measures;
  const most = measures.at(-1);
  if (least === undefined || most === undefined) {
    return '–';
  }
  const [low, high] = [least, most].map(({ value, unit }) => formatMeasure(value, unit, view));
  return low === high ? `${low}` : `${low} – ${high}`;
}

/** Each finding in words; what is not measured says how to have it. */
function findings(components: readonly ComponentMetrics[], { locale }: View): readonly Block[] {
  const lines = components.flatMap(({ reports }) =>
    reports
      .filter(({ status }) => status !== 'ok')
      .toSorted(byWorstFirst)
      .map((report): RichText => {
        const words = plain(locale, report.summary);
        const facts = { title: checkTitle(locale, report.checkId), cluster: clusterName(locale, report.cluster), words };
        return translate(locale, say('metrics.finding', { ...facts, status: statusWord(locale, report.status) }));
      }),
  );
  return textBlocks(lines, locale);
}

function expressions(lines: readonly MetricLine[], { locale }: View): readonly Block[] {
  const each = lines.map(({ id, expression }) =>
    translate(locale, say('metrics.expression', { title: checkTitle(locale, id), expression })),
  );
  return [{ kind: 'context', items: [translate(locale, say('metrics.expressions'))] }, ...textBlocks(each, locale)];
}

function textBlocks(lines: readonly RichText[], locale: View['locale']): readonly Block[] {
  const length = (line: RichText): number => line.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : lengthOf(part)), 0);
  const { shown, hidden } = fitting(lines, length, CHARACTERS);
  const rest = hidden === 0 ? [] : [translate(locale, say('status.more', { count: hidden }))];
  return shown.length === 0 ? [] : [{ kind: 'text', text: join([...shown, ...rest], '\n') }];
}

function lengthOf(part: Exclude<RichText[number], string>): number {
  return 'text' in part ? part.text.length : 30;
}
