import type { Digest } from '../model/digest.ts';
import { byWorstFirst, type CheckReport } from '../model/health.ts';
import type { Message } from '../model/message.ts';
import { bold, join, rich } from '../model/text.ts';
import { checkDetails } from './check-details.ts';
import { clusterTable, systemTable } from './digest-table.ts';
import { listed } from './listed.ts';
import { say } from './say.ts';
import { translate } from './translate.ts';
import type { View } from './view.ts';
import { checkTitle, clusterName, fitting, plain } from './wording.ts';

const DETAILS = 8;

/** What follows a digest in its thread: the results as tables, the evidence of each finding, and what could not be looked at. */
export function digestThread(digest: Digest, view: View): readonly Message[] {
  const reports = digest.clusters.flatMap((cluster) => cluster.rows).map((row) => row.report);
  // What has a table of its own is told by that.
  const bad = reports.filter((report) => (report.status === 'critical' || report.status === 'warning') && report.outlooks === undefined);
  const unknown = reports.filter((report) => report.status === 'unknown');
  const checkIds = [...new Set(bad.toSorted(byWorstFirst).map((report) => report.checkId))].slice(0, DETAILS);
  return [
    ...clusterTable(digest, view),
    ...systemTable(digest, view),
    ...checkIds.map((checkId) =>
      checkDetails(
        bad.filter((report) => report.checkId === checkId),
        view,
      ),
    ),
    ...(unknown.length === 0 ? [] : [couldNotLook(unknown, view)]),
  ];
}

/** Several checks of a cluster often fail for the same reason, which is then said once. */
function couldNotLook(reports: readonly CheckReport[], { locale }: View): Message {
  const title = plain(locale, say('digest.unrunnable', { count: reports.length }));
  const groups = [...Map.groupBy(reports, (report) => JSON.stringify([report.cluster, report.summary])).values()];
  const lines = groups.flatMap((group) => {
    const [first] = group;
    const titles = listed(
      group.map((report) => checkTitle(locale, report.checkId)),
      4,
    );
    return first === undefined ? [] : [{ head: `${clusterName(locale, first.cluster)} ${titles}`, words: plain(locale, first.summary) }];
  });
  const { shown, hidden } = fitting(lines, ({ head, words }) => head.length + words.length + 6, 2_600);
  const rest = hidden === 0 ? [] : [translate(locale, say('digest.moreRows', { count: hidden }))];
  const body = join([...shown.map(({ head, words }) => rich`${bold(head)}: ${words}`), ...rest], '\n');
  return {
    text: [[title, ...shown.map(({ head, words }) => `${head}: ${words}`)].join('. ')],
    blocks: [
      { kind: 'text', text: rich`${bold(title)}` },
      { kind: 'text', text: body },
    ],
  };
}
