import type { CheckReport, Evidence } from '../model/health.ts';
import type { Chart, Message } from '../model/message.ts';
import type { Words } from '../model/phrase.ts';
import { checkDetails } from './check-details.ts';
import { formatMeasure } from './measures.ts';
import { say } from './say.ts';
import { translate, worded } from './translate.ts';
import type { View } from './view.ts';
import { plain } from './wording.ts';

/** How long each large query took, beside the time before. */
export function benchmarkMessage(now: CheckReport, before: CheckReport | null, view: View): Message {
  const { locale } = view;
  const words = (phrase: ReturnType<typeof say>): string => plain(locale, phrase);
  const rows = timings(now).map((timing) => {
    const earlier = earlierOf(timing, before);
    const said = (value: number | undefined): string => (value === undefined ? '–' : formatMeasure(value, 'seconds', view));
    return [worded(locale, timing.label), said(timing.seconds), said(earlier), change(timing.seconds, earlier)];
  });
  const columns = [say('benchmark.query'), say('benchmark.now'), say('benchmark.before'), say('benchmark.change')].map(words);
  const details = checkDetails([now], view);
  const compared = before === null ? say('benchmark.first') : say('benchmark.compared', { at: before.observedAt });
  const chart = benchmarkChart(now, before, view);
  return {
    text: [...details.text, ` ${rows.map((row) => row.join(' ')).join('; ')}.`],
    blocks: [
      { kind: 'heading', text: words(say('benchmark.title')) },
      ...details.blocks.slice(1, 2),
      ...(rows.length === 0 ? [] : [{ kind: 'table' as const, columns, rows }]),
      { kind: 'context', items: [translate(locale, compared)] },
      ...(chart === null ? [] : [{ kind: 'chart' as const, chart }]),
      ...details.blocks.slice(3),
    ],
  };
}

/**
 * A bar for each query; `null` when nothing was timed. The second time right after the first has a row in the table; in the picture it
 * would only hide the comparison.
 */
function benchmarkChart(now: CheckReport, before: CheckReport | null, { locale }: View): Chart | null {
  const own = timings(now).filter(({ isAgain }) => !isAgain);
  if (own.length === 0) {
    return null;
  }
  const earlier = own.map((timing) => earlierOf(timing, before) ?? null);
  const name = (series: string): string => plain(locale, say(series === 'now' ? 'benchmark.now' : 'benchmark.before'));
  return {
    title: plain(locale, say('benchmark.title')),
    type: 'bar',
    unit: 'seconds',
    labels: own.map((timing) => shortLabel(worded(locale, timing.label))),
    series: [
      { name: name('now'), values: own.map(({ seconds }) => seconds) },
      ...(earlier.every((seconds) => seconds === null) ? [] : [{ name: name('before'), values: earlier }]),
    ],
  };
}

/** Labels below an axis have 20 characters. */
function shortLabel(text: string): string {
  return text.length <= 20 ? text : `${text.slice(0, 19)}…`;
}

interface TimedQuery {
  readonly label: Words;
  readonly query: string;
  readonly isAgain: boolean;
  readonly seconds: number;
}

/** Queries are known by their expression, which is the same in every language; the first time comes before the second. */
function timings({ evidence }: CheckReport): readonly TimedQuery[] {
  const timed = evidence.filter(
    (fact): fact is Evidence & { readonly value: number } => typeof fact.value === 'number' && fact.unit === 'seconds',
  );
  return [...Map.groupBy(timed, ({ source }) => source)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([query, times]) => times.map(({ label, value }, index) => ({ label, query, isAgain: index > 0, seconds: value })));
}

function earlierOf({ query, isAgain }: TimedQuery, before: CheckReport | null): number | undefined {
  return before === null ? undefined : timings(before).find((other) => other.query === query && other.isAgain === isAgain)?.seconds;
}

/** Below a tenth or half a second it is noise. */
function change(now: number, before: number | undefined): string {
  if (before === undefined || before <= 0) {
    return '–';
  }
  const percent = Math.round((now / before - 1) * 100);
  return Math.abs(percent) < 10 || Math.abs(now - before) < 0.5 ? '≈' : `${percent > 0 ? '+' : '−'}${Math.abs(percent)} %`;
}
