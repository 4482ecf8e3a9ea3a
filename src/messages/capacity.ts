import type { CheckReport, Outlook, Remedy } from '../model/health.ts';
import type { Message } from '../model/message.ts';
import type { Forecast, Reach } from '../model/outlook.ts';
import { checkDetails } from './check-details.ts';
import { formatMeasure } from './measures.ts';
import { say } from './say.ts';
import { translate, worded } from './translate.ts';
import type { View } from './view.ts';
import { plain } from './wording.ts';

/** Nobody reads more; the file with the report has them all. */
const ROWS = 30;

/** What fills up, where it leads in three and six months, and when it reaches 80 and 90 %. */
export function capacityMessage(report: CheckReport, view: View, remedy?: Remedy): Message {
  const { locale } = view;
  const details = checkDetails([report], view, remedy);
  const outlooks = (report.outlooks ?? []).slice(0, ROWS);
  const columns = (['subject', 'now', 'in90d', 'in180d', 'until80', 'until90'] as const).map((column) =>
    plain(locale, say('capacity.column', { column })),
  );
  const rows = outlooks.map((outlook) => rowOf(outlook, view));
  const table = { kind: 'table' as const, columns, rows };
  return {
    ...details,
    text: [...details.text, ` ${rows.map((row) => row.join(' ')).join('; ')}.`],
    blocks: details.blocks.flatMap((block) => (block.kind === 'preformatted' ? [table, noteOf(view)] : [block])),
  };
}

function noteOf({ locale }: View) {
  return { kind: 'context' as const, items: [translate(locale, say('capacity.note'))] };
}

function rowOf(outlook: Outlook, view: View): readonly string[] {
  const { name, unit, now, capacity, in90d, in180d, untilWarning, untilCritical } = outlook;
  const amount = (value: number): string => formatMeasure(value, unit, view);
  if (now === null) {
    return [worded(view.locale, name), plain(view.locale, say('capacity.unknown')), '–', '–', '–', '–'];
  }
  const share = unit === 'bytes' && capacity !== null ? ` (${formatMeasure(now / capacity, 'ratio', view)})` : '';
  return [
    worded(view.locale, name),
    `${amount(now)}${share}`,
    range(in90d, amount),
    range(in180d, amount),
    reachOf(untilWarning, outlook, view),
    reachOf(untilCritical, outlook, view),
  ];
}

/** The middle, and the range where there is one. */
function range(forecast: Forecast | null, amount: (value: number) => string): string {
  if (forecast === null) {
    return '–';
  }
  const { low, middle, high } = forecast;
  const [least, most] = [amount(low), amount(high)];
  return least === most ? amount(middle) : `${amount(middle)} (${least} – ${most})`;
}

function reachOf(reach: Reach | null, { capacity, in90d }: Outlook, view: View): string {
  const { locale } = view;
  if (capacity === null || in90d === null) {
    return '–';
  }
  if (reach === null) {
    return plain(locale, say('capacity.never'));
  }
  if (reach.middleMs === 0) {
    return plain(locale, say('capacity.already'));
  }
  const time = (durationMs: number | null): string => (durationMs === null ? '' : formatMeasure(durationMs / 1_000, 'seconds', view));
  const [earliest, latest] = [time(reach.earliestMs), time(reach.latestMs)];
  return earliest === latest ? time(reach.middleMs) : `${time(reach.middleMs)} (${earliest} – ${latest})`;
}
