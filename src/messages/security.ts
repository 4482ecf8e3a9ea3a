import { byWorstFirst, type CheckReport, type HealthStatus, worstStatus } from '../model/health.ts';
import type { Block, Message } from '../model/message.ts';
import {
  ITEM_CHECKS,
  SECURITY_ITEMS,
  type SecurityItem,
  type SecurityTick,
  standingTick,
  TICK_LIFETIME_MS,
} from '../model/security-item.ts';
import { bold, join, type RichText, rich } from '../model/text.ts';
import type { EpochMs } from '../model/time.ts';
import { say } from './say.ts';
import { translate } from './translate.ts';
import type { View } from './view.ts';
import { checkTitle, clusterName, fitting, plain, statusWord } from './wording.ts';

/** The monthly checklist with who looked at what, and what was measured just now. */
export function securityMessage(reports: readonly CheckReport[], ticks: readonly SecurityTick[], now: EpochMs, view: View): Message {
  const { locale } = view;
  const items = SECURITY_ITEMS.map((item) => ({ item, standing: standingTick(ticks, item, now), found: measuredStatus(item, reports) }));
  const title = plain(
    locale,
    say('security.title', { open: items.filter(({ standing, found }) => standing === null && found === null).length }),
  );
  const lines = items.map(({ item, standing, found }) => itemLine(item, standing, found, now, view));
  return {
    text: [`${title}. `, ...join(lines, '. '), '. ', ...join(findings(reports, view), '. ')],
    blocks: [
      { kind: 'heading', text: title },
      { kind: 'text', text: join([rich`${bold(plain(locale, say('security.checklist')))}`, ...lines], '\n') },
      { kind: 'divider' },
      ...measured(reports, view),
    ],
  };
}

/** What the item's check found everywhere; `null` when it could not look somewhere, or when its finding is not the whole review. */
function measuredStatus(item: SecurityItem, reports: readonly CheckReport[]): HealthStatus | null {
  const { checkId, isWhole } = ITEM_CHECKS[item];
  const status = worstStatus(reports.filter((report) => report.checkId === checkId).map((report) => report.status));
  const isBlind = reports.some((report) => report.checkId === checkId && report.status === 'unknown');
  return !isWhole || isBlind || status === 'unknown' ? null : status;
}

function itemLine(item: SecurityItem, standing: SecurityTick | null, found: HealthStatus | null, now: EpochMs, { locale }: View): RichText {
  const title = plain(locale, say('security.item', { item }));
  if (standing === null && found !== null) {
    return translate(locale, say('security.itemMeasured', { title, status: statusWord(locale, found) }));
  }
  if (standing === null) {
    return translate(locale, say('security.open', { title, item }));
  }
  const { by, at, note } = standing;
  return translate(locale, say('security.ticked', { title, by, at, leftMs: at + TICK_LIFETIME_MS - now, note }));
}

function measured(reports: readonly CheckReport[], view: View): readonly Block[] {
  const { shown, hidden } = fitting(
    findings(reports, view),
    (line) => line.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : 20), 0),
    2_400,
  );
  const rest = hidden === 0 ? [] : [translate(view.locale, say('status.more', { count: hidden }))];
  return [{ kind: 'text', text: join([rich`${bold(plain(view.locale, say('security.measured')))}`, ...shown, ...rest], '\n') }];
}

/** One line for each check; clusters that say the same share it. */
function findings(reports: readonly CheckReport[], { locale }: View): readonly RichText[] {
  const groups = Map.groupBy(reports.toSorted(byWorstFirst), ({ checkId, status, summary }) =>
    JSON.stringify([checkId, status, plain(locale, summary)]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const places = group.map(({ cluster }) => clusterName(locale, cluster)).toSorted();
    return first === undefined
      ? []
      : [
          rich`${statusWord(locale, first.status)} · ${bold(checkTitle(locale, first.checkId))} · ${places.join(', ')}: ${translate(locale, first.summary)}`,
        ];
  });
}
