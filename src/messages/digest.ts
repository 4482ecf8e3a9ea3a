import type { Digest, DigestCluster, DigestRow } from '../model/digest.ts';
import type { CheckReport, Tally } from '../model/health.ts';
import type { Block, Message } from '../model/message.ts';
import { bold, dateTime, join, type RichText, rich } from '../model/text.ts';
import { localTime } from '../model/time.ts';
import { warningBlocks } from './digest-notes.ts';
import { listed } from './listed.ts';
import { formatMeasure } from './measures.ts';
import { say } from './say.ts';
import { translate } from './translate.ts';
import type { View } from './view.ts';
import { checkTitle, clusterName, fitting, plain, statusWord } from './wording.ts';

/** Clusters with findings that get a section of their own; the parent stays within ten blocks. */
const SECTIONS = 5;
const ROWS = 6;
const TEXT_LIMIT = 3_000;

/** Puts a digest into one message: exceptions first, what is fine in one line. */
export function digestMessage(digest: Digest, view: View, notes: Parameters<typeof warningBlocks>[0] = []): Message {
  const { locale } = view;
  const bad = digest.clusters.filter((cluster) => cluster.status !== 'ok');
  const heading = plain(locale, say('digest.title', { kind: digest.kind, ...findings(digest.counts) }));
  const more = bad.length - SECTIONS;
  const blocks: readonly Block[] = [
    { kind: 'heading', text: heading },
    { kind: 'context', items: [join(circumstances(digest, view), ' · ')] },
    ...bad.slice(0, SECTIONS).map((cluster): Block => ({ kind: 'text', text: clusterSection(cluster, view) })),
    ...(more > 0 ? [line(translate(locale, say('digest.moreClusters', { count: more })))] : []),
    ...numbers(digest, view),
    ...footers(digest, view),
    ...warningBlocks(notes, view),
    controls(digest, view),
  ];
  return { text: sentence(digest, view), blocks, metadata: { type: 'thanos_digest', payload: { report: digest.id } } };
}

function findings({ critical, blindClusters, unknown, warning }: Tally): Omit<Tally, 'ok'> {
  return { critical, blindClusters, unknown, warning };
}

/** The whole content in words: what a push notification begins with and a screen reader reads to the end. */
function sentence(digest: Digest, { locale, timeZone }: View): RichText {
  const okClusters = digest.clusters.filter((cluster) => cluster.status === 'ok' && cluster.name !== '*').length;
  const { date } = localTime(digest.startedAt, timeZone);
  const opening = plain(locale, say('digest.sentence', { kind: digest.kind, date, ...findings(digest.counts), okClusters }));
  const lines = digest.clusters.flatMap((cluster) =>
    sameFindings(cluster.rows.filter((row) => row.report.status !== 'ok')).map((group) => groupSentence(cluster, group, locale)),
  );
  const { shown, hidden } = fitting(lines, (text) => text.length, TEXT_LIMIT);
  const rest = hidden === 0 ? [] : [plain(locale, say('digest.moreRows', { count: hidden }))];
  return [[opening, ...shown, ...rest].join(' ')];
}

function groupSentence(cluster: DigestCluster, group: readonly DigestRow[], locale: View['locale']): string {
  const titles = titlesOf(cluster, group, locale);
  const [row] = group;
  const words = row === undefined ? '' : `${statusWord(locale, row.report.status)}, ${titles}: ${plain(locale, row.report.summary)}`;
  return `${clusterName(locale, cluster.name)} ${words}.`;
}

/** Where nothing of a cluster could be looked at, which checks that were says nothing. */
function titlesOf({ isBlind, rows }: DigestCluster, group: readonly DigestRow[], locale: View['locale']): string {
  return isBlind && group.length === rows.length
    ? plain(locale, say('digest.allChecks', { count: group.length }))
    : listed(
        group.map((row) => checkTitle(locale, row.report.checkId)),
        3,
      );
}

function circumstances(digest: Digest, { locale }: View): readonly RichText[] {
  const seconds = Math.max(1, Math.round((digest.finishedAt - digest.startedAt) / 1_000));
  const before = digest.countsBefore === null ? say('digest.firstRun') : say('digest.countsBefore', findings(digest.countsBefore));
  return [
    rich`${dateTime(digest.startedAt)}`,
    translate(locale, say('digest.took', { seconds })),
    translate(locale, before),
    ...(digest.lateMs === null ? [] : [translate(locale, say('digest.late', { lateMs: digest.lateMs }))]),
  ];
}

function clusterSection(cluster: DigestCluster, view: View): RichText {
  const { locale } = view;
  const title = rich`${bold(clusterName(locale, cluster.name))} · ${statusWord(locale, cluster.status)}`;
  const groups = sameFindings(cluster.rows.filter((row) => row.report.status !== 'ok'));
  const hidden = groups.slice(ROWS).flat().length;
  const rest = hidden > 0 ? [translate(locale, say('digest.moreRows', { count: hidden }))] : [];
  return join([title, ...groups.slice(0, ROWS).map((group) => groupLine(cluster, group, view)), ...rest], '\n');
}

/** Rows that say the same, as all do that could not look at an unreachable cluster, become one line. */
function sameFindings(rows: readonly DigestRow[]): readonly (readonly DigestRow[])[] {
  return [...Map.groupBy(rows, ({ report }) => JSON.stringify([report.status, report.summary])).values()];
}

/** One finding: how bad, what, and what it was before when that says something. */
function groupLine(cluster: DigestCluster, group: readonly DigestRow[], view: View): RichText {
  const { locale } = view;
  const [row] = group;
  if (row === undefined) {
    return [];
  }
  const titles = titlesOf(cluster, group, locale);
  const suffix = row.report.status === 'unknown' ? lastMeasured(group, view) : group.length === 1 ? remarks(row, view) : '';
  const summary = short(plain(locale, row.report.summary));
  return rich`${statusWord(locale, row.report.status)} · ${bold(titles)}: ${summary}${suffix}`;
}

/** How old the newest knowledge is of what could not be looked at this time. */
function lastMeasured(group: readonly DigestRow[], { locale }: View): string {
  const ages = group.flatMap(({ report, before }) =>
    before === null || before.status === 'unknown' ? [] : [report.observedAt - before.observedAt],
  );
  return ages.length === 0 ? '' : ` (${plain(locale, say('digest.lastMeasured', { ageMs: Math.min(...ages) }))})`;
}

function remarks(row: DigestRow, view: View): string {
  const isNews = row.change === 'worse' || row.change === 'better';
  const words = [...(isNews ? [plain(view.locale, say('digest.change', { change: row.change }))] : []), ...valueBefore(row, view)];
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}

function valueBefore({ report, before }: DigestRow, view: View): readonly string[] {
  if (report.measure === undefined || before?.measure === undefined) {
    return [];
  }
  const now = formatMeasure(report.measure.value, report.measure.unit, view);
  const value = formatMeasure(before.measure.value, before.measure.unit, view);
  return now === value ? [] : [plain(view.locale, say('digest.before', { value }))];
}

/** Errors of other systems can be long; the details message has them whole. */
function short(text: string): string {
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}

/** What people ask about on a calm day. */
const NUMBERS: readonly string[] = ['stores', 'bucket', 'bucket-freshness'];

/** Headline numbers of what is fine for the whole system, so that a calm digest still says something. */
function numbers(digest: Digest, view: View): readonly Block[] {
  const rows = digest.clusters.filter((cluster) => cluster.name === '*').flatMap((cluster) => cluster.rows);
  const known = rows.filter((row) => NUMBERS.includes(row.report.checkId));
  const fine = (known.length === 0 ? rows : known).filter((row) => row.report.status === 'ok').slice(0, NUMBERS.length);
  return fine.length === 0
    ? []
    : [
        line(
          join(
            fine.map((row) => numberOf(row, view)),
            ' · ',
          ),
        ),
      ];
}

function numberOf(row: DigestRow, view: View): RichText {
  const before = valueBefore(row, view);
  const suffix = before.length === 0 ? '' : ` (${before.join(', ')})`;
  return rich`${checkTitle(view.locale, row.report.checkId)}: ${plain(view.locale, row.report.summary)}${suffix}`;
}

function footers(digest: Digest, { locale }: View): readonly Block[] {
  const fine = digest.clusters.filter((cluster) => cluster.status === 'ok' && cluster.name !== '*');
  const better = digest.clusters.flatMap((cluster) => cluster.rows).filter((row) => row.change === 'better' && row.report.status === 'ok');
  const recovered = namesOf(
    better.map((row) => row.report),
    locale,
  );
  const gone = namesOf(digest.gone, locale);
  const checks = fine.reduce((sum, cluster) => sum + cluster.rows.length, 0);
  const items = [
    ...(fine.length === 0 ? [] : [translate(locale, say('digest.okClusters', { clusters: fine.map((each) => each.name), checks }))]),
    ...(recovered.length === 0 ? [] : [translate(locale, say('digest.recovered', { names: recovered }))]),
    ...(gone.length === 0 ? [] : [translate(locale, say('digest.gone', { names: gone }))]),
  ];
  return items.length === 0 ? [] : [{ kind: 'context', items }];
}

const NAMED = 3;

/** Checks with their clusters; a cluster with many of them is named with their number. */
function namesOf(reports: readonly CheckReport[], locale: View['locale']): readonly string[] {
  return [...Map.groupBy(reports, ({ cluster }) => cluster)].flatMap(([cluster, own]) => {
    const name = clusterName(locale, cluster);
    return own.length > NAMED
      ? [`${name} ${plain(locale, say('digest.allChecks', { count: own.length }))}`]
      : own.map(({ checkId }) => `${name} ${checkTitle(locale, checkId)}`);
  });
}

function controls(digest: Digest, { locale }: View): Block {
  const reference = { id: digest.id, revision: 1 };
  return {
    kind: 'controls',
    controls: [
      { kind: 'button', interaction: 'run_again', label: plain(locale, say('digest.runAgain')), reference },
      { kind: 'button', interaction: 'details', label: plain(locale, say('digest.details')), reference },
    ],
  };
}

function line(text: RichText): Block {
  return { kind: 'context', items: [text] };
}
