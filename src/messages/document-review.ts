import type { Block, Message } from '../model/message.ts';
import type { Phrase } from '../model/phrase.ts';
import type { Operation } from '../model/plan.ts';
import { join, type RichText } from '../model/text.ts';
import type { EpochMs } from '../model/time.ts';
import { say } from './say.ts';
import { translate } from './translate.ts';
import type { View } from './view.ts';
import { plain } from './wording.ts';

/** What happened in a quarter that documents may not tell yet. */
export interface DocumentReview {
  /** `2026 Q4` */
  readonly quarter: string;
  readonly alerts: readonly { readonly name: string; readonly count: number; readonly last: EpochMs }[];
  readonly operations: readonly Pick<Operation, 'id' | 'requestedBy' | 'createdAt' | 'plan'>[];
  /** `null` when there is no earlier configuration to compare with. */
  readonly changes: readonly { readonly path: string; readonly from: string | null; readonly to: string | null }[] | null;
}

const LINES = 15;

/** The quarterly reminder to review the documents. */
export function documentReviewMessage({ quarter, alerts, operations, changes }: DocumentReview, view: View): Message {
  const { locale } = view;
  const words = (phrase: Phrase): RichText => translate(locale, phrase);
  const title = plain(locale, say('documents.title', { quarter }));
  const sections = [
    section(
      say('documents.noRunbook', { count: alerts.length }),
      alerts.map(({ name, count, last }) => words(say('documents.alert', { name, count, last }))),
      view,
    ),
    section(
      say('documents.uncommitted', { count: operations.length }),
      operations.map(({ id, requestedBy: by, createdAt: at, plan }) =>
        words(say('documents.operation', { id, by, at, words: plain(locale, plan.title) })),
      ),
      view,
    ),
    section(
      say('documents.thresholds', { count: changes?.length ?? 0 }),
      (changes ?? []).map(({ path, from, to }) => words(say('documents.changed', { path, from: from ?? '–', to: to ?? '–' }))),
      view,
    ),
  ].flat();
  const remark = changes === null ? say('documents.firstConfig') : sections.length === 0 ? say('documents.nothing') : null;
  const rest = remark === null ? [] : [{ kind: 'context' as const, items: [words(remark)] }];
  const told = sections.flatMap((block) => (block.kind === 'text' ? [' ', ...block.text] : []));
  return {
    text: [`${title}. ${plain(locale, say('documents.text'))}`, ...told],
    blocks: [{ kind: 'heading', text: title }, { kind: 'text', text: words(say('documents.text')) }, ...sections, ...rest],
  };
}

/** A heading with its lines; nothing when there are none. */
function section(heading: Phrase, lines: readonly RichText[], { locale }: View): readonly Block[] {
  const hidden = lines.length - LINES;
  const rest = hidden > 0 ? [translate(locale, say('documents.more', { count: hidden }))] : [];
  return lines.length === 0 ? [] : [{ kind: 'text', text: join([translate(locale, heading), ...lines.slice(0, LINES), ...rest], '\n') }];
}
