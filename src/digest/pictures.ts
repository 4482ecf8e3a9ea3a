import { benchmarkMessage } from '../messages/benchmark.ts';
import { capacityMessage } from '../messages/capacity.ts';
import { chartMessages, chartsOf } from '../messages/charts.ts';
import type { View } from '../messages/view.ts';
import type { CheckReport, HealthReport } from '../model/health.ts';
import type { Message } from '../model/message.ts';

/** What a digest shows as tables and pictures of their own: what its checks measured over time, and where that leads. */
export function digestPictures(report: HealthReport, before: HealthReport | null, view: View): readonly Message[] {
  const byCheck = Map.groupBy(report.reports, ({ checkId }) => checkId);
  const charts = [...byCheck.values()].flatMap((own) => chartsOf(own, view));
  const outlooks = report.reports.filter(({ outlooks: found = [] }) => found.length > 0);
  return [
    ...outlooks.map((one) => capacityMessage(one, view)),
    ...chartMessages(charts, view),
    ...benchmarks(byCheck.get('benchmark') ?? [], before, view),
  ];
}

function benchmarks(reports: readonly CheckReport[], before: HealthReport | null, view: View): readonly Message[] {
  const earlier = before?.reports.find(({ checkId }) => checkId === 'benchmark') ?? null;
  return reports.map((report) => benchmarkMessage(report, earlier, view));
}
