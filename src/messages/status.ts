import { byWorstFirst, type HealthReport, type HealthStatus } from '../model/health.ts';
import type { Message } from '../model/message.ts';
import { bold, join, rich } from '../model/text.ts';
import { say } from './say.ts';
import { translate } from './translate.ts';
import type { View } from './view.ts';
import { checkTitle, clusterName, fitting, plain, statusWord } from './wording.ts';

const CHARACTERS = 2_400;

/** A whole round of checks at a glance: what is not well, worst first, and how many are. */
export function statusMessage({ reports }: HealthReport, { locale }: View): Message {
  const count = (status: HealthStatus): number => reports.filter((report) => report.status === status).length;
  const counts = { critical: count('critical'), warning: count('warning'), unknown: count('unknown'), ok: count('ok') };
  const lines = reports
    .filter(({ status }) => status !== 'ok')
    .toSorted(byWorstFirst)
    .map(({ checkId, cluster, status, summary }) => ({
      head: `${clusterName(locale, cluster)} · ${checkTitle(locale, checkId)} · ${statusWord(locale, status)}`,
      words: translate(locale, summary),
      length: plain(locale, summary).length + 60,
    }));
  const { shown, hidden } = fitting(lines, ({ length }) => length, CHARACTERS);
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
          translate(locale, say('status.text', counts)),
          translate(locale, say('status.details', { command: '/thanos check <id> [cluster]' })),
        ],
      },
    ],
  };
}
