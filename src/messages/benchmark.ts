import type { CheckReport, Evidence } from '../model/health.ts';
import type { Chart, Message } from '../model/message.ts';
import { checkDetails } from './check-details.ts';
import { formatMeasure } from './measures.ts';
import { say } from './say.ts';
import { translate } from './translate.ts';
import type { View } from './view.ts';
import { plain } from './wording.ts';

/** How long each large query took, beside the time before. */
export function benchmarkMessage(now: CheckReport, before: CheckReport | null, view: View): Message {
  const { locale } = view;
  const words = (phrase: ReturnType<typeof say>): string => plain(locale, phrase);
  const rows = timings(now).map(({ name, seconds }) => {
    const earlier = before === null ? undefined : timings(before).find((other) => other.name === name)?.seconds;
    const said = (value: number | undefined): string => (value === undefined ? '–' : formatMeasure(value, 'seconds', view));
    return [words(say('checks.evidence', { text: name })), said(seconds), said(earlier), change(seconds, earlier)];
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

/** The second run right after the first has a row in the table; in the picture it would only hide the comparison. */
const AGAIN = ', again';

/** A bar for each query; `null` when nothing was timed. */
function benchmarkChart(now: CheckReport, before: CheckReport | null, { locale }: View): Chart | null {
  const own = timings(now).filter(({ name }) => !name.endsWith(AGAIN));
  if (own.length === 0) {
    return null;
  }
  const earlier = before === null ? [] : timings(before);
  const name = (series: string): string => plain(locale, say(series === 'now' ? 'benchmark.now' : 'benchmark.before'));
  return {
    title: plain(locale, say('benchmark.title')),
    type: 'bar',
    unit: 'seconds',
    labels: own.map((timing) => shortLabel(plain(locale, say('checks.evidence', { text: timing.name })))),
    series: [
      { name: name('now'), values: own.map(({ seconds }) => seconds) },
      ...(earlier.length === 0
        ? []
        : [{ name: name('before'), values: own.map((timing) => earlier.find((other) => other.name === timing.name)?.seconds ?? null) }]),
    ],
  };
}

/** Labels below an axis have 20 characters. */
function shortLabel(text: string): string {
  return text.length <= 20 ? text : `${text.slice(0, 19)}…`;
}

function timings({ evidence }: CheckReport): readonly { readonly name: string; readonly seconds: number }[] {
  return evidence
    .filter((fact): fact is Evidence & { readonly value: number } => typeof fact.value === 'number' && fact.unit === 'seconds')
    .map(({ label, value }) => ({ name: label.replace(/ \(\d+ series\)$/, ''), seconds: value }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** Below a tenth or half a second it is noise. */
function change(now: number, before: number | undefined): string {
  if (before === undefined || before <= 0) {
    return '–';
  }
  const percent = Math.round((now / before - 1) * 100);
  return Math.abs(percent) < 10 || Math.abs(now - before) < 0.5 ? '≈' : `${percent > 0 ? '+' : '−'}${Math.abs(percent)} %`;
}
