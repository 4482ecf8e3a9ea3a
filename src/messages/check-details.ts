import { byWorstFirst, type CheckReport, type Evidence, type Remedy, worstStatus } from '../model/health.ts';
import type { Block, Message } from '../model/message.ts';
import { bold, join, type RichText, rich } from '../model/text.ts';
import { formatEvidence } from './measures.ts';
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
  const hidden = sorted.length - CLUSTERS;
  return {
    text: [fullText(sorted, title, worst, view)],
    blocks: [
      { kind: 'text', text: translate(locale, say('digest.checkTitle', { title, status: worst })) },
      ...sorted.slice(0, CLUSTERS).flatMap((report) => clusterBlocks(report, sorted.length === 1, view)),
      ...(sorted.length > 1
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

/** Where a cluster is fine, how it was measured is said once for all of them. */
function clusterBlocks(report: CheckReport, isAlone: boolean, view: View): readonly Block[] {
  const { locale } = view;
  const head = rich`${bold(clusterName(locale, report.cluster))} · ${statusWord(locale, report.status)} · ${translate(locale, report.summary)}`;
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
  const { locale } = view;
  const isFinding = evidence.status !== undefined && evidence.status !== 'ok';
  const words = (text: string): string => plain(locale, say('checks.evidence', { text }));
  const value = typeof evidence.value === 'string' ? words(evidence.value) : evidence.value;
  const line = formatEvidence({ ...evidence, label: words(evidence.label), value }, view);
  return `${isFinding ? `${statusWord(locale, evidence.status)}  ` : ''}${line}`;
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
