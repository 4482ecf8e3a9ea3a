import { byWorstFirst, type CheckReport, type Evidence, type Remedy, worstStatus } from '../model/health.ts';
import type { Block, Message } from '../model/message.ts';
import { bold, join, type RichText, rich } from '../model/text.ts';
import { formatEvidence } from './evidence-line.ts';
import { listed } from './listed.ts';
import { say } from './say.ts';
import { translate } from './translate.ts';
import type { View } from './view.ts';
import { checkTitle, clusterName, fitting, plain, statusWord } from './wording.ts';

const CLUSTERS = 10;
const EVIDENCE_CHARACTERS = 1_500;

/** One check on one or several clusters, with evidence: what `/thanos check` answers. */
export function checkDetails(reports: readonly CheckReport[], view: View, remedy?: Remedy): Message {
  const { locale } = view;
  const sorted = reports.toSorted((a, b) => byWorstFirst(a, b) || (a.cluster < b.cluster ? -1 : 1));
  const title = checkTitle(locale, sorted[0]?.checkId ?? '');
  const worst = worstStatus(sorted.map((report) => report.status));
  const groups = alike(sorted);
  const hidden = groups.slice(CLUSTERS).flat().length;
  return {
    text: [fullText(sorted, title, worst, view)],
    blocks: [
      { kind: 'text', text: translate(locale, say('digest.checkTitle', { title, status: worst })) },
      ...groups.slice(0, CLUSTERS).flatMap((group) => clusterBlocks(group, groups.length === 1, view)),
      ...(groups.length > 1
        ? sources(
            sorted.find(({ status, evidence }) => status === 'ok' && evidence.length > 0),
            view,
          )
        : []),
      ...(hidden > 0 ? [context(translate(locale, say('digest.moreRows', { count: hidden })))] : []),
      ...(remedy === undefined ? [] : [context(remedyText(remedy, view))]),
    ],
  };
}

function fullText(reports: readonly CheckReport[], title: string, worst: string, { locale }: View): string {
  const opening = plain(locale, say('digest.checkSentence', { title, worst, clusters: reports.length }));
  const lines = reports.map(
    (report) => `${clusterName(locale, report.cluster)} ${statusWord(locale, report.status)}: ${plain(locale, report.summary)}.`,
  );
  return [opening, ...fitting(lines, (text) => text.length, 3_000).shown].join(' ');
}

/** Clusters of which the same is to be said, from the first of them on; what their queries differ by does not count. */
function alike(reports: readonly CheckReport[]): readonly (readonly [CheckReport, ...CheckReport[]])[] {
  const groups = Map.groupBy(reports, ({ status, summary, evidence }) =>
    JSON.stringify([status, summary, evidence.map(({ source: _query, ...fact }) => fact)]),
  );
  return [...groups.values()].flatMap(([first, ...rest]) => (first === undefined ? [] : [[first, ...rest] as const]));
}

/** Where a cluster is fine, how it was measured is said once for all of them. */
function clusterBlocks(group: readonly [CheckReport, ...CheckReport[]], isAlone: boolean, view: View): readonly Block[] {
  const { locale } = view;
  const [report] = group;
  const names = listed(
    group.map(({ cluster }) => clusterName(locale, cluster)),
    CLUSTERS,
  );
  const head = rich`${bold(names)} · ${statusWord(locale, report.status)} · ${translate(locale, report.summary)}`;
  const lines = report.evidence.map((evidence) => evidenceLine(evidence, view));
  const { shown, hidden } = fitting(lines, (text) => text.length, EVIDENCE_CHARACTERS);
  const rest = hidden === 0 ? [] : [plain(locale, say('digest.moreRows', { count: hidden }))];
  return [
    { kind: 'text', text: head },
    ...(lines.length === 0 ? [] : [{ kind: 'preformatted', text: [...shown, ...rest].join('\n') } as const]),
    ...(isAlone || report.status !== 'ok' ? sources(report, view) : []),
  ];
}

function evidenceLine(evidence: Evidence, view: View): string {
  const isFinding = evidence.status !== undefined && evidence.status !== 'ok';
  return `${isFinding ? `${statusWord(view.locale, evidence.status)}  ` : ''}${formatEvidence(evidence, view)}`;
}

/** How to measure the same again: of the findings first, each once. */
function sources(report: CheckReport | undefined, { locale }: View): readonly Block[] {
  if (report === undefined) {
    return [];
  }
  const findings = report.evidence.filter((evidence) => evidence.status !== undefined && evidence.status !== 'ok');
  const from = findings.length === 0 ? report.evidence : findings;
  const unique = [...new Set(from.map((evidence) => evidence.source))].slice(0, 2);
  return unique.length === 0
    ? []
    : [
        context(
          join(
            unique.map((source) => translate(locale, say('digest.source', { source }))),
            '\n',
          ),
        ),
      ];
}

function remedyText(remedy: Remedy, { locale }: View): RichText {
  return translate(
    locale,
    remedy.kind === 'action' ? say('digest.remedy.action', { command: remedy.command }) : say('digest.remedy.runbook', { id: remedy.id }),
  );
}

function context(text: RichText): Block {
  return { kind: 'context', items: [text] };
}
