import { describe, expect, it } from 'vitest';
import { renderMessage } from '../../src/messages/block-kit.ts';
import { chartMessages, chartsOf } from '../../src/messages/charts.ts';
import type { CheckReport, MeasuredSeries } from '../../src/model/health.ts';
import { days, hours, seconds } from '../../src/model/time.ts';
import { anyBlock } from '../../src/sandbox/slack/block-kit/recent.ts';

const AT = Date.UTC(2026, 10, 22);
const view = { locale: 'en', timeZone: 'Asia/Seoul' } as const;

function report(cluster: string, series: readonly MeasuredSeries[]): CheckReport {
  const summary = { id: 'checks.trends-none', args: { resources: [] } };
  return { checkId: 'resource-trends', cluster, status: 'ok', summary, evidence: [], observedAt: AT, durationMs: 1, series };
}

const line = (name: string, count: number, value: (index: number) => number): MeasuredSeries => ({
  name,
  unit: 'ratio',
  points: Array.from({ length: count }, (_, index) => ({ at: AT + days(index), value: value(index) })),
});

describe('messages/charts', () => {
  it('draws a line for each cluster in one chart for each number', () => {
    const charts = chartsOf([report('a', [line('cpu', 5, (day) => day / 10)]), report('b', [line('cpu', 5, () => 0.5)])], view);

    expect(charts).toMatchObject([
      {
        title: 'Resource trends · CPU',
        labels: ['11-22', '11-23', '11-24', '11-25', '11-26'],
        series: [{ name: 'a', values: [0, 0.1, 0.2, 0.3, 0.4] }, { name: 'b' }],
      },
    ]);
  });

  it('keeps the steps of time even where a line begins later', () => {
    const late = { ...line('forecast', 0, () => 0), points: [4, 5, 6].map((day) => ({ at: AT + days(day), value: 0.6 })) };

    const [chart] = chartsOf([report('*', [line('bucket', 5, () => 0.5), late])], view);

    expect(chart?.labels).toHaveLength(7);
    expect(chart?.series[1]?.values).toEqual([null, null, null, null, 0.6, 0.6, 0.6]);
  });

  it('counts in steps that people count in', () => {
    const twoHourly = {
      name: 'cpu',
      unit: 'ratio' as const,
      points: Array.from({ length: 85 }, (_, at) => ({ at: AT + hours(2 * at), value: at })),
    };
    const restless = {
      ...line('bucket', 0, () => 0),
      points: [0, 1, 2].map((day) => ({ at: AT + days(day) + seconds(day * 7), value: day })),
    };

    const [week] = chartsOf([report('a', [twoHourly])], view);
    const [daily] = chartsOf([report('*', [restless])], view);

    expect(week?.labels).toHaveLength(15);
    expect(new Set(week?.labels.map((label) => label.slice(6))).size).toBe(2);
    expect(daily?.labels).toEqual(['11-22', '11-23', '11-24']);
  });

  it('draws nothing from a single point', () => {
    expect(chartsOf([report('a', [line('cpu', 1, () => 1)])], view)).toEqual([]);
  });

  it('stays within what Slack draws: lines, points, names', () => {
    const clusters = Array.from({ length: 9 }, (_, index) => report(`a-cluster-with-a-long-name-${index}`, [line('cpu', 60, () => index)]));

    const [message] = chartMessages(chartsOf(clusters, view), view);
    const { blocks } = renderMessage(message ?? { text: [], blocks: [] }, { timeZone: 'Asia/Seoul', newBlocks: true });

    expect(blocks.map((block) => anyBlock.safeParse(block).error)).toEqual([undefined]);
  });

  it('says the numbers as a table where Slack draws no charts, and in words for those who see neither', () => {
    const [message] = chartMessages(chartsOf([report('a', [line('cpu', 5, (day) => day / 10)])], view), view);

    const rendered = renderMessage(message ?? { text: [], blocks: [] }, { timeZone: 'Asia/Seoul', newBlocks: false });

    expect(JSON.stringify(rendered.blocks)).toContain('11-26  40');
    expect(rendered.text).toContain('0 % → 40 %');
  });
});
