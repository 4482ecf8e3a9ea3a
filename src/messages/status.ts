import { blindClusters, byWorstFirst, type CheckReport, type HealthReport, tallyOf } from '../model/health.ts';
import type { Message } from '../model/message.ts';
import { bold, join, rich } from '../model/text.ts';
import { listed } from './listed.ts';
import { say } from './say.ts';
import { translate } from './translate.ts';
import type { View } from './view.ts';
import { checkTitle, clusterName, fitting, plain, statusWord } from './wording.ts';

const CHARACTERS = 2_400;

/** A whole round of checks at a glance: what is not well, worst first, and how many are. */
export function statusMessage({ reports }: HealthReport, { locale }: View): Message {
  const { ok, ...counts } = tallyOf(reports);
  const blind = blindClusters(reports);
  const isBlind = ({ cluster }: CheckReport): number => Number(blind.has(cluster));
  const bad = reports.filter(({ status }) => status !== 'ok').toSorted((a, b) => isBlind(b) - isBlind(a) || byWorstFirst(a, b));
  const lines = sameFindings(bad).map(({ first, group }) => {
    const titles = blind.has(first.cluster)
      ? plain(locale, say('digest.allChecks', { count: group.length }))
      : listed(
          group.map(({ checkId }) => checkTitle(locale, checkId)),
          3,
        );
    return {
      head: `${clusterName(locale, first.cluster)} · ${titles} · ${statusWord(locale, first.status)}`,
      words: translate(locale, first.summary),
      length: plain(locale, first.summary).length + titles.length + 60,
      count: group.length,
    };
  });
  const { shown } = fitting(lines, ({ length }) => length, CHARACTERS);
  const hidden = lines.slice(shown.length).reduce((sum, { count: checks }) => sum + checks, 0);
  const title = translate(locale, say('status.title', counts));
  const body = shown.map(({ head, words }) => rich`${bold(head)} · ${words}`);
  return {
    text: join([title, ...shown.map(({ head, words }) => rich`${head}: ${words}`)], '. '),
    blocks: [
      { kind: 'heading', text: plain(locale, say('status.title', counts)) },
      ...(body.length === 0 ? [] : [{ kind: 'text' as const, text: join(body, '\n') }]),
      ...(hidden === 0 ? [] : [{ kind: 'context' as const, items: [translate(locale, say('status.more', { count: hidden }))] }]),
      {
        kind: 'context',
        items: [
          translate(locale, say('status.text', { ok })),
          translate(locale, say('status.details', { command: '/thanos check <id> [cluster]' })),
        ],
      },
    ],
  };
}

/** What several checks of a cluster could not look at for one reason becomes one line: at night nobody reads it twelve times. */
function sameFindings(reports: readonly CheckReport[]): readonly { readonly first: CheckReport; readonly group: readonly CheckReport[] }[] {
  const key = ({ cluster, status, summary }: CheckReport): string =>
    JSON.stringify([cluster, status, status === 'unknown' ? (summary.args['reason'] ?? summary) : summary]);
  return [...Map.groupBy(reports, key).values()].flatMap((group) => group.slice(0, 1).map((first) => ({ first, group })));
}
