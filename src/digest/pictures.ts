import type { MeasureHistory } from '../checks/memory.ts';
import { benchmarkMessage } from '../messages/benchmark.ts';
import { chartMessages, chartsOf, lineChart } from '../messages/charts.ts';
import { say } from '../messages/say.ts';
import type { View } from '../messages/view.ts';
import { plain } from '../messages/wording.ts';
import type { DigestKind } from '../model/digest.ts';
import type { CheckReport, HealthReport, Unit } from '../model/health.ts';
import type { Chart, Message } from '../model/message.ts';

/** A line needs this many days before it says more than the table does. */
const LEAST_DAYS = 3;
const DAYS = 30;

/** What the digest shows as pictures: the daily one from earlier days, the reviews from what their checks measured over time. */
export async function digestPictures(
  kind: DigestKind,
  report: HealthReport,
  before: HealthReport | null,
  history: MeasureHistory,
  view: View,
): Promise<readonly Message[]> {
  const byCheck = Map.groupBy(report.reports, ({ checkId }) => checkId);
  const drawn = [...byCheck.values()].flatMap((own) => chartsOf(own, view));
  const daily = kind === 'daily' ? await dailyCharts(report, history, view) : [];
  return [...chartMessages([...daily, ...drawn], view), ...benchmarks(byCheck.get('benchmark') ?? [], before, view)];
}

async function dailyCharts({ reports }: HealthReport, history: MeasureHistory, view: View): Promise<readonly Chart[]> {
  const series = async (checkId: string, unit: Unit) =>
    Promise.all(
      reports
        .filter((report) => report.checkId === checkId)
        .map(async ({ cluster }) => ({ name: cluster, unit, points: (await history.of(checkId, cluster)).slice(-DAYS) })),
    );
  const title = (phrase: ReturnType<typeof say>): string => plain(view.locale, phrase);
  const [bucket, uploads] = await Promise.all([series('bucket', 'bytes'), series('s3-upload', 'seconds')]);
  const named = bucket.map((one) => ({ ...one, name: title(say('chart.series', { name: 'bucket' })) }));
  return [
    { title: title(say('chart.bucketGrowth')), unit: 'bytes' as const, series: named },
    { title: title(say('chart.uploadAge')), unit: 'seconds' as const, series: uploads },
  ]
    .filter((chart) => chart.series.some(({ points }) => points.length >= LEAST_DAYS))
    .map((chart) => lineChart(chart.title, chart.unit, chart.series, view));
}

function benchmarks(reports: readonly CheckReport[], before: HealthReport | null, view: View): readonly Message[] {
  const earlier = before?.reports.find(({ checkId }) => checkId === 'benchmark') ?? null;
  return reports.map((report) => benchmarkMessage(report, earlier, view));
}
